package kpipe.benchmarks;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import kpipe.compiler.BuiltPipeline;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.parse.SourceLoader;
import kpipe.compiler.source.SourceFile;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Topology;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.spi.Clock;

/** The generated kernel of a query over {@link Telemetry}, with surroundings that take its results and do nothing else. */
final class KernelOfText {

    private static final String FILE = "benchmark.kpipe";

    final Kernel kernel;

    /** Sum of all result cells, and how many rows there were: for comparing with the hand-written loop. */
    final Results results = new Results();

    private final Outlet main;

    /** What came out, added up. */
    static final class Results {
        long rows;
        long cells;

        void add(RowBatch batch) {
            add(batch, batch.values.length);
        }

        /** Adds only the first columns. */
        void add(RowBatch batch, int columns) {
            rows += batch.size;
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < batch.size; row++) {
                    cells += batch.values[column][row];
                }
            }
        }

        /** Throws where other results differ. */
        void sameAs(Results generated) {
            if (rows != generated.rows || cells != generated.cells) {
                throw new IllegalStateException(rows + " rows by hand, " + generated.rows + " generated");
            }
        }
    }

    /**
     * Compiles a query.
     *
     * @param summing whether results are added up, for a check, or let go
     */
    KernelOfText(String query, boolean summing) {
        this(compile(query, "EVENT TIME read_at"), summing);
    }

    private KernelOfText(StageNode stage, boolean summing) {
        main = new Outlet(new RowBatch(stage.output())) {
            @Override
            protected RowBatch handOver(RowBatch filled) {
                if (summing) {
                    results.add(filled);
                }
                filled.clear();
                return filled;
            }
        };
        kernel = stage.kernel().create();
        kernel.open(new Surroundings(main));
    }

    /** Makes kernels of the stage of a pipeline that joins two streams. */
    static Function<Boolean, KernelOfText> ofJoin(String pipeline) {
        StageNode stage = topology(pipeline).stages().stream()
                .filter(StageNode::join)
                .findFirst()
                .orElseThrow();
        return summing -> new KernelOfText(stage, summing);
    }

    /** Makes kernels of a query over rows that come in order, their time being that of arrival. */
    static Function<Boolean, KernelOfText> ofArrivals(String query) {
        StageNode stage = compile(query, "");
        return summing -> new KernelOfText(stage, summing);
    }

    private static StageNode compile(String query, String time) {
        String text = "STREAM readings (" + Telemetry.COLUMNS + ") FROM FILE 'readings.jsonl' FORMAT JSON " + time
                + ";\nPUMP p INTO results AS " + query + ";\n";
        return topology(text).stages().get(0);
    }

    /** A whole pipeline, compiled. */
    static Topology topology(String text) {
        SourceLoader loader = new SourceLoader() {
            @Override
            public String resolve(String path, String importing) {
                return path;
            }

            @Override
            public SourceFile load(String name) {
                return new SourceFile(name, text);
            }
        };
        ClassLoader libraries = KernelOfText.class.getClassLoader();
        CheckedPipeline checked = new Compiler(loader, libraries, Map.of()).check(FILE, Map.of(), true);
        if (checked.pipeline() == null) {
            throw new IllegalStateException(checked.report().toString());
        }
        DiagnosticCollector diagnostics = new DiagnosticCollector();
        BuiltPipeline built = Objects.requireNonNull(BuiltPipeline.build(checked.pipeline(), libraries, diagnostics));
        return built.topology(Map.of());
    }

    void batch(RowBatch rows) {
        kernel.batch(rows);
        kernel.time(rows.endWatermark);
        main.flush();
    }

    /** One batch for each side, whose times end alike. */
    void batches(RowBatch left, RowBatch right) {
        kernel.batch(left);
        kernel.right(right);
        kernel.time(Math.min(left.endWatermark, right.endWatermark));
        main.flush();
    }

    void end() {
        kernel.time(RowBatch.END_WATERMARK);
        main.flush();
    }

    private record Surroundings(Outlet main) implements KernelContext {
        @Override
        public LateOutlet late() {
            return (rows, row, by) -> {
                throw new IllegalStateException("late by " + by);
            };
        }

        @Override
        public ErrorOutlet errors() {
            return new ErrorOutlet() {
                @Override
                public void error(RowBatch rows, int row, int line, kpipe.data.RowException reason) {
                    throw new IllegalStateException(reason);
                }

                @Override
                public void resultError(long rowtime, int line, kpipe.data.RowException reason) {
                    throw new IllegalStateException(reason);
                }
            };
        }

        @Override
        public ReferenceTable table(String name) {
            throw new IllegalStateException(name);
        }

        @Override
        public Object parameter(String name) {
            throw new IllegalStateException(name);
        }

        @Override
        public Clock clock() {
            return () -> 0L;
        }

        @Override
        public long startTime() {
            return 0;
        }
    }
}
