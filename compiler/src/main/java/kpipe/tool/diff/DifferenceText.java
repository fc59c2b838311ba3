package kpipe.tool.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.runtime.state.StateForm;
import kpipe.runtime.state.Upgrade;
import kpipe.runtime.state.Upgrade.Verdict;
import kpipe.tool.diff.Difference.End;
import org.jspecify.annotations.Nullable;

/** A {@link Difference} for people, and for machines. */
public final class DifferenceText {

    private static final int COLUMN = "incompatible  ".length();

    private DifferenceText() {}

    /** A line or two for each thing, what is different first; then what it comes to. */
    public static String text(Difference difference) {
        StringBuilder text = new StringBuilder();
        for (Upgrade upgrade : difference.operators()) {
            line(text, word(upgrade.verdict()), upgrade.operator() + place(upgrade) + ": " + upgrade.reason());
            if (!upgrade.advice().isEmpty()) {
                line(text, "", upgrade.advice());
            }
        }
        difference.inputs().forEach(end -> end(text, "stream " + end.name(), end));
        difference.destinations().forEach(end -> end(text, "destination " + end.name(), end));
        return text.append(summary(difference)).append('\n').toString();
    }

    private static void line(StringBuilder text, String word, String rest) {
        text.append(word)
                .append(" ".repeat(COLUMN - word.length()))
                .append(rest)
                .append('\n');
    }

    private static String word(Enum<?> verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static String place(Upgrade upgrade) {
        StateForm form = upgrade.now() != null ? upgrade.now() : upgrade.before();
        return form == null ? "" : ", " + form.what() + " (" + form.place() + ")";
    }

    private static void end(StringBuilder text, String name, End end) {
        String rest = switch (end.change()) {
            case KEEP, NEW -> String.valueOf(end.now());
            case CHANGED -> "was " + end.before() + " and is " + end.now();
            case DROPPED -> String.valueOf(end.before());
        };
        line(text, word(end.change()), name + ": " + rest);
    }

    private static String summary(Difference difference) {
        long incompatible = count(difference, Verdict.INCOMPATIBLE);
        long rebuilt = count(difference, Verdict.REBUILD);
        if (incompatible > 0) {
            return (incompatible == 1 ? "1 operator" : incompatible + " operators") + " cannot go on";
        }
        if (rebuilt > 0) {
            return (rebuilt == 1 ? "1 operator has" : rebuilt + " operators have")
                    + " to be made anew, from records that are still there";
        }
        return difference.operators().isEmpty() ? "no operator remembers anything" : "the pipeline can go on";
    }

    private static long count(Difference difference, Verdict verdict) {
        return difference.operators().stream()
                .filter(upgrade -> upgrade.verdict() == verdict)
                .count();
    }

    // ---- for machines

    /** One JSON object. */
    public static String json(Difference difference) {
        List<String> operators = new ArrayList<>();
        for (Upgrade upgrade : difference.operators()) {
            operators.add(object(
                    field("operator", upgrade.operator()),
                    field("what", upgrade.now() != null ? upgrade.now().what() : what(upgrade.before())),
                    field("verdict", word(upgrade.verdict())),
                    field("reason", upgrade.reason()),
                    field("advice", upgrade.advice()),
                    field("before", place(upgrade.before())),
                    field("now", place(upgrade.now())),
                    field("hash_before", hash(upgrade.before())),
                    field("hash_now", hash(upgrade.now()))));
        }
        return "{\"compatible\":" + difference.isCompatible() + ",\n \"operators\":" + array(operators)
                + ",\n \"inputs\":" + array(ends(difference.inputs())) + ",\n \"destinations\":"
                + array(ends(difference.destinations())) + "}\n";
    }

    private static List<String> ends(List<End> ends) {
        List<String> objects = new ArrayList<>();
        for (End end : ends) {
            objects.add(object(
                    field("name", end.name()),
                    field("verdict", word(end.change())),
                    field("before", end.before()),
                    field("now", end.now())));
        }
        return objects;
    }

    private static @Nullable String what(@Nullable StateForm form) {
        return form == null ? null : form.what();
    }

    private static @Nullable String place(@Nullable StateForm form) {
        return form == null ? null : form.place();
    }

    private static @Nullable String hash(@Nullable StateForm form) {
        return form == null ? null : form.hash();
    }

    private static String array(List<String> objects) {
        return objects.isEmpty() ? "[]" : "[\n  " + String.join(",\n  ", objects) + "]";
    }

    private static String object(String... fields) {
        return "{" + String.join(",", fields) + "}";
    }

    private static String field(String name, @Nullable String value) {
        return quoted(name) + ":" + (value == null ? "null" : quoted(value));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                quoted.append(character == '"' || character == '\\' ? "\\" : "").append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
