package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * {@code CONNECTOR ['address'] [(name = value, …)]}. {@code name} is null only where a place alone is written:
 * {@code ERRORS TO 'out/errors/'}, {@code BACKUP … TO '…'}, {@code NOTIFY '…'}.
 */
public record ConnectorUse(
        Span span, @Nullable Identifier name, Literal.@Nullable Text address, List<ConnectorOption> options)
        implements Node {}
