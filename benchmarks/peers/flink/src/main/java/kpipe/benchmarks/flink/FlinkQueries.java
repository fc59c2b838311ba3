package kpipe.benchmarks.flink;

import java.util.Map;
import java.util.Set;

/** The queries as Nexmark publishes them for Flink, over the files of kpipe's benchmark. */
final class FlinkQueries {

    /** Those whose results change as more rows come. */
    static final Set<String> CHANGING = Set.of("q4", "q15", "q16", "q17", "q18", "q19");

    private static final String RANKS = """
            COUNT(*) AS total_bids,
            COUNT(*) FILTER (WHERE price < 10000) AS rank1_bids,
            COUNT(*) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bids,
            COUNT(*) FILTER (WHERE price >= 1000000) AS rank3_bids,
            """;
    private static final String DISTINCT = """
            COUNT(DISTINCT bidder) AS total_bidders,
            COUNT(DISTINCT bidder) FILTER (WHERE price < 10000) AS rank1_bidders,
            COUNT(DISTINCT bidder) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_bidders,
            COUNT(DISTINCT bidder) FILTER (WHERE price >= 1000000) AS rank3_bidders,
            COUNT(DISTINCT auction) AS total_auctions,
            COUNT(DISTINCT auction) FILTER (WHERE price < 10000) AS rank1_auctions,
            COUNT(DISTINCT auction) FILTER (WHERE price >= 10000 AND price < 1000000) AS rank2_auctions,
            COUNT(DISTINCT auction) FILTER (WHERE price >= 1000000) AS rank3_auctions
            """;
    private static final String CHANNEL_ID = "REGEXP_EXTRACT(url, '(&|^)channel_id=([^&]*)', 2)";

    private static final Map<String, String> QUERIES = Map.ofEntries(
            Map.entry("q0", "SELECT auction, bidder, price, date_time, extra FROM bids"),
            Map.entry("q1", "SELECT auction, bidder, 0.908 * price AS price, date_time, extra FROM bids"),
            Map.entry("q2", "SELECT auction, price FROM bids WHERE MOD(auction, 123) = 0"),
            Map.entry("q3", """
                    SELECT p.name, p.city, p.state, a.id FROM auctions AS a JOIN persons AS p ON a.seller = p.id
                    WHERE a.category = 10 AND (p.state = 'OR' OR p.state = 'ID' OR p.state = 'CA')"""),
            Map.entry("q4", """
                    SELECT category, AVG(final) AS average FROM (
                      SELECT MAX(b.price) AS final, a.category FROM auctions AS a, bids AS b
                      WHERE a.id = b.auction AND b.date_time BETWEEN a.date_time AND a.expires
                      GROUP BY a.id, a.category)
                    GROUP BY category"""),
            Map.entry("q5", """
                    SELECT c.auction, c.num FROM (
                      SELECT auction, COUNT(*) AS num, window_start AS since, window_end AS until
                      FROM TABLE(HOP(TABLE bids, DESCRIPTOR(date_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
                      GROUP BY auction, window_start, window_end) AS c
                    JOIN (
                      SELECT MAX(num) AS most, since, until FROM (
                        SELECT COUNT(*) AS num, window_start AS since, window_end AS until
                        FROM TABLE(HOP(TABLE bids, DESCRIPTOR(date_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
                        GROUP BY auction, window_start, window_end)
                      GROUP BY since, until) AS m
                    ON c.since = m.since AND c.until = m.until AND c.num >= m.most"""),
            Map.entry("q7", """
                    SELECT b.auction, b.price, b.bidder, b.date_time, b.extra FROM bids AS b JOIN (
                      SELECT MAX(price) AS highest, window_end AS until
                      FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(date_time), INTERVAL '10' SECOND))
                      GROUP BY window_start, window_end) AS h
                    ON b.price = h.highest
                    WHERE b.date_time BETWEEN h.until - INTERVAL '10' SECOND AND h.until"""),
            Map.entry("q8", """
                    SELECT p.id, p.name, p.since FROM (
                      SELECT id, name, window_start AS since, window_end AS until
                      FROM TABLE(TUMBLE(TABLE persons, DESCRIPTOR(date_time), INTERVAL '10' SECOND))
                      GROUP BY id, name, window_start, window_end) AS p
                    JOIN (
                      SELECT seller, window_start AS since, window_end AS until
                      FROM TABLE(TUMBLE(TABLE auctions, DESCRIPTOR(date_time), INTERVAL '10' SECOND))
                      GROUP BY seller, window_start, window_end) AS s
                    ON p.id = s.seller AND p.since = s.since AND p.until = s.until"""),
            Map.entry("q11", """
                    SELECT bidder, COUNT(*) AS bid_count, window_start AS since, window_end AS until
                    FROM TABLE(SESSION(TABLE bids PARTITION BY bidder, DESCRIPTOR(date_time), INTERVAL '10' SECOND))
                    GROUP BY bidder, window_start, window_end"""),
            Map.entry("q12", """
                    SELECT bidder, COUNT(*) AS bid_count, window_start AS since, window_end AS until
                    FROM TABLE(TUMBLE(TABLE arrivals, DESCRIPTOR(came_at), INTERVAL '10' SECOND))
                    GROUP BY bidder, window_start, window_end"""),
            Map.entry("q13", """
                    SELECT * FROM (SELECT auction, bidder, price, date_time, look_up(MOD(auction, 10000)) AS found FROM bids)
                    WHERE found IS NOT NULL"""),
            Map.entry("q14", """
                    SELECT auction, bidder, 0.908 * price AS price,
                      CASE
                        WHEN HOUR(date_time) >= 8 AND HOUR(date_time) <= 18 THEN 'dayTime'
                        WHEN HOUR(date_time) <= 6 OR HOUR(date_time) >= 20 THEN 'nightTime'
                        ELSE 'otherTime'
                      END AS bid_time_type,
                      date_time, extra, count_char(extra, 'c') AS c_counts
                    FROM bids WHERE 0.908 * price > 1000000 AND 0.908 * price < 50000000"""),
            Map.entry(
                    "q15",
                    "SELECT DATE_FORMAT(date_time, 'yyyy-MM-dd') AS `day`, " + RANKS + DISTINCT
                            + " FROM bids GROUP BY DATE_FORMAT(date_time, 'yyyy-MM-dd')"),
            Map.entry(
                    "q16",
                    "SELECT channel, DATE_FORMAT(date_time, 'yyyy-MM-dd') AS `day`,"
                            + " MAX(DATE_FORMAT(date_time, 'HH:mm')) AS `minute`, " + RANKS + DISTINCT
                            + " FROM bids GROUP BY channel, DATE_FORMAT(date_time, 'yyyy-MM-dd')"),
            Map.entry(
                    "q17",
                    "SELECT auction, DATE_FORMAT(date_time, 'yyyy-MM-dd') AS `day`, " + RANKS
                            + " MIN(price) AS min_price, MAX(price) AS max_price, AVG(price) AS avg_price,"
                            + " SUM(price) AS sum_price"
                            + " FROM bids GROUP BY auction, DATE_FORMAT(date_time, 'yyyy-MM-dd')"),
            Map.entry("q18", """
                    SELECT auction, bidder, price, channel, url, date_time, extra FROM (
                      SELECT *, ROW_NUMBER() OVER (PARTITION BY bidder, auction ORDER BY date_time DESC) AS place
                      FROM bids)
                    WHERE place <= 1"""),
            Map.entry("q19", """
                    SELECT * FROM (
                      SELECT *, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) AS rank_number FROM bids)
                    WHERE rank_number <= 10"""),
            Map.entry("q20", """
                    SELECT b.auction, b.bidder, b.price, b.channel, b.url, b.date_time AS bid_at, b.extra AS bid_extra,
                      a.item_name, a.description, a.initial_bid, a.reserve, a.date_time AS opened_at, a.expires,
                      a.seller, a.category, a.extra AS auction_extra
                    FROM bids AS b JOIN auctions AS a ON b.auction = a.id WHERE a.category = 10"""),
            Map.entry("q21", """
                    SELECT auction, bidder, price, channel,
                      CASE
                        WHEN LOWER(channel) = 'apple' THEN '0'
                        WHEN LOWER(channel) = 'google' THEN '1'
                        WHEN LOWER(channel) = 'facebook' THEN '2'
                        WHEN LOWER(channel) = 'baidu' THEN '3'
                        ELSE CHANNEL_ID
                      END AS channel_id
                    FROM bids
                    WHERE CHANNEL_ID IS NOT NULL OR LOWER(channel) IN ('apple', 'google', 'facebook', 'baidu')""".replace("CHANNEL_ID", CHANNEL_ID)),
            Map.entry("q22", """
                    SELECT auction, bidder, price, channel, SPLIT_INDEX(url, '/', 3) AS dir1,
                      SPLIT_INDEX(url, '/', 4) AS dir2, SPLIT_INDEX(url, '/', 5) AS dir3
                    FROM bids"""));

    private FlinkQueries() {}

    /** The query of a name. */
    static String of(String name) {
        String query = QUERIES.get(name);
        if (query == null) {
            throw new IllegalArgumentException("no query " + name);
        }
        return query;
    }
}
