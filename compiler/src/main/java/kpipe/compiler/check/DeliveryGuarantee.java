package kpipe.compiler.check;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.DestinationNode;
import kpipe.compiler.pipeline.Pipeline.SourceNode;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.source.Span;
import kpipe.spi.Spec.Guarantee;
import org.jspecify.annotations.Nullable;

/** How often a destination holds each record when a pipeline is killed and goes on: that of its weakest link, which is its connector, or a source that cannot be read again. */
public final class DeliveryGuarantee {

    private static final Code NOT_EXACTLY_ONCE =
            Code.error("K0528", "destination `{0}` cannot deliver exactly once: {1}");

    private DeliveryGuarantee() {}

    /** Refuses DELIVERY EXACTLY ONCE where it cannot be kept. */
    public static void check(Pipeline pipeline, DiagnosticCollector diagnostics) {
        for (DestinationNode destination : pipeline.destinations()) {
            Span clause = destination.exactlyOnce();
            if (clause != null) {
                check(pipeline, destination, clause, diagnostics);
            }
        }
    }

    private static void check(
            Pipeline pipeline, DestinationNode destination, Span clause, DiagnosticCollector diagnostics) {
        StreamNode lost =
                notReadAgain(pipeline, destination).stream().findFirst().orElse(null);
        SourceNode source = lost == null ? null : lost.source();
        String connector = destination.connector().spec().name();
        if (lost != null && source != null) {
            String from = source.connector().spec().name();
            diagnostics.report(Diagnostic.of(
                            NOT_EXACTLY_ONCE, clause, destination.name(), from + " cannot be read again after a crash")
                    .withLabel(source.span(), "what a killed run had read from here is lost")
                    .withNote(
                            "a stream with SHARDS that clients put records into keeps them until they are delivered"));
        } else if (destination.guarantee() != Guarantee.EXACTLY_ONCE) {
            diagnostics.report(Diagnostic.of(
                            NOT_EXACTLY_ONCE,
                            clause,
                            destination.name(),
                            connector + " delivers " + destination.guarantee().words())
                    .withNote("FILE delivers exactly once; without the clause, " + connector + " is accepted"));
        }
    }

    /** What is to be said of a destination, as {@code kpipe explain} does. */
    public static String words(Pipeline pipeline, DestinationNode destination) {
        List<String> sources = new ArrayList<>();
        for (StreamNode stream : notReadAgain(pipeline, destination)) {
            SourceNode source = stream.source();
            String name =
                    source == null ? stream.name() : source.connector().spec().name();
            if (!sources.contains(name)) {
                sources.add(name);
            }
        }
        String words = destination.guarantee().words();
        return sources.isEmpty()
                ? words
                : words + " while it runs; what a killed run had read is lost, since " + String.join(" and ", sources)
                        + " cannot be read again";
    }

    /** The streams on the way whose source cannot be read again. */
    private static List<StreamNode> notReadAgain(Pipeline pipeline, DestinationNode destination) {
        List<StreamNode> found = new ArrayList<>();
        for (StreamNode stream : pipeline.filledFrom(destination.from())) {
            @Nullable SourceNode source = stream.source();
            if (source != null && !source.connector().replays()) {
                found.add(stream);
            }
        }
        return found;
    }
}
