package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.spi.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * What a stream or table is read from.
 *
 * @param address as written, with {@code ${NAME}} in it, or null
 * @param options those written, checked against the connector's Spec
 * @param format null for a source of rows
 * @param transforms applied to each record, in this order, before it is decoded
 * @param span the clause FROM
 */
public record SourceUse(
        SourceConnector connector,
        @Nullable Template address,
        List<OptionValue> options,
        @Nullable FormatUse format,
        List<TransformDeclaration> transforms,
        Span span) {

    public SourceUse {
        options = List.copyOf(options);
        transforms = List.copyOf(transforms);
    }
}
