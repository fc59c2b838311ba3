package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.ROWS;
import static kpipe.runtime.engine.Fixtures.destination;
import static kpipe.runtime.engine.Fixtures.from;
import static kpipe.runtime.engine.Fixtures.stage;
import static kpipe.runtime.engine.Fixtures.stream;
import static kpipe.runtime.engine.Fixtures.topology;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.JoinSide;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.StreamJoin;
import kpipe.runtime.stream.Troubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages with two inlets, on queues that are far too small for what has to wait: nothing is lost and nothing stands still. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class JoinTest {

    private static final Partitioning FORWARD = new Partitioning.Forward();
    private static final EventTime TIMES = new EventTime(2, 0, 0);
    private static final Sizing SMALL = new Sizing(2_000, 8, Long.MAX_VALUE);
    private static final int LINES = 5_000;

    @TempDir
    Path folder;

    /** Rows of equal number meet if their times are at most 5 ms apart. */
    private static final class ByNumber extends Kernel {
        private final StreamJoin join = new StreamJoin(ROWS, 5, -1, false, ROWS, 5, -1, false);
        private KernelContext context;

        @Override
        public void open(KernelContext given) {
            context = given;
        }

        @Override
        public void batch(RowBatch rows) {
            join.left.take(rows, context.late());
        }

        @Override
        public void right(RowBatch rows) {
            join.right.take(rows, context.late());
        }

        @Override
        public void time(long watermark) {
            for (int turn = join.next(watermark); turn != StreamJoin.NONE; turn = join.next(watermark)) {
                JoinSide own = turn == StreamJoin.LEFT ? join.left : join.right;
                JoinSide other = turn == StreamJoin.LEFT ? join.right : join.left;
                RowBatch rows = own.batch(join.place);
                long number = rows.values[1][own.row(join.place)];
                for (int met = other.first(number); met != JoinSide.NONE; met = other.next(met)) {
                    context.main().batch().appendRow(rows, own.row(join.place));
                    context.main().next();
                }
                own.hold(join.place, number);
            }
        }

        @Override
        public void holds(Holding held) {
            join.holds(held);
        }
    }

    /** Passes rows on, and promises always less than it could: what follows it is behind. */
    private static final class Behind extends Fixtures.Pass {
        @Override
        public long promise(long watermark) {
            return watermark == RowBatch.END_WATERMARK ? watermark : watermark - 3_000;
        }
    }

    private static StageNode join(String left, String right, String to) {
        return new StageNode("j", "j", left, to, ROWS, ByNumber::new, false, List.of(), null, List.of(right), true);
    }

    private static Fixtures.Lines lines() {
        Fixtures.Lines source = new Fixtures.Lines();
        for (int i = 0; i < LINES; i += 10) {
            StringBuilder some = new StringBuilder();
            for (int j = i; j < i + 10; j++) {
                some.append("k,").append(j).append(',').append(j).append('\n');
            }
            source.put(some.toString());
        }
        return source.end();
    }

    private Count run(Topology topology) throws Exception {
        RealHost host = new RealHost(Path.of(""));
        Engine engine = new Engine(topology, host, new RealEnds(host), SMALL, 0, null, new Troubles(line -> {}));
        engine.start();
        engine.await();
        return engine.counts().stream()
                .filter(count -> count.name().equals("j"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStreamMeetsItself() throws Exception {
        Topology topology = topology(
                List.of(
                        stream("in", from(lines()), 1, FORWARD, TIMES),
                        stream("out", null, 1, FORWARD, EventTime.ARRIVAL)),
                List.of(join("in", "in", "out")),
                List.of(destination("d", "out", new Fixtures.Files(), folder + "/")));
        assertThat(run(topology).tally().out).isEqualTo(LINES);
    }

    @Test
    void aStreamMeetsWhatWasMadeOfItAndComesFarBehind() throws Exception {
        Topology topology = topology(
                List.of(
                        stream("in", from(lines()), 1, FORWARD, TIMES),
                        stream("behind", null, 1, FORWARD, EventTime.ARRIVAL),
                        stream("passed", null, 1, FORWARD, EventTime.ARRIVAL),
                        stream("out", null, 1, FORWARD, EventTime.ARRIVAL)),
                List.of(
                        stage("b", "in", "behind", Behind::new),
                        stage("p", "in", "passed", Fixtures.Pass::new),
                        join("passed", "behind", "out")),
                List.of(destination("d", "out", new Fixtures.Files(), folder + "/")));
        assertThat(run(topology).tally().out).isEqualTo(LINES);
    }

    @Test
    void aFastStreamWaitsForASlowOne() throws Exception {
        Topology topology = topology(
                List.of(
                        stream("in", from(lines()), 1, FORWARD, TIMES),
                        stream("other", from(lines()), 1, FORWARD, TIMES),
                        stream("out", null, 1, FORWARD, EventTime.ARRIVAL)),
                List.of(join("in", "other", "out")),
                List.of(destination("d", "out", new Fixtures.Files(), folder + "/")));
        Count count = run(topology);
        assertThat(count.tally().out).isEqualTo(LINES);
        assertThat(count.tally().read).isEqualTo(2 * LINES);
    }
}
