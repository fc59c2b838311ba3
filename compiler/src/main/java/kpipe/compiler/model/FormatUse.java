package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.source.Span;
import kpipe.spi.Format;

/**
 * A format in a place of use.
 *
 * @param options those written, checked against the format's Spec
 * @param span the clause FORMAT, or where there is none what it was chosen for
 */
public record FormatUse(Format format, List<OptionValue> options, Span span) {

    public FormatUse {
        options = List.copyOf(options);
    }
}
