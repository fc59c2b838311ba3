package kpipe.compiler.check;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.SourceNode;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.pipeline.Stage;
import kpipe.spi.Options;
import org.jspecify.annotations.Nullable;

/** Whether what waits for time can wait for ever: because an input that has fallen silent holds time back, or because two streams measure time differently. */
public final class Liveness {

    private static final Code SILENT =
            Code.warning("K0390", "an input of `{0}` that falls silent holds back the time of all others");
    private static final Code TWO_CLOCKS = Code.warning(
            "K0391", "the rows of `{0}` have the time at which they arrive, and those of `{1}` the time of their {2}");

    /** The streams from whose sources the rows of a stream have their time; of rows whose time a query sets there are none. */
    private record Origins(Set<StreamNode> streams) {

        @Nullable
        StreamNode byClock() {
            return streams.stream()
                    .filter(stream -> stream.eventTime().column() < 0)
                    .findFirst()
                    .orElse(null);
        }

        @Nullable
        StreamNode byColumn() {
            return streams.stream()
                    .filter(stream -> stream.eventTime().column() >= 0)
                    .findFirst()
                    .orElse(null);
        }
    }

    private final Pipeline pipeline;
    private final DiagnosticCollector diagnostics;
    private final Set<StreamNode> told = new HashSet<>();
    private final Set<String> pumps = new HashSet<>();

    private Liveness(Pipeline pipeline, DiagnosticCollector diagnostics) {
        this.pipeline = pipeline;
        this.diagnostics = diagnostics;
    }

    /** Warns of what may wait for ever. */
    public static void check(Pipeline pipeline, DiagnosticCollector diagnostics) {
        Liveness liveness = new Liveness(pipeline, diagnostics);
        for (Stage stage : pipeline.stages()) {
            if (!stage.stopped()) {
                liveness.check(stage);
            }
        }
    }

    private void check(Stage stage) {
        Operator waiting = waiting(stage);
        if (waiting == null) {
            return;
        }
        Origins origins = new Origins(new LinkedHashSet<>());
        for (Stage.Inlet inlet : stage.inlets()) {
            origins(inlet.from(), origins, new HashSet<>());
        }
        StreamNode byClock = origins.byClock();
        StreamNode byColumn = origins.byColumn();
        if (byClock != null && byColumn != null && pumps.add(stage.pump())) {
            diagnostics.report(
                    Diagnostic.of(TWO_CLOCKS, waiting.span(), byClock.name(), byColumn.name(), time(byColumn))
                            .withLabel(byClock.span(), "no EVENT TIME: the time of arrival")
                            .withLabel(byColumn.span(), "EVENT TIME: the time of the record")
                            .withNote(
                                    "time goes no further here than the one that is behind; give both an EVENT TIME, or neither"));
        }
        for (StreamNode stream : origins.streams()) {
            if (isHeldBySilence(stream) && told.add(stream)) {
                diagnostics.report(Diagnostic.of(SILENT, stream.span(), stream.name())
                        .withLabel(waiting.span(), "this waits for the time of all of them")
                        .withNote(
                                "add `IDLE AFTER 1 MINUTE` behind EVENT TIME: time then goes on without an input that has"
                                        + " brought nothing for so long"));
            }
        }
    }

    /** What the time of a stream is; a time in the record that is no column has no name. */
    private static String time(StreamNode stream) {
        int column = stream.eventTime().column();
        int declared = stream.columns().size() - stream.systemColumns().size() - stream.hiddenColumns();
        return column < declared ? "column `" + stream.columns().name(column) + "`" : "EVENT TIME PATH";
    }

    /** The operator that waits for time, or null. */
    private static @Nullable Operator waiting(Stage stage) {
        for (Operator operator : stage.operators()) {
            if (operator.accept(new WaitsForTime())) {
                return operator;
            }
        }
        return null;
    }

    private void origins(String name, Origins into, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        StreamNode stream = pipeline.stream(name);
        if (stream.source() != null) {
            into.streams().add(stream);
        }
        for (Stage stage : pipeline.stages()) {
            if (!stage.to().equals(name)) {
                continue;
            }
            boolean promotes = stage.operators().stream()
                    .anyMatch(operator -> operator instanceof Operator.Project project && project.rowtime() != null);
            if (promotes) {
                continue;
            }
            for (Stage.Inlet inlet : stage.inlets()) {
                origins(inlet.from(), into, seen);
            }
        }
    }

    private static boolean isHeldBySilence(StreamNode stream) {
        SourceNode source = stream.source();
        return source != null
                && stream.eventTime().column() >= 0
                && stream.eventTime().idleAfterMillis() == 0
                && source.connector().goesOnBesideOthers(address(source), options(source));
    }

    private static String address(SourceNode source) {
        Template address = source.address();
        return address == null ? "" : address.text();
    }

    /** The options that are known; a parameter stands as it was written. */
    private static Options options(SourceNode source) {
        Options values = source.connector().spec().defaults();
        for (OptionValue option : source.options()) {
            if (!(option.value() instanceof Template)) {
                values = values.with(option.name(), option.value());
            }
        }
        return values;
    }
}
