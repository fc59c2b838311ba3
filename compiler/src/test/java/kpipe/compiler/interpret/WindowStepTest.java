package kpipe.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.junit.jupiter.api.Test;

/** What each kind of window does with rows in order, out of order and late. */
class WindowStepTest {

    private static final Span HERE = new Span(new SourceFile("t.kpipe", "x"), 0, 1);
    private static final Type TEXT = Type.varchar(10, true);
    private static final Type NUMBER = Type.of(Kind.BIGINT, true);
    private static final Type TIME = Type.of(Kind.TIMESTAMP, false);
    private static final Schema INPUT = Schema.of(new Column("k", TEXT), new Column("n", NUMBER));
    private static final Schema OUTPUT = Schema.of(
            new Column("k", TEXT), new Column("total", NUMBER), new Column("start", TIME), new Column("end", TIME));

    private final RowBatch batch = new RowBatch(INPUT);

    private void row(long rowtime, long watermark, String key, long number) {
        int at = batch.size++;
        batch.rowtime[at] = rowtime;
        batch.watermark[at] = watermark;
        byte[] bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        batch.setBytes(0, at, bytes, 0, bytes.length);
        batch.values[1][at] = number;
        batch.endWatermark = Math.max(batch.endWatermark, watermark);
    }

    private RecordingContext sums(WindowSpec window) {
        Aggregate sum = new Aggregate(
                AggregateFunction.SUM, List.of(new Expr.Column(1, NUMBER, HERE)), false, false, NUMBER, HERE);
        Operator operator = new Operator.WindowAggregate(
                window, List.of(new Expr.Column(0, TEXT, HERE)), List.of(sum), OUTPUT, HERE);
        Stage stage = new Stage("p", "p", "s", "t", INPUT, List.of(operator), OUTPUT, false, HERE);
        return new RecordingContext(OUTPUT, 2).run(new InterpretedKernel(stage, JavaBodies.NONE), List.of(batch));
    }

    @Test
    void tumblingGivesGroupsInTheOrderInWhichTheyWereSeen() {
        row(5, 0, "b", 1);
        row(3, 0, "a", 2);
        row(9, 0, "b", 3);
        row(12, 2, "a", 4);
        assertThat(sums(new WindowSpec.Tumbling(10, 0)).rows)
                .containsExactly("10 ^10 b, 4, 0, 10", "10 ^10 a, 2, 0, 10", "20 ^20 a, 4, 10, 20");
    }

    @Test
    void aRowIsLateForAWindowThatEndsAtOrBeforeItsWatermark() {
        row(5, 9, "a", 1);
        row(6, 10, "a", 2);
        row(7, 14, "a", 4);
        RecordingContext context = sums(new WindowSpec.Tumbling(10, 0));
        assertThat(context.rows).containsExactly("10 ^10 a, 1, 0, 10");
        assertThat(context.lateRows).containsExactly("a, 2 by 1", "a, 4 by 4");
    }

    @Test
    void hoppingTakesARowIntoEveryWindowThatIsStillOpen() {
        row(12, 0, "a", 1);
        row(12, 20, "a", 2);
        row(12, 25, "a", 4);
        RecordingContext context = sums(new WindowSpec.Hopping(10, 5, 0));
        assertThat(context.rows).containsExactly("15 ^15 a, 1, 5, 15", "20 ^20 a, 1, 10, 20");
        assertThat(context.lateRows).containsExactly("a, 2 by 1", "a, 4 by 5");
    }

    @Test
    void aSessionGrowsAndMergesWithRowsOutOfOrder() {
        row(10, 0, "a", 1);
        row(25, 0, "a", 2);
        row(18, 0, "a", 4);
        row(35, 0, "a", 8);
        assertThat(sums(new WindowSpec.Session(10)).rows).containsExactly("35 ^35 a, 7, 10, 35", "45 ^45 a, 8, 35, 45");
    }

    @Test
    void aSessionThatIsStillOpenTakesARowThatWouldElseBeLate() {
        row(10, 0, "a", 1);
        row(19, 15, "a", 2);
        row(12, 25, "a", 4);
        row(12, 25, "b", 8);
        RecordingContext context = sums(new WindowSpec.Session(10));
        assertThat(context.rows).containsExactly("29 ^29 a, 7, 10, 29");
        assertThat(context.lateRows).containsExactly("b, 8 by 3");
    }

    @Test
    void aStaggerWindowOpensWithAKeysFirstRow() {
        row(20, 20, "a", 1);
        row(75, 75, "b", 2);
        row(79, 79, "a", 4);
        row(80, 80, "a", 8);
        assertThat(sums(new WindowSpec.Stagger(60)).rows)
                .containsExactly("80 ^80 a, 5, 20, 80", "135 ^135 b, 2, 75, 135", "140 ^140 a, 8, 80, 140");
    }

    @Test
    void aSumThatDoesNotFitCostsTheResult() {
        row(1, 0, "a", Long.MAX_VALUE);
        row(2, 0, "a", 1);
        row(3, 0, "b", Long.MAX_VALUE);
        row(4, 0, "b", 1);
        row(5, 0, "b", -1);
        RecordingContext context = sums(new WindowSpec.Tumbling(10, 0));
        assertThat(context.rows).containsExactly("10 ^10 b, " + Long.MAX_VALUE + ", 0, 10");
        assertThat(context.errorRows).containsExactly("OVERFLOW at 1: result of 10");
    }

    @Test
    void aMonthIsAsLongAsTheCalendarSays() {
        long february = java.time.LocalDate.of(2024, 2, 1).toEpochDay() * 86_400_000L;
        row(february + 28 * 86_400_000L, 0, "a", 1);
        row(february + 29 * 86_400_000L, 0, "a", 2);
        assertThat(sums(WindowSpec.Calendar.of(WindowSpec.Unit.MONTH)).rows)
                .hasSize(2)
                .first()
                .asString()
                .endsWith("a, 1, " + february + ", " + (february + 29 * 86_400_000L));
    }
}
