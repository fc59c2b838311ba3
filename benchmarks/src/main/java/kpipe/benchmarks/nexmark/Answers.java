package kpipe.benchmarks.nexmark;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kpipe.benchmarks.nexmark.Event.Auction;
import kpipe.benchmarks.nexmark.Event.Bid;
import kpipe.benchmarks.nexmark.Event.Person;

/**
 * The answers of the queries, computed from all events at once with the collections of Java and no engine: as plainly as can be, since this is what the engines are held against. Answers are lines of
 * JSON in no order.
 */
final class Answers {

    private static final long SECOND = 1000;
    private static final long TEN_SECONDS = 10 * SECOND;
    private static final Pattern CHANNEL_ID = Pattern.compile("(&|^)channel_id=([^&]*)");
    private static final List<String> BUSY = List.of("apple", "google", "facebook", "baidu");

    private final List<Person> persons = new ArrayList<>();
    private final List<Auction> auctions = new ArrayList<>();
    private final List<Bid> bids = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final JsonRow row = new JsonRow();
    private final Map<Long, String> table = new HashMap<>();

    /**
     * @param first the first number in the table of q13
     * @param numbers how many numbers it has
     */
    Answers(Iterable<Event> events, int first, int numbers) {
        for (Event event : events) {
            if (event instanceof Bid bid) {
                bids.add(bid);
            } else if (event instanceof Auction auction) {
                auctions.add(auction);
            } else {
                persons.add((Person) event);
            }
        }
        for (long number = first; number < first + numbers; number++) {
            table.put(number, EventFiles.found(number));
        }
    }

    /** The answer of a query, by its name: {@code q0} and so on. */
    List<String> of(String query) {
        lines.clear();
        switch (query) {
            case "q0" -> bids.forEach(bid -> add(start(bid).put("price", bid.price()), bid));
            case "q1" -> bids.forEach(bid -> add(start(bid).put("price", converted(bid)), bid));
            case "q2" -> q2();
            case "q3" -> q3();
            case "q4" -> q4();
            case "q5" -> q5();
            case "q7" -> q7();
            case "q8" -> q8();
            case "q11" -> q11();
            case "q12" -> q12();
            case "q13" -> q13();
            case "q14" -> q14();
            case "q15" -> q15();
            case "q16" -> q16();
            case "q17" -> q17();
            case "q18" -> q18();
            case "q19" -> q19();
            case "q20" -> q20();
            case "q21" -> q21();
            case "q22" -> q22();
            default -> throw new IllegalArgumentException("no query " + query);
        }
        return List.copyOf(lines);
    }

    private JsonRow start(Bid bid) {
        return row.put("auction", bid.auction()).put("bidder", bid.bidder());
    }

    private void add(JsonRow begun, Bid bid) {
        end(begun.time("date_time", bid.dateTime()).put("extra", bid.extra()));
    }

    private void end(JsonRow whole) {
        lines.add(whole.line());
    }

    private static BigDecimal converted(Bid bid) {
        return new BigDecimal("0.908").multiply(BigDecimal.valueOf(bid.price()));
    }

    private void q2() {
        for (Bid bid : bids) {
            if (bid.auction() % 123 == 0) {
                end(row.put("auction", bid.auction()).put("price", bid.price()));
            }
        }
    }

    private void q3() {
        Map<Long, Person> byId = byId();
        for (Auction auction : auctions) {
            Person person = byId.get(auction.seller());
            if (auction.category() == 10
                    && person != null
                    && Set.of("OR", "ID", "CA").contains(person.state())) {
                row.put("name", person.name()).put("city", person.city());
                end(row.put("state", person.state()).put("id", auction.id()));
            }
        }
    }

    private Map<Long, Person> byId() {
        return persons.stream().collect(Collectors.toMap(Person::id, person -> person));
    }

    private Map<Long, Auction> auctionsById() {
        return auctions.stream().collect(Collectors.toMap(Auction::id, auction -> auction));
    }

    /** A row for each auction that was bid in, in the order of first bids: the average of its category up to then. The last row of a category is that of all. */
    private void q4() {
        Map<Long, Auction> byId = auctionsById();
        Map<Auction, Long> highest = new LinkedHashMap<>();
        for (Bid bid : bids) {
            Auction auction = byId.get(bid.auction());
            if (auction != null && bid.dateTime() >= auction.dateTime() && bid.dateTime() <= auction.expires()) {
                highest.merge(auction, bid.price(), Math::max);
            }
        }
        Map<Long, List<Long>> byCategory = new HashMap<>();
        highest.forEach((auction, price) -> {
            long category = auction.category();
            List<Long> prices = byCategory.computeIfAbsent(category, none -> new ArrayList<>());
            prices.add(price);
            long sum = prices.stream().mapToLong(Long::longValue).sum();
            end(row.put("category", category).put("average", sum / prices.size()));
        });
    }

    private void q5() {
        Map<Long, Map<Long, Long>> counts = new TreeMap<>();
        for (Bid bid : bids) {
            long last = Math.floorDiv(bid.dateTime(), 2 * SECOND) * 2 * SECOND;
            for (long start = last; start > bid.dateTime() - TEN_SECONDS; start -= 2 * SECOND) {
                counts.computeIfAbsent(start, none -> new HashMap<>()).merge(bid.auction(), 1L, Long::sum);
            }
        }
        for (Map<Long, Long> window : counts.values()) {
            long most =
                    window.values().stream().mapToLong(Long::longValue).max().orElseThrow();
            window.forEach((auction, count) -> {
                if (count == most) {
                    end(row.put("auction", auction).put("num", count));
                }
            });
        }
    }

    private void q7() {
        Map<Long, List<Bid>> windows = bids.stream().collect(Collectors.groupingBy(bid -> tenSeconds(bid.dateTime())));
        for (List<Bid> window : windows.values()) {
            long highest = window.stream().mapToLong(Bid::price).max().orElseThrow();
            for (Bid bid : window) {
                if (bid.price() == highest) {
                    row.put("auction", bid.auction()).put("price", bid.price());
                    add(row.put("bidder", bid.bidder()), bid);
                }
            }
        }
    }

    private static long tenSeconds(long time) {
        return Math.floorDiv(time, TEN_SECONDS) * TEN_SECONDS;
    }

    private void q8() {
        Map<Long, Set<Long>> sellers = auctions.stream()
                .collect(Collectors.groupingBy(
                        auction -> tenSeconds(auction.dateTime()),
                        Collectors.mapping(Auction::seller, Collectors.toSet())));
        for (Person person : persons) {
            long since = tenSeconds(person.dateTime());
            if (sellers.getOrDefault(since, Set.of()).contains(person.id())) {
                end(row.put("id", person.id()).put("name", person.name()).time("since", since));
            }
        }
    }

    private void q11() {
        Map<Long, List<Bid>> byBidder = bids.stream().collect(Collectors.groupingBy(Bid::bidder));
        byBidder.forEach((bidder, own) -> {
            int first = 0;
            for (int i = 1; i <= own.size(); i++) {
                if (i == own.size() || own.get(i).dateTime() - own.get(i - 1).dateTime() >= TEN_SECONDS) {
                    row.put("bidder", bidder).put("bid_count", (long) i - first);
                    row.time("since", own.get(first).dateTime());
                    end(row.time("until", own.get(i - 1).dateTime() + TEN_SECONDS));
                    first = i;
                }
            }
        });
    }

    /** As if all came in at once; in which ten seconds the bids of a run come in is another matter each time. */
    private void q12() {
        Map<Long, Long> counts = bids.stream().collect(Collectors.groupingBy(Bid::bidder, Collectors.counting()));
        counts.forEach((bidder, count) -> {
            row.put("bidder", bidder).put("bid_count", count).time("since", EventSource.START);
            end(row.time("until", EventSource.START + TEN_SECONDS));
        });
    }

    private void q13() {
        for (Bid bid : bids) {
            String found = table.get(bid.auction() % 10_000);
            if (found != null) {
                start(bid).put("price", bid.price()).time("date_time", bid.dateTime());
                end(row.put("found", found));
            }
        }
    }

    private void q14() {
        for (Bid bid : bids) {
            double price = 0.908 * bid.price();
            if (price > 1_000_000 && price < 50_000_000) {
                long hour = bid.dateTime() / 3_600_000 % 24;
                String type = hour >= 8 && hour <= 18 ? "dayTime" : hour <= 6 || hour >= 20 ? "nightTime" : "otherTime";
                start(bid).put("price", converted(bid)).put("bid_time_type", type);
                row.time("date_time", bid.dateTime()).put("extra", bid.extra());
                end(row.put(
                        "c_counts",
                        bid.extra().chars().filter(letter -> letter == 'c').count()));
            }
        }
    }

    private void q15() {
        byDay(bids).forEach((day, own) -> {
            row.put("day", day);
            ranks(own);
            distinct(own);
            end(row);
        });
    }

    private static Map<String, List<Bid>> byDay(List<Bid> bids) {
        return bids.stream()
                .collect(Collectors.groupingBy(
                        bid -> JsonRow.text(bid.dateTime()).substring(0, 10)));
    }

    private static int rank(Bid bid) {
        return bid.price() < 10_000 ? 1 : bid.price() < 1_000_000 ? 2 : 3;
    }

    private void ranks(List<Bid> own) {
        row.put("total_bids", own.size());
        for (int rank = 1; rank <= 3; rank++) {
            int wanted = rank;
            row.put(
                    "rank" + rank + "_bids",
                    own.stream().filter(bid -> rank(bid) == wanted).count());
        }
    }

    private void distinct(List<Bid> own) {
        row.put("total_bidders", own.stream().map(Bid::bidder).distinct().count());
        for (int rank = 1; rank <= 3; rank++) {
            int wanted = rank;
            row.put(
                    "rank" + rank + "_bidders",
                    own.stream()
                            .filter(bid -> rank(bid) == wanted)
                            .map(Bid::bidder)
                            .distinct()
                            .count());
        }
        row.put("total_auctions", own.stream().map(Bid::auction).distinct().count());
        for (int rank = 1; rank <= 3; rank++) {
            int wanted = rank;
            row.put(
                    "rank" + rank + "_auctions",
                    own.stream()
                            .filter(bid -> rank(bid) == wanted)
                            .map(Bid::auction)
                            .distinct()
                            .count());
        }
    }

    private void q16() {
        bids.stream()
                .collect(Collectors.groupingBy(Bid::channel))
                .forEach((channel, ofChannel) -> byDay(ofChannel).forEach((day, own) -> {
                    long latest = own.stream().mapToLong(Bid::dateTime).max().orElseThrow();
                    row.put("channel", channel).put("day", day);
                    row.put("minute", JsonRow.text(latest).substring(11, 16));
                    ranks(own);
                    distinct(own);
                    end(row);
                }));
    }

    private void q17() {
        bids.stream()
                .collect(Collectors.groupingBy(Bid::auction))
                .forEach((auction, ofAuction) -> byDay(ofAuction).forEach((day, own) -> {
                    row.put("auction", auction).put("day", day);
                    ranks(own);
                    long sum = own.stream().mapToLong(Bid::price).sum();
                    row.put(
                            "min_price",
                            own.stream().mapToLong(Bid::price).min().orElseThrow());
                    row.put(
                            "max_price",
                            own.stream().mapToLong(Bid::price).max().orElseThrow());
                    end(row.put("avg_price", sum / own.size()).put("sum_price", sum));
                }));
    }

    private void q18() {
        Map<List<Long>, Bid> last = new LinkedHashMap<>();
        bids.forEach(bid -> last.put(List.of(bid.auction(), bid.bidder()), bid));
        last.values().forEach(this::whole);
    }

    private void whole(Bid bid) {
        start(bid).put("price", bid.price()).put("channel", bid.channel()).put("url", bid.url());
        add(row, bid);
    }

    /** Of equal prices the first to come. */
    private void q19() {
        Comparator<Bid> order = Comparator.comparingLong(Bid::price).reversed();
        for (List<Bid> own :
                bids.stream().collect(Collectors.groupingBy(Bid::auction)).values()) {
            long[] rank = {0};
            own.stream().sorted(order).limit(10).forEach(bid -> {
                start(bid)
                        .put("price", bid.price())
                        .put("channel", bid.channel())
                        .put("url", bid.url());
                row.time("date_time", bid.dateTime()).put("extra", bid.extra());
                end(row.put("rank_number", ++rank[0]));
            });
        }
    }

    private void q20() {
        Map<Long, Auction> byId = auctionsById();
        bids.forEach(bid -> {
            Auction auction = byId.get(bid.auction());
            if (auction != null && auction.category() == 10) {
                start(bid)
                        .put("price", bid.price())
                        .put("channel", bid.channel())
                        .put("url", bid.url());
                row.time("bid_at", bid.dateTime()).put("bid_extra", bid.extra());
                row.put("item_name", auction.itemName()).put("description", auction.description());
                row.put("initial_bid", auction.initialBid()).put("reserve", auction.reserve());
                row.time("opened_at", auction.dateTime()).time("expires", auction.expires());
                row.put("seller", auction.seller()).put("category", auction.category());
                end(row.put("auction_extra", auction.extra()));
            }
        });
    }

    private void q21() {
        for (Bid bid : bids) {
            Matcher matcher = CHANNEL_ID.matcher(bid.url());
            int busy = BUSY.indexOf(bid.channel().toLowerCase(Locale.ROOT));
            boolean named = matcher.find();
            if (busy >= 0 || named) {
                start(bid).put("price", bid.price()).put("channel", bid.channel());
                end(row.put("channel_id", busy >= 0 ? Integer.toString(busy) : matcher.group(2)));
            }
        }
    }

    private void q22() {
        for (Bid bid : bids) {
            String[] parts = bid.url().split("/");
            start(bid).put("price", bid.price()).put("channel", bid.channel());
            end(row.put("dir1", parts[3]).put("dir2", parts[4]).put("dir3", parts[5]));
        }
    }
}
