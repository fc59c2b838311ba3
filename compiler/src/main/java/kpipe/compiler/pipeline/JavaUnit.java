package kpipe.compiler.pipeline;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * Inline Java of the file: the body of a FUNCTION or TRANSFORM.
 *
 * @param parameters of a function: names and types; they are seen by the body as String, Long, Double, Boolean (long, double, boolean where NOT NULL), java.math.BigDecimal,
 *     java.time.LocalDate/LocalTime/Instant, byte[]; empty for a transform, whose body sees {@code record}
 * @param result of a function; null for a transform
 * @param body the text between the dollar signs, as written
 * @param bodySpan where it stands, so that a compile error can be placed in it
 */
public record JavaUnit(
        String name,
        JavaRole role,
        List<Column> parameters,
        @Nullable Type result,
        String body,
        Span bodySpan) {

    /** What the body is. */
    public enum JavaRole {
        FUNCTION,
        TRANSFORM
    }

    public JavaUnit {
        parameters = List.copyOf(parameters);
    }
}
