package kpipe.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.SpecFiles;
import kpipe.compiler.interpret.RecordingContext;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.SourceFile;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.state.Migration;
import kpipe.runtime.state.SavedColumns;
import kpipe.runtime.state.StateForm;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.runtime.state.Upgrade;
import kpipe.runtime.state.Upgrade.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where {@code kpipe diff} says of the pipelines of {@code spec/diff} that a state is kept or migrated, it is: a kernel of the new one that goes on from the state of the old one gives what it would have given, had it had all rows
 * from the beginning.
 */
class MigrationTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int SEEDS = Boolean.getBoolean("campaign") ? 1_000 : 20;

    static List<Path> specs() {
        return SpecFiles.inputs("diff").stream()
                .filter(file -> !file.toString().endsWith(".new.kpipe"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void goesOnFromTheStateOfAnotherVersion(Path spec) throws IOException {
        Pipeline old = pipeline(spec, spec);
        Pipeline recent = pipeline(spec, SpecFiles.beside(spec, ".new.kpipe"));
        Map<String, StateForm> before = StateForms.of(old);
        Map<String, StateForm> now = StateForms.of(recent);
        for (Upgrade upgrade : Upgrade.of(List.copyOf(before.values()), List.copyOf(now.values()))) {
            if (upgrade.verdict() == Verdict.KEEP || upgrade.verdict() == Verdict.MIGRATE) {
                Stage from = stage(old, before, upgrade.operator());
                Stage to = stage(recent, now, upgrade.operator());
                GeneratedKernel kernelBefore = new GeneratedKernel(from);
                GeneratedKernel kernelNow = new GeneratedKernel(to);
                Map<String, String> names = new HashMap<>();
                to.inlets()
                        .forEach(inlet ->
                                names.putAll(recent.stream(inlet.from()).formerNames()));
                int given = 0;
                for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
                    given += new Succession(from, to, upgrade.migration().with(names), seed)
                            .check(kernelBefore, kernelNow);
                }
                assertThat(given).isGreaterThan(SEEDS);
            }
        }
    }

    private static Pipeline pipeline(Path spec, Path file) {
        String name = Objects.requireNonNull(spec.getFileName()).toString();
        CheckedPipeline checked = new Compiler().check(new SourceFile(name, SpecFiles.read(file)), Map.of(), false);
        return Objects.requireNonNull(checked.pipeline(), checked.report().text(false));
    }

    private static Stage stage(Pipeline pipeline, Map<String, StateForm> forms, String id) {
        return pipeline.stages().stream()
                .filter(stage -> forms.containsKey(stage.id())
                        && forms.get(stage.id()).id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Rows through an operator whose pipeline becomes another one on the way. */
    private static final class Succession {
        private final Stage before;
        private final Stage now;
        private final Migration migration;
        private final Random random;
        private final String about;
        private long time;

        Succession(Stage before, Stage now, Migration migration, long seed) {
            this.before = before;
            this.now = now;
            this.migration = migration;
            random = new Random(seed);
            about = "-Dseed=" + seed + " " + before.id();
        }

        int check(GeneratedKernel kernelBefore, GeneratedKernel kernelNow) throws IOException {
            RecordingContext expected = new RecordingContext(now.output(), 4);
            RecordingContext actual = new RecordingContext(now.output(), 4);
            Kernel whole = kernelNow.kernel();
            whole.open(expected);
            Kernel first = kernelBefore.kernel();
            first.open(new RecordingContext(before.output(), 4));
            for (int batches = random.nextInt(12); batches > 0; batches--) {
                int side = random.nextInt(before.inlets().size());
                RowBatch rows = rows(before.inlets().get(side).input());
                give(first, rows, side);
                give(whole, converted(rows, now.inlets().get(side).input()), side);
            }
            expected.main().flush();
            int given = expected.rows.size();
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            StateWriter out = new StateWriter(state);
            first.save(out);
            out.flush();
            Kernel second = kernelNow.kernel();
            second.open(actual);
            second.restore(new StateReader(new ByteArrayInputStream(state.toByteArray())).migrating(migration));
            for (int batches = random.nextInt(12); batches > 0; batches--) {
                int side = random.nextInt(now.inlets().size());
                RowBatch rows = rows(now.inlets().get(side).input());
                give(second, rows, side);
                give(whole, rows, side);
            }
            second.time(RowBatch.END_WATERMARK);
            whole.time(RowBatch.END_WATERMARK);
            expected.main().flush();
            actual.main().flush();
            List<String> rest = new ArrayList<>(expected.rows.subList(given, expected.rows.size()));
            assertThat(actual.rows).as(about).isEqualTo(rest);
            return rest.size();
        }

        private void give(Kernel kernel, RowBatch rows, int side) {
            if (side == 0) {
                kernel.batch(rows);
            } else {
                kernel.right(rows);
            }
            kernel.time(rows.endWatermark);
        }

        /** Rows of a version as rows of the next one. */
        private RowBatch converted(RowBatch rows, Schema schema) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StateWriter out = new StateWriter(bytes);
            out.schema(rows.schema);
            out.rows(rows);
            out.flush();
            StateReader in = new StateReader(new ByteArrayInputStream(bytes.toByteArray())).migrating(migration);
            SavedColumns columns = in.columns("queue", schema);
            RowBatch converted = new RowBatch(schema, rows.capacity);
            in.rows(converted, columns);
            converted.endWatermark = rows.endWatermark;
            for (int column = 0; column < schema.size(); column++) {
                // What was not read from records, or is new, was not there.
                boolean gone = columns.from()[column] >= 0 && isGone(schema.name(column));
                for (int row = 0; row < converted.size && gone; row++) {
                    converted.setNull(column, row);
                }
            }
            return converted;
        }

        private boolean isGone(String column) {
            return migration.columns().entrySet().stream()
                    .anyMatch(entry -> entry.getKey().endsWith("." + column)
                            && entry.getValue().isEmpty());
        }

        private RowBatch rows(Schema schema) {
            RowBatch rows = new RowBatch(schema, 16);
            for (int row = 0; row < 1 + random.nextInt(15); row++) {
                time += random.nextInt(20_000);
                rows.rowtime[row] = time + (random.nextInt(4) == 0 ? 5_000 : 0);
                rows.watermark[row] = time - 10_000;
                for (int column = 0; column < schema.size(); column++) {
                    cell(rows, column, row, schema.type(column));
                }
                rows.size++;
            }
            rows.endWatermark = time - 10_000;
            return rows;
        }

        private void cell(RowBatch rows, int column, int row, Type type) {
            if (type.nullable() && random.nextInt(6) == 0) {
                rows.setNull(column, row);
            } else if (type.kind() == Kind.TIMESTAMP) {
                rows.values[column][row] = rows.rowtime[row];
            } else if (type.form() == Kind.Form.BYTES) {
                byte[] text = "a text that is long"
                        .substring(0, 1 + random.nextInt(4) * 4)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                rows.setBytes(column, row, text, 0, text.length);
            } else if (type.form() == Kind.Form.DOUBLE) {
                rows.setDouble(column, row, 40 + random.nextInt(8));
            } else {
                rows.values[column][row] = 40 + random.nextInt(8);
            }
        }
    }
}
