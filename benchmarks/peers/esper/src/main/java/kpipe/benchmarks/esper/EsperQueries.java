package kpipe.benchmarks.esper;

import java.util.Map;

/**
 * The queries in EPL, in the manner that Esper's documentation recommends: contexts for windows one after the other, joins within a time, indexes by equality. The last statement of a query is the one
 * whose results are written.
 */
final class EsperQueries {

    private static final String TEN = "create context Ten start @now end after 10 seconds;\n";
    private static final String DAY = "create context WholeDay start @now end after 1 day;\n";
    private static final String WHEN_OVER = " output snapshot when terminated";
    private static final String RANKS = """
            count(*) as total_bids, count(*, price < 10000) as rank1_bids,
            count(*, price >= 10000 and price < 1000000) as rank2_bids, count(*, price >= 1000000) as rank3_bids""";
    private static final String DISTINCT = """
            , count(distinct bidder) as total_bidders, count(distinct bidder, price < 10000) as rank1_bidders,
            count(distinct bidder, price >= 10000 and price < 1000000) as rank2_bidders,
            count(distinct bidder, price >= 1000000) as rank3_bidders,
            count(distinct auction) as total_auctions, count(distinct auction, price < 10000) as rank1_auctions,
            count(distinct auction, price >= 10000 and price < 1000000) as rank2_auctions,
            count(distinct auction, price >= 1000000) as rank3_auctions
            """;

    private static final Map<String, String> QUERIES = Map.ofEntries(
            Map.entry("q0", "select auction, bidder, price, date_time, extra from Bids"),
            Map.entry("q1", "select auction, bidder, 0.908 * price as price, date_time, extra from Bids"),
            Map.entry("q2", "select auction, price from Bids(auction % 123 = 0)"),
            Map.entry("q3", """
                    select p.name as name, p.city as city, p.state as state, a.id as id
                    from Auctions(category = 10)#keepall as a, Persons(state in ('OR', 'ID', 'CA'))#keepall as p
                    where a.seller = p.id"""),
            Map.entry("q4", """
                    create objectarray schema Offers(id long, category long, price long);
                    create objectarray schema Winners(category long, final long);
                    insert into Offers select a.id as id, a.category as category, b.price as price
                    from Bids as b unidirectional, Auctions#time(10 seconds) as a
                    where a.id = b.auction and b.date_time <= a.expires;
                    create context Lot initiated by distinct(o.id) Offers as o terminated after 11 seconds;
                    context Lot insert into Winners select context.o.category as category, max(price) as final
                    from Offers(id = context.o.id) output snapshot when terminated;
                    select category, sum(final) / count(*) as average from Winners group by category"""),
            Map.entry("q5", """
                    select auction, count(*) as num from Bids#time(10 seconds) group by auction
                    output snapshot every 2 seconds"""),
            Map.entry(
                    "q7",
                    TEN
                            + "context Ten select maxbyever(price).auction as auction, maxbyever(price).price as price,"
                            + " maxbyever(price).bidder as bidder, maxbyever(price).date_time as date_time,"
                            + " maxbyever(price).extra as extra from Bids" + WHEN_OVER),
            Map.entry("q8", TEN + """
                            context Ten select p.id as id, p.name as name, context.startTime as since
                            from Persons#keepall as p, Auctions#firstunique(seller) as a where p.id = a.seller"""),
            Map.entry("q11", "select rstream bidder, date_time from Bids#groupwin(bidder)#time_accum(10 seconds)"),
            Map.entry(
                    "q12",
                    TEN
                            + "context Ten select bidder, count(*) as bid_count, context.startTime as since,"
                            + " context.startTime + 10000 as until from Bids group by bidder" + WHEN_OVER),
            Map.entry("q13", """
                    select b.auction as auction, b.bidder as bidder, b.price as price, b.date_time as date_time,
                      s.found as found
                    from Bids as b unidirectional, SideInput#keepall as s where b.auction % 10000 = s.number"""),
            Map.entry("q14", """
                    select auction, bidder, 0.908 * price as price,
                      case
                        when Functions.hourOf(date_time) >= 8 and Functions.hourOf(date_time) <= 18 then 'dayTime'
                        when Functions.hourOf(date_time) <= 6 or Functions.hourOf(date_time) >= 20 then 'nightTime'
                        else 'otherTime'
                      end as bid_time_type,
                      date_time, extra, Functions.countChar(extra, 'c') as c_counts
                    from Bids where 0.908 * price > 1000000 and 0.908 * price < 50000000"""),
            Map.entry(
                    "q15",
                    DAY + "context WholeDay select Functions.dateOf(context.startTime) as on_day, " + RANKS + DISTINCT
                            + " from Bids" + WHEN_OVER),
            Map.entry(
                    "q16",
                    DAY + "context WholeDay select channel, Functions.dateOf(context.startTime) as on_day,"
                            + " Functions.minuteOf(max(date_time)) as at_minute, " + RANKS + DISTINCT
                            + " from Bids group by channel" + WHEN_OVER),
            Map.entry(
                    "q17",
                    DAY + "context WholeDay select auction, Functions.dateOf(context.startTime) as on_day, " + RANKS
                            + ", min(price) as min_price, max(price) as max_price, sum(price) / count(*) as avg_price,"
                            + " sum(price) as sum_price from Bids group by auction" + WHEN_OVER),
            Map.entry(
                    "q18",
                    DAY + "context WholeDay select auction, bidder, price, channel, url, date_time, extra"
                            + " from Bids#unique(bidder, auction)" + WHEN_OVER),
            Map.entry(
                    "q19",
                    DAY + "context WholeDay select auction, bidder, price, channel, url, date_time, extra"
                            + " from Bids#groupwin(auction)#sort(10, price desc, date_time)" + WHEN_OVER),
            Map.entry("q20", """
                    select b.auction as auction, b.bidder as bidder, b.price as price, b.channel as channel, b.url as url,
                      b.date_time as bid_at, b.extra as bid_extra, a.item_name as item_name,
                      a.description as description, a.initial_bid as initial_bid, a.reserve as reserve,
                      a.date_time as opened_at, a.expires as expires, a.seller as seller, a.category as category,
                      a.extra as auction_extra
                    from Bids#time(60 seconds) as b, Auctions(category = 10)#time(60 seconds) as a
                    where b.auction = a.id"""),
            Map.entry("q21", """
                    select auction, bidder, price, channel,
                      case
                        when channel.toLowerCase() = 'apple' then '0'
                        when channel.toLowerCase() = 'google' then '1'
                        when channel.toLowerCase() = 'facebook' then '2'
                        when channel.toLowerCase() = 'baidu' then '3'
                        else Functions.channelId(url)
                      end as channel_id
                    from Bids
                    where Functions.channelId(url) is not null
                      or channel.toLowerCase() in ('apple', 'google', 'facebook', 'baidu')"""),
            Map.entry("q22", """
                    select auction, bidder, price, channel, Functions.part(url, 3) as dir1,
                      Functions.part(url, 4) as dir2, Functions.part(url, 5) as dir3
                    from Bids"""));

    private EsperQueries() {}

    /** The statements of a query, all in one text. */
    static String of(String name) {
        String query = QUERIES.get(name);
        if (query == null) {
            throw new IllegalArgumentException("no query " + name);
        }
        return query;
    }
}
