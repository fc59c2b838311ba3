package kpipe.compiler.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import kpipe.compiler.Checking;
import kpipe.compiler.generate.GeneratedKernel;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.ByteBuilder;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.runtime.stream.CellText;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/**
 * An expression as a query gives it for one row: parsed, resolved, planned, then computed by the interpreter and by a generated kernel, which must agree.
 *
 * <p>The row is {@code i} INTEGER 7, {@code b} BIGINT 5000000000, {@code d} DOUBLE 2.5, {@code c} DECIMAL(10, 2) 12.34, {@code t} VARCHAR 'text', {@code f} BOOLEAN FALSE,
 * {@code at} TIMESTAMP '2026-01-15 10:20:30.456', {@code day} DATE '2026-01-15', {@code hour} TIME '10:20:30', and of the same types, each NULL: {@code ni nb nd nc nt nf nat}.
 */
final class Evaluation {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter TIME_OF_MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final long AT = Instant.parse("2026-01-15T10:20:30.456Z").toEpochMilli();

    private final String program;
    private final Pipeline pipeline;

    private Evaluation(String expression) {
        program = """
                STREAM s (
                  i INTEGER, b BIGINT, d DOUBLE, c DECIMAL(10, 2), t VARCHAR(20), f BOOLEAN, at TIMESTAMP, day DATE,
                  hour TIME, ni INTEGER, nb BIGINT, nd DOUBLE, nc DECIMAL(10, 2), nt VARCHAR(20), nf BOOLEAN,
                  nat TIMESTAMP
                ) FROM STDIN FORMAT JSON;
                PUMP p INTO o AS SELECT STREAM
                %s
                AS v FROM s;
                """.formatted(expression);
        Checking checking = Checking.of(program);
        assertThat(checking.errors()).as(checking.text()).isEmpty();
        pipeline = requireNonNull(checking.pipeline());
    }

    /** The value as text, as CSV shows it, NULL as null; where the row fails, {@code !} and the name of the error. */
    static @Nullable String of(String expression) {
        return new Evaluation(expression).value();
    }

    /** The type of the value, as SQL. */
    static String typeOf(String expression) {
        return new Evaluation(expression).pipeline.stream("o").columns().type(0).toString();
    }

    private @Nullable String value() {
        Stage stage = pipeline.stages().get(0);
        String interpreted = run(new InterpretedKernel(stage, JavaBodies.NONE), stage);
        String generated = run(new GeneratedKernel(stage).kernel(), stage);
        assertThat(generated)
                .as("generated, beside interpreted, in\n" + program)
                .isEqualTo(interpreted);
        return interpreted;
    }

    private static @Nullable String run(Kernel kernel, Stage stage) {
        Context context = new Context(stage);
        kernel.open(context);
        kernel.batch(row(stage));
        context.main().flush();
        assertThat(context.given).isEqualTo(1);
        return context.value;
    }

    private static RowBatch row(Stage stage) {
        RowBatch batch = new RowBatch(stage.input(), 1);
        batch.size = 1;
        batch.values[0][0] = 7;
        batch.values[1][0] = 5_000_000_000L;
        batch.setDouble(2, 0, 2.5);
        batch.values[3][0] = 1234;
        batch.setBytes(4, 0, new byte[] {'t', 'e', 'x', 't'}, 0, 4);
        batch.values[6][0] = AT;
        batch.values[7][0] = LocalDate.of(2026, 1, 15).toEpochDay();
        batch.values[8][0] = LocalTime.of(10, 20, 30).toNanoOfDay() / 1_000_000;
        for (int column = 9; column < stage.input().size(); column++) {
            batch.setNull(column, 0);
        }
        batch.rowtime[0] = AT;
        batch.watermark[0] = AT;
        return batch;
    }

    private static @Nullable String text(RowBatch batch) {
        if (batch.isNull(0, 0)) {
            return null;
        }
        Type type = batch.schema.type(0);
        long cell = batch.values[0][0];
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.toString(cell != 0);
            case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> Long.toString(cell);
            case DECIMAL -> BigDecimal.valueOf(cell, type.scale()).toPlainString();
            case REAL, DOUBLE -> Double.toString(batch.doubleAt(0, 0));
            case CHAR, VARCHAR -> batch.textAt(0, 0).toString();
            case BINARY, VARBINARY ->
                HexFormat.of().formatHex(batch.textAt(0, 0).copy().bytes());
            case DATE -> LocalDate.ofEpochDay(cell).toString();
            case TIME -> (cell % 1000 == 0 ? TIME : TIME_OF_MILLIS).format(LocalTime.ofNanoOfDay(cell * 1_000_000));
            case ARRAY, MAP, ROW -> {
                ByteBuilder text = new ByteBuilder();
                CellText.append(batch, 0, 0, text);
                yield new String(text.toBytes(), StandardCharsets.UTF_8);
            }
            case TIMESTAMP -> TIMESTAMP.format(Instant.ofEpochMilli(cell).atOffset(ZoneOffset.UTC));
        };
    }

    /** Keeps the value of the one row that comes out. */
    private static final class Context implements KernelContext {

        private final Outlet main;
        private @Nullable String value;
        private int given;

        Context(Stage stage) {
            main = new Outlet(new RowBatch(stage.output(), 2)) {
                @Override
                protected RowBatch handOver(RowBatch filled) {
                    take(text(filled), filled.size);
                    filled.clear();
                    return filled;
                }
            };
        }

        private void take(@Nullable String result, int rows) {
            value = result;
            given += rows;
        }

        @Override
        public Outlet main() {
            return main;
        }

        @Override
        public LateOutlet late() {
            return (batch, row, by) -> {
                throw new AssertionError("nothing is late here");
            };
        }

        @Override
        public ErrorOutlet errors() {
            return new ErrorOutlet() {
                @Override
                public void error(RowBatch batch, int row, int line, RowException reason) {
                    take("!" + reason.name(), 1);
                }

                @Override
                public void resultError(long rowtime, int line, RowException reason) {
                    take("!" + reason.name(), 1);
                }
            };
        }

        @Override
        public ReferenceTable table(String name) {
            throw new AssertionError("there is no table");
        }

        @Override
        public Object parameter(String name) {
            throw new AssertionError("there is no parameter");
        }

        @Override
        public Clock clock() {
            return () -> AT + 1000;
        }

        @Override
        public long startTime() {
            return AT - 1000;
        }
    }

    /** For tests of what is refused: what the compiler says about the expression. */
    static List<String> codesOf(String expression) {
        return Checking.of(
                        "STREAM s (i INTEGER, t VARCHAR(20), d DOUBLE, at TIMESTAMP, f BOOLEAN) FROM STDIN FORMAT JSON;"
                                + "PUMP p INTO o AS SELECT STREAM " + expression + " AS v FROM s;")
                .codes();
    }
}
