package kpipe.compiler;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;

/** Refuses values that are known only when a pipeline starts where they would have to be known when its Java is written. */
final class FixedFormats {

    private static final Code NO_PARAMETER =
            Code.error("K0527", "option `{0}` of {1} is fixed when the pipeline is compiled and cannot be a parameter");

    private FixedFormats() {}

    static void check(Pipeline pipeline, DiagnosticCollector diagnostics) {
        List<FormatNode> read = new ArrayList<>();
        pipeline.streams().forEach(stream -> {
            if (stream.source() != null && stream.source().format() != null) {
                read.add(stream.source().format());
            }
            if (stream.log() != null && stream.log().clients() != null) {
                read.add(stream.log().clients());
            }
        });
        pipeline.tables().forEach(table -> {
            if (table.source().format() != null) {
                read.add(table.source().format());
            }
        });
        for (FormatNode format : read) {
            if (format.takesParameters()
                    && !format.format().decodesByOptions()
                    && format.format()
                            .decoderSource("kpipe", "Records", format.shape())
                            .isPresent()) {
                refuse(format, diagnostics);
            }
        }
        for (Pipeline.DestinationNode destination : pipeline.destinations()) {
            FormatNode format = destination.format();
            if (format.takesParameters()
                    && format.format()
                            .encoderSource("kpipe", "Records", format.shape())
                            .isPresent()) {
                refuse(format, diagnostics);
            }
        }
    }

    private static void refuse(FormatNode format, DiagnosticCollector diagnostics) {
        for (OptionValue option : format.options()) {
            if (option.value() instanceof Template template) {
                diagnostics.report(
                        NO_PARAMETER,
                        template.span(),
                        option.name(),
                        format.format().spec().name());
            }
        }
    }
}
