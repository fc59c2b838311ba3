package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.ROWS;
import static kpipe.runtime.engine.Fixtures.destination;
import static kpipe.runtime.engine.Fixtures.lines;
import static kpipe.runtime.engine.Fixtures.stage;
import static kpipe.runtime.engine.Fixtures.stream;
import static kpipe.runtime.engine.Fixtures.topology;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Rehearsal.Terms;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.StreamNode;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

    private static final Partitioning FORWARD = new Partitioning.Forward();
    private static final Partitioning BY_KEY = new Partitioning.ByKey(new int[] {0});
    private static final Terms PLAIN = new Terms(1, 0, 0, 0);

    private static RowBatch rows(String... lines) {
        RowBatch rows = new RowBatch(ROWS, Math.max(1, lines.length));
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        new Fixtures.LineDecoder().decode(text, 0, text.length, true, rows, (bytes, start, end, name, message) -> {
            throw new AssertionError(message);
        });
        return rows;
    }

    private static StreamNode out(String name) {
        return stream(name, null, 1, FORWARD, EventTime.ARRIVAL);
    }

    private static Topology windows(int lanes, EventTime time) {
        return topology(
                List.of(stream("in", null, lanes, BY_KEY, time), out("sums")),
                List.of(stage("p", "in", "sums", () -> new Windows(10))),
                List.of());
    }

    private static Rehearsal rehearse(Topology topology, Terms terms, String... watched) throws Exception {
        return new Rehearsal(topology, terms, Set.of("in"), Set.of(watched), Map.of());
    }

    @Test
    void onEventTimeAWindowClosesWhenTheWatermarkReachesItsEnd() throws Exception {
        Rehearsal rehearsal = rehearse(windows(1, new EventTime(2, 5, 0)), PLAIN, "sums", "p.late", "error_stream");
        rehearsal.give("in", rows("a,1,1", "a,2,9", "a,4,14"), -1, false);
        assertThat(lines(rehearsal.take("sums"))).isEmpty();
        rehearsal.give("in", rows("b,8,15", "a,16,9"), -1, false);
        assertThat(lines(rehearsal.take("sums"))).containsExactly("a,3,2");
        assertThat(lines(rehearsal.take("p.late"))).containsExactly("a,16,9,1");
        RowBatch error = rehearsal.take("error_stream").get(0);
        assertThat(error.textAt(2, 0)).hasToString("LATE_ROW");
        assertThat(error.textAt(6, 0)).hasToString("p");
        assertThat(unhex(error.textAt(5, 0).toString()))
                .isEqualTo("{\"key\":\"a\",\"number\":16,\"at\":\"1970-01-01 00:00:00.009\"}");
        rehearsal.end();
        assertThat(lines(rehearsal.take("sums"))).containsExactly("a,4,1", "b,8,1");
    }

    private static String unhex(String digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            text.append((char) Integer.parseInt(digits.substring(i, i + 2), 16));
        }
        return text.toString();
    }

    @Test
    void onArrivalTimeAWindowClosesByTheClockThoughNothingComes() throws Exception {
        Rehearsal rehearsal = rehearse(windows(1, EventTime.ARRIVAL), new Terms(1, 1000, 0, 0), "sums");
        rehearsal.give("in", rows("a,1,", "a,2,"), -1, false);
        rehearsal.moveTo(1009);
        assertThat(lines(rehearsal.take("sums"))).isEmpty();
        rehearsal.moveTo(1010);
        assertThat(lines(rehearsal.take("sums"))).containsExactly("a,3,2");
    }

    @Test
    void rowsMaySayWhenTheyArrive() throws Exception {
        Rehearsal rehearsal = rehearse(windows(1, EventTime.ARRIVAL), PLAIN, "sums");
        RowBatch rows = rows("a,1,", "a,2,", "a,4,");
        rows.rowtime[0] = 5;
        rows.rowtime[1] = 9;
        rows.rowtime[2] = 10;
        rehearsal.give("in", rows, -1, true);
        assertThat(lines(rehearsal.take("sums"))).containsExactly("a,3,2");
    }

    @Test
    void aSilentShardHoldsTimeBackUntilItIsIdle() throws Exception {
        Rehearsal rehearsal = rehearse(windows(4, new EventTime(2, 0, 0)), PLAIN, "sums");
        rehearsal.give("in", rows("a,1,1"), 0, false);
        rehearsal.give("in", rows("b,1,2"), 1, false);
        rehearsal.give("in", rows("a,1,25"), 0, false);
        assertThat(lines(rehearsal.take("sums"))).isEmpty();
        rehearsal.idle("in", 1);
        assertThat(lines(rehearsal.take("sums"))).containsExactlyInAnyOrder("a,1,1", "b,1,1");
    }

    @Test
    void anInputThatIsSilentForLongerThanIdleAfterIsSetAside() throws Exception {
        Rehearsal rehearsal = rehearse(windows(1, new EventTime(2, 0, 500)), PLAIN, "sums");
        rehearsal.give("in", rows("a,1,1"), 0, false);
        rehearsal.give("in", rows("b,1,2"), 1, false);
        rehearsal.moveTo(400);
        rehearsal.give("in", rows("a,1,25"), 0, false);
        rehearsal.moveTo(499);
        assertThat(lines(rehearsal.take("sums"))).isEmpty();
        rehearsal.moveTo(500);
        assertThat(lines(rehearsal.take("sums"))).containsExactlyInAnyOrder("a,1,1", "b,1,1");
        // What comes from it now is late for what has closed without it.
        rehearsal.give("in", rows("b,1,3"), 1, false);
        assertThat(late(rehearsal)).isEqualTo(1);
    }

    private static long late(Rehearsal rehearsal) {
        for (Count count : rehearsal.counts()) {
            if (count.kind().equals("pump")) {
                return count.tally().late;
            }
        }
        throw new AssertionError();
    }

    @Test
    void aRowWithoutATimeIsAnErrorOfItsSource() throws Exception {
        Rehearsal rehearsal = rehearse(windows(1, new EventTime(2, 0, 0)), PLAIN, "in", "in.errors", "error_stream");
        rehearsal.give("in", rows("a,1,1", "b,2,", "c,,3", "d,4,", "e,5,5"), -1, false);
        assertThat(lines(rehearsal.take("in"))).containsExactly("a,1,1", "c,,3", "e,5,5");
        assertThat(lines(rehearsal.take("in.errors")))
                .containsExactly(
                        "{\"key\":\"b\",\"number\":2,\"at\":null},,,NO_EVENT_TIME,the EVENT TIME column `at` is NULL",
                        "{\"key\":\"d\",\"number\":4,\"at\":null},,,NO_EVENT_TIME,the EVENT TIME column `at` is NULL");
        assertThat(rehearsal.take("error_stream").get(0).size).isEqualTo(2);
    }

    @Test
    void aPumpOnTheErrorsOfOthersSeesThemAndItsOwnDoNotGoRound() throws Exception {
        Topology topology = topology(
                List.of(
                        stream("in", null, 1, FORWARD, EventTime.ARRIVAL),
                        out("passed"),
                        new StreamNode(
                                "error_stream",
                                Topology.StreamRole.ERROR_STREAM,
                                kpipe.data.SystemStreams.ERROR_STREAM,
                                1,
                                FORWARD,
                                null,
                                EventTime.ARRIVAL,
                                null,
                                0,
                                List.of()),
                        new StreamNode(
                                "seen",
                                Topology.StreamRole.DECLARED,
                                kpipe.data.SystemStreams.ERROR_STREAM,
                                1,
                                FORWARD,
                                null,
                                EventTime.ARRIVAL,
                                null,
                                0,
                                List.of())),
                List.of(
                        stage("p", "in", "passed", Fixtures.Pass::new),
                        stage("watcher", "error_stream", "seen", FailEach::new)),
                List.of());
        Rehearsal rehearsal = rehearse(topology, PLAIN, "seen");
        rehearsal.give("in", rows("a,-1,", "b,2,"), -1, false);
        RowBatch seen = rehearsal.take("seen").get(0);
        assertThat(seen.size).isEqualTo(1);
        assertThat(seen.textAt(3, 0)).hasToString("a number is negative (test.kpipe:7)");
        assertThat(rehearsal.take("seen")).isEmpty();
        rehearsal.end();
    }

    /** Passes each row on and calls it wrong as well. */
    private static final class FailEach extends Fixtures.Pass {
        @Override
        public void batch(RowBatch rows) {
            super.batch(new RowBatch(rows.schema, 0));
            for (int row = 0; row < rows.size; row++) {
                context.main().batch().appendRow(rows, row);
                context.main().next();
                context.errors().error(rows, row, 1, new kpipe.data.RowException("AGAIN", "again"));
            }
        }
    }

    @Test
    void destinationsShowTheirRecords() throws Exception {
        Topology topology = topology(
                List.of(stream("in", null, 1, FORWARD, EventTime.ARRIVAL)),
                List.of(),
                List.of(destination("d", "in", new Fixtures.Files(), "out/!{timestamp:yyyy}/")));
        Rehearsal rehearsal = rehearse(topology, PLAIN);
        rehearsal.give("in", rows("a,1,", "b,2,"), -1, false);
        List<Rehearsal.Delivered> records = rehearsal.takeDelivered("d");
        assertThat(records)
                .extracting(record -> new String(record.bytes(), StandardCharsets.UTF_8))
                .containsExactly("a,1,\n", "b,2,\n");
        assertThat(records.get(0).address()).isEqualTo("out/1970/");
        assertThat(rehearsal.host().disk().paths()).isEmpty();
    }

    @Test
    void neitherSeedNorBatchesNorLanesChangeWhatComesOut() throws Exception {
        long first = Long.getLong("seed", 1);
        for (long seed = first; seed < first + (Boolean.getBoolean("campaign") ? 5_000 : 20); seed++) {
            Random random = new Random(seed);
            List<RowBatch> given = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String[] some = new String[random.nextInt(20)];
                for (int j = 0; j < some.length; j++) {
                    some[j] = "k" + random.nextInt(7) + "," + random.nextInt(100) + "," + (i * 5 + random.nextInt(40));
                }
                given.add(rows(some));
            }
            String expected = outcome(given, new Terms(0, 0, 1, 1024));
            for (int variant = 0; variant < 6; variant++) {
                Terms terms = new Terms(random.nextLong(), 0, 1 + random.nextInt(5), 1 + random.nextInt(30));
                assertThat(outcome(given, terms))
                        .as("-Dseed=%s, %s", seed, terms)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void neitherDoRestarts() throws Exception {
        long first = Long.getLong("seed", 1);
        for (long seed = first; seed < first + (Boolean.getBoolean("campaign") ? 2_000 : 20); seed++) {
            Random random = new Random(seed);
            List<RowBatch> given = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String[] some = new String[random.nextInt(20)];
                for (int j = 0; j < some.length; j++) {
                    some[j] = "k" + random.nextInt(7) + "," + random.nextInt(100) + "," + (i * 5 + random.nextInt(40));
                }
                given.add(rows(some));
            }
            String expected = outcome(given, new Terms(0, 0, 1, 1024));
            Terms terms = new Terms(random.nextLong(), 0, 1 + random.nextInt(5), 1 + random.nextInt(30), true);
            assertThat(outcome(given, terms)).as("-Dseed=%s, %s", seed, terms).isEqualTo(expected);
        }
    }

    /** Sums, late rows and sums of sums, each as a sorted multiset; where there are restarts, there are many. */
    private static String outcome(List<RowBatch> given, Terms terms) throws Exception {
        Topology topology = topology(
                List.of(
                        stream("in", null, 3, BY_KEY, new EventTime(2, 12, 0)),
                        stream("sums", null, 2, new Partitioning.ByHash(new int[] {1}), EventTime.ARRIVAL),
                        stream("more", null, 2, FORWARD, EventTime.ARRIVAL)),
                List.of(
                        stage("p", "in", "sums", () -> new Windows(10)),
                        stage("q", "sums", "more", Fixtures.Pass::new)),
                List.of());
        Rehearsal rehearsal = rehearse(topology, terms, "sums", "more", "p.late");
        for (RowBatch rows : given) {
            rehearsal.give("in", rows, -1, false);
            if (terms.restarts()) {
                rehearsal.restart();
            }
        }
        rehearsal.end();
        if (terms.restarts()) {
            rehearsal.restart();
        }
        StringBuilder out = new StringBuilder();
        for (String stream : List.of("sums", "more", "p.late")) {
            List<String> lines = new ArrayList<>(lines(rehearsal.take(stream)));
            lines.sort(null);
            out.append(stream).append(lines);
        }
        return out.toString();
    }

    @Test
    void rowsOfOneKeyKeepTheirOrderThroughManyLanes() throws Exception {
        Topology topology = topology(
                List.of(
                        stream("in", null, 5, BY_KEY, EventTime.ARRIVAL),
                        stream("middle", null, 5, FORWARD, EventTime.ARRIVAL),
                        stream("last", null, 3, BY_KEY, EventTime.ARRIVAL)),
                List.of(
                        stage("p", "in", "middle", Fixtures.Pass::new),
                        stage("q", "middle", "last", Fixtures.Pass::new)),
                List.of());
        Rehearsal rehearsal = rehearse(topology, new Terms(99, 0, 0, 7), "last");
        Random random = new Random(3);
        int next = 0;
        for (int i = 0; i < 50; i++) {
            String[] some = new String[random.nextInt(30)];
            for (int j = 0; j < some.length; j++) {
                some[j] = "k" + random.nextInt(20) + "," + next++ + ",";
            }
            rehearsal.give("in", rows(some), -1, false);
        }
        rehearsal.end();
        Map<String, Integer> last = new HashMap<>();
        int count = 0;
        for (String line : lines(rehearsal.take("last"))) {
            String[] fields = line.split(",");
            int number = Integer.parseInt(fields[1]);
            assertThat(number).isGreaterThan(last.getOrDefault(fields[0], -1));
            last.put(fields[0], number);
            count++;
        }
        assertThat(count).isEqualTo(next);
    }
}
