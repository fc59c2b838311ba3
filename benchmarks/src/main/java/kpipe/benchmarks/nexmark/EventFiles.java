package kpipe.benchmarks.nexmark;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kpipe.benchmarks.nexmark.Event.Auction;
import kpipe.benchmarks.nexmark.Event.Bid;
import kpipe.benchmarks.nexmark.Event.Person;

/** Writes events as three files of JSON lines, and the table of q13 as CSV: what all systems read. */
final class EventFiles {

    private EventFiles() {}

    /** Writes into a folder, which is made where it is missing. */
    static void write(Path folder, Iterable<Event> events, int first, int numbers) throws IOException {
        Files.createDirectories(folder);
        try (Writer persons = Files.newBufferedWriter(folder.resolve("persons.jsonl"), StandardCharsets.UTF_8);
                Writer auctions = Files.newBufferedWriter(folder.resolve("auctions.jsonl"), StandardCharsets.UTF_8);
                Writer bids = Files.newBufferedWriter(folder.resolve("bids.jsonl"), StandardCharsets.UTF_8)) {
            JsonRow row = new JsonRow();
            for (Event event : events) {
                if (event instanceof Bid bid) {
                    bids.write(line(row, bid));
                } else if (event instanceof Auction auction) {
                    auctions.write(line(row, auction));
                } else {
                    persons.write(line(row, (Person) event));
                }
            }
        }
        StringBuilder table = new StringBuilder();
        for (int number = first; number < first + numbers; number++) {
            table.append(number).append(',').append(found(number)).append('\n');
        }
        Files.writeString(folder.resolve("side_input.csv"), table);
    }

    /** What the table of q13 says to a number. */
    static String found(long number) {
        return "value-" + number * 7 % 1000;
    }

    /** So many events of a source. */
    static List<Event> list(EventSource source, int count) {
        return Stream.generate(source::next).limit(count).toList();
    }

    private static String line(JsonRow row, Person person) {
        row.put("id", person.id()).put("name", person.name()).put("email_address", person.emailAddress());
        row.put("credit_card", person.creditCard()).put("city", person.city()).put("state", person.state());
        return row.time("date_time", person.dateTime())
                .put("extra", person.extra())
                .line();
    }

    private static String line(JsonRow row, Auction auction) {
        row.put("id", auction.id()).put("item_name", auction.itemName()).put("description", auction.description());
        row.put("initial_bid", auction.initialBid()).put("reserve", auction.reserve());
        row.time("date_time", auction.dateTime()).time("expires", auction.expires());
        row.put("seller", auction.seller()).put("category", auction.category());
        return row.put("extra", auction.extra()).line();
    }

    private static String line(JsonRow row, Bid bid) {
        row.put("auction", bid.auction()).put("bidder", bid.bidder()).put("price", bid.price());
        row.put("channel", bid.channel()).put("url", bid.url());
        return row.time("date_time", bid.dateTime()).put("extra", bid.extra()).line();
    }
}
