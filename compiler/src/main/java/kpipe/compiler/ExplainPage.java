package kpipe.compiler;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** The page that {@link Explain} writes: headings with their places, and lines behind a margin of line numbers. Long lists are broken. */
final class ExplainPage {

    private static final int WIDTH = 116;
    private static final int MARGIN = 6;
    private static final int LABEL = 11;

    private final StringBuilder text = new StringBuilder();

    void title(String title) {
        text.append(title).append('\n');
    }

    void section(String heading, Span span) {
        text.append('\n')
                .append(heading)
                .append("  (")
                .append(Explain.place(span))
                .append(")\n");
    }

    /** A heading within a section. */
    void stage(String heading) {
        text.append("  ").append(heading).append('\n');
    }

    void line(String label, String line) {
        line(null, label, line);
    }

    /** A line about something that stands at {@code span}, whose line number goes before it. */
    void line(@Nullable Span span, String label, String line) {
        begin(span, label);
        text.append(line).append('\n');
    }

    void list(String label, List<String> items) {
        list(null, label, items);
    }

    /** Items with commas between them. */
    void list(@Nullable Span span, String label, List<String> items) {
        begin(span, label);
        int column = MARGIN + LABEL;
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i) + (i + 1 < items.size() ? "," : "");
            if (column > MARGIN + LABEL && column + 1 + item.length() > WIDTH) {
                text.append('\n').append(" ".repeat(MARGIN + LABEL));
                column = MARGIN + LABEL;
            } else if (i > 0) {
                text.append(' ');
                column++;
            }
            text.append(item);
            column += item.length();
        }
        text.append('\n');
    }

    /** One line for each item. */
    void lines(@Nullable Span span, String label, List<String> items) {
        for (int i = 0; i < items.size(); i++) {
            line(i == 0 ? span : null, i == 0 ? label : "", items.get(i));
        }
    }

    private void begin(@Nullable Span span, String label) {
        String number = span == null ? "" : Integer.toString(span.line());
        text.append(" ".repeat(Math.max(0, MARGIN - 2 - number.length())))
                .append(number)
                .append("  ");
        text.append(label).append(" ".repeat(Math.max(1, LABEL - label.length())));
    }

    String text() {
        return text.toString();
    }
}
