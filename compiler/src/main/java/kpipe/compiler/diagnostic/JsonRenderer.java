package kpipe.compiler.diagnostic;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics for machines: a JSON array of objects with {@code code}, {@code severity}, {@code message}, {@code place}
 * (with {@code file}, {@code line}, {@code column}, {@code endLine}, {@code endColumn}, from 1, and {@code offset},
 * {@code endOffset}, from 0, all in UTF-16 units; null where there is no text), {@code note}, {@code labels} and
 * {@code fixes}.
 */
public final class JsonRenderer {
    private final StringBuilder out = new StringBuilder();

    private JsonRenderer() {}

    /** The array, one diagnostic a line. */
    public static String render(List<Diagnostic> diagnostics) {
        JsonRenderer renderer = new JsonRenderer();
        renderer.out.append('[');
        String separator = "\n";
        for (Diagnostic diagnostic : diagnostics) {
            renderer.out.append(separator);
            renderer.diagnostic(diagnostic);
            separator = ",\n";
        }
        return renderer.out.append(diagnostics.isEmpty() ? "]" : "\n]").toString();
    }

    private void diagnostic(Diagnostic diagnostic) {
        out.append("{\"code\":");
        string(diagnostic.code().id());
        out.append(",\"severity\":");
        string(diagnostic.severity().word());
        out.append(",\"message\":");
        string(diagnostic.message());
        out.append(",\"place\":");
        place(diagnostic.span());
        out.append(",\"note\":");
        string(diagnostic.note());
        out.append(",\"labels\":[");
        String separator = "";
        for (Label label : diagnostic.labels()) {
            out.append(separator).append("{\"place\":");
            place(label.span());
            out.append(",\"text\":");
            string(label.text());
            out.append('}');
            separator = ",";
        }
        out.append("],\"fixes\":[");
        separator = "";
        for (Fix fix : diagnostic.fixes()) {
            out.append(separator);
            fix(fix);
            separator = ",";
        }
        out.append("]}");
    }

    private void fix(Fix fix) {
        out.append("{\"title\":");
        string(fix.title());
        out.append(",\"edits\":[");
        String separator = "";
        for (TextEdit edit : fix.edits()) {
            out.append(separator).append("{\"place\":");
            place(edit.span());
            out.append(",\"replacement\":");
            string(edit.replacement());
            out.append('}');
            separator = ",";
        }
        out.append("]}");
    }

    private void place(@Nullable Span span) {
        if (span == null) {
            out.append("null");
            return;
        }
        out.append("{\"file\":");
        string(span.file().name());
        out.append(",\"line\":").append(span.line());
        out.append(",\"column\":").append(span.column());
        out.append(",\"endLine\":").append(span.file().line(span.end()));
        out.append(",\"endColumn\":").append(span.file().column(span.end()));
        out.append(",\"offset\":").append(span.start());
        out.append(",\"endOffset\":").append(span.end()).append('}');
    }

    private void string(@Nullable String text) {
        if (text == null) {
            out.append("null");
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) && !paired(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
