package kpipe.benchmarks.nexmark;

import java.util.SplittableRandom;
import kpipe.benchmarks.nexmark.Event.Auction;
import kpipe.benchmarks.nexmark.Event.Bid;
import kpipe.benchmarks.nexmark.Event.Person;

/**
 * Makes the events of Nexmark, one after the other, always the same ones: of 50 events one is a person, three are auctions and 46 are bids. The fields, their sizes, which auctions and persons
 * are busy and which come earlier than those they speak of are as the published benchmark has them. Not for several threads.
 */
final class EventSource {

    static final long START = 1_767_225_600_000L;
    private static final long FIRST_ID = 1000;
    private static final int PER_EPOCH = 50;
    private static final int AUCTIONS_PER_EPOCH = 3;
    private static final int ACTIVE_PERSONS = 1000;
    /** So many persons and auctions are spoken of before they come. */
    private static final int LEAD = 10;

    private static final int BUSY = 100;
    private static final int CHANNELS = 10_000;
    private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};
    private static final String[] CITIES = {
        "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"
    };
    private static final String[] FIRST_NAMES = {
        "Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"
    };
    private static final String[] LAST_NAMES = {
        "Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"
    };
    private static final String[] BUSY_CHANNELS = {"Google", "Facebook", "Baidu", "Apple"};

    private final SplittableRandom random;
    private final long eventsPerSecond;
    private final int auctionsInFlight;
    private final String[] urls = new String[CHANNELS + BUSY_CHANNELS.length];
    private long number;

    /**
     * @param first the number of the first event, from 0
     * @param eventsPerSecond how many events share a second of event time
     * @param auctionsInFlight how many auctions are open at a time; 100 in the published benchmark
     */
    EventSource(long seed, long first, long eventsPerSecond, int auctionsInFlight) {
        this.number = first;
        this.eventsPerSecond = eventsPerSecond;
        this.auctionsInFlight = auctionsInFlight;
        this.random = new SplittableRandom(seed);
        for (int channel = 0; channel < urls.length; channel++) {
            String url = "https://www.nexmark.com/" + text(5, '_') + '/' + text(5, '_') + '/' + text(5, '_')
                    + "/item.htm?query=1";
            boolean named = channel < CHANNELS && random.nextInt(10) > 0;
            urls[channel] = named ? url + "&channel_id=" + (Integer.reverse(channel) >>> 1) : url;
        }
    }

    /** The next event. There is always one. */
    Event next() {
        long place = number % PER_EPOCH;
        long time = time(number);
        Event event = place < 1 ? person(time) : place < 1 + AUCTIONS_PER_EPOCH ? auction(time) : bid(time);
        number++;
        return event;
    }

    private long time(long event) {
        return START + event * 1000 / eventsPerSecond;
    }

    private long lastPerson() {
        return number / PER_EPOCH;
    }

    private long lastAuction() {
        long epoch = number / PER_EPOCH;
        long place = number % PER_EPOCH;
        return epoch * AUCTIONS_PER_EPOCH + Math.min(place - 1, AUCTIONS_PER_EPOCH - 1);
    }

    private Person person(long time) {
        String name = pick(FIRST_NAMES) + ' ' + pick(LAST_NAMES);
        String email = text(7, ' ') + '@' + text(5, ' ') + ".com";
        String card = digits() + ' ' + digits() + ' ' + digits() + ' ' + digits();
        String city = pick(CITIES);
        String state = pick(STATES);
        int size = 8 + name.length() + email.length() + card.length() + city.length() + state.length();
        return new Person(FIRST_ID + lastPerson(), name, email, card, city, state, time, extra(size, 200));
    }

    private Auction auction(long time) {
        long seller = random.nextInt(4) > 0 ? lastPerson() / BUSY * BUSY : activePerson();
        String item = text(20, ' ');
        String description = text(100, ' ');
        long initial = price();
        long horizon = time(number + (long) auctionsInFlight * PER_EPOCH / AUCTIONS_PER_EPOCH) - time;
        long expires = time + 1 + random.nextLong(Math.max(horizon * 2, 1));
        int size = 48 + item.length() + description.length();
        return new Auction(
                FIRST_ID + lastAuction(),
                item,
                description,
                initial,
                initial + price(),
                time,
                expires,
                FIRST_ID + seller,
                10 + random.nextInt(5),
                extra(size, 500));
    }

    private Bid bid(long time) {
        long auction = random.nextInt(2) > 0 ? lastAuction() / BUSY * BUSY : openAuction();
        long bidder = random.nextInt(4) > 0 ? lastPerson() / BUSY * BUSY + 1 : activePerson();
        long price = price();
        boolean busy = random.nextInt(2) > 0;
        int channel = busy ? CHANNELS + random.nextInt(BUSY_CHANNELS.length) : random.nextInt(CHANNELS);
        String name = busy ? BUSY_CHANNELS[channel - CHANNELS] : "channel-" + channel;
        return new Bid(FIRST_ID + auction, FIRST_ID + bidder, price, name, urls[channel], time, extra(32, 100));
    }

    private long openAuction() {
        long last = lastAuction();
        long first = Math.max(last - auctionsInFlight, 0);
        return first + random.nextLong(last - first + 1 + LEAD);
    }

    private long activePerson() {
        long persons = lastPerson() + 1;
        long active = Math.min(persons, ACTIVE_PERSONS);
        return persons - active + random.nextLong(active + LEAD);
    }

    private long price() {
        return Math.round(Math.pow(10, random.nextDouble() * 6) * 100);
    }

    private String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private String digits() {
        return Integer.toString(10_000 + random.nextInt(10_000)).substring(1);
    }

    /** Three letters and more, now and then another character among them. */
    private String text(int longest, char special) {
        char[] letters = new char[3 + random.nextInt(longest - 3)];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = random.nextInt(13) == 0 ? special : letter();
        }
        return new String(letters).trim();
    }

    private String extra(int size, int average) {
        if (size > average) {
            return "";
        }
        int wanted = average - size;
        int spread = Math.round(wanted * 0.2f);
        char[] letters = new char[wanted - spread + (spread == 0 ? 0 : random.nextInt(2 * spread))];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = letter();
        }
        return new String(letters);
    }

    private char letter() {
        return (char) ('a' + random.nextInt(26));
    }
}
