package kpipe.compiler.syntax;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A {@code ${NAME}} or {@code ${NAME:-default}} inside a string of a clause.
 *
 * @param span where it stands, with its braces
 * @param name the name
 * @param defaultValue what to take where nothing is given; null without {@code :-}
 */
public record ParameterUse(Span span, String name, @Nullable String defaultValue) implements Node {
    private static final java.util.regex.Pattern USE =
            java.util.regex.Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.]*)(?::-([^}]*))?}");

    /** The parameters that a string names, in order. Their spans are exact, whatever else is escaped in the string. */
    public static List<ParameterUse> of(Literal.Text text) {
        if (text.value().indexOf("${") < 0) {
            return List.of();
        }
        List<ParameterUse> uses = new ArrayList<>();
        Span span = text.span();
        java.util.regex.Matcher matcher = USE.matcher(span.text());
        while (matcher.find()) {
            Span place = new Span(span.file(), span.start() + matcher.start(), span.start() + matcher.end());
            String fallback = matcher.group(2);
            uses.add(new ParameterUse(place, matcher.group(1), fallback == null ? null : fallback.replace("''", "'")));
        }
        return List.copyOf(uses);
    }
}
