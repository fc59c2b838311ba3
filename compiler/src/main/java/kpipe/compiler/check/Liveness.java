package kpipe.compiler.check;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.Fix;
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
        Set<StreamNode> origins = new LinkedHashSet<>();
        stage.inlets().forEach(inlet -> origins.addAll(pipeline.timedBy(inlet.from())));
        StreamNode byClock = first(origins, stream -> stream.eventTime().column() < 0);
        StreamNode byColumn = first(origins, stream -> stream.eventTime().column() >= 0);
        if (byClock != null && byColumn != null && pumps.add(stage.pump())) {
            diagnostics.report(
                    Diagnostic.of(TWO_CLOCKS, waiting.span(), byClock.name(), byColumn.name(), time(byColumn))
                            .withLabel(byClock.span(), "no EVENT TIME: the time of arrival")
                            .withLabel(byColumn.span(), "EVENT TIME: the time of the record")
                            .withNote(
                                    "time goes no further here than the one that is behind; give both an EVENT TIME, or neither"));
        }
        for (StreamNode stream : origins) {
            if (isHeldBySilence(stream) && told.add(stream)) {
                Diagnostic silent = Diagnostic.of(SILENT, stream.span(), stream.name())
                        .withLabel(waiting.span(), "this waits for the time of all of them");
                diagnostics.report(silent.withFix(Fix.replace(
                        "add `IDLE AFTER 1 MINUTE` behind EVENT TIME: time then goes on without an input that has brought"
                                + " nothing for so long",
                        Objects.requireNonNull(stream.eventTime().span()).after(),
                        " IDLE AFTER 1 MINUTE")));
            }
        }
    }

    private static @Nullable StreamNode first(Set<StreamNode> streams, Predicate<StreamNode> condition) {
        return streams.stream().filter(condition).findFirst().orElse(null);
    }

    private static String time(StreamNode stream) {
        String column = stream.timeColumn();
        return column == null ? "EVENT TIME PATH" : "column `" + column + "`";
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
