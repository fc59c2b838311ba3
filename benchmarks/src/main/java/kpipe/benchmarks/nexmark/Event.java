package kpipe.benchmarks.nexmark;

/** What happens on the auction site. Times are in milliseconds since 1970-01-01, prices in cents. */
sealed interface Event {

    /** When it happened. */
    long dateTime();

    /** Somebody registers. */
    record Person(
            long id,
            String name,
            String emailAddress,
            String creditCard,
            String city,
            String state,
            long dateTime,
            String extra)
            implements Event {}

    /** Somebody opens an auction. */
    record Auction(
            long id,
            String itemName,
            String description,
            long initialBid,
            long reserve,
            long dateTime,
            long expires,
            long seller,
            long category,
            String extra)
            implements Event {}

    /** Somebody bids in an auction. */
    record Bid(long auction, long bidder, long price, String channel, String url, long dateTime, String extra)
            implements Event {}
}
