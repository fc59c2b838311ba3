package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Where a pump writes to. {@code columns} is null where none are listed; {@code insert} says that it is written
 * {@code INSERT [EXPEDITED] INTO}, where the stream must have been declared.
 */
public record PumpTarget(
        Span span, QualifiedName stream, @Nullable List<Identifier> columns, boolean insert, boolean expedited)
        implements Node {}
