package kpipe.compiler.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics for the terminal.
 *
 * <pre>
 * error[K0203]: stream `vehicles` has no column `sped`
 *   ┌─ fleet.kpipe:27:9
 * 27 │   WHERE sped &gt; 45
 *    │         ^^^^ did you mean `speed`?
 * </pre>
 */
public final class TextRenderer {
    private static final String RESET = "\u001B[0m";
    private static final String BOLD = "\u001B[1m";
    private static final String RED = "\u001B[1;31m";
    private static final String YELLOW = "\u001B[1;33m";
    private static final String BLUE = "\u001B[34m";

    private final boolean colour;

    /** A renderer; {@code colour} is for terminals. */
    public TextRenderer(boolean colour) {
        this.colour = colour;
    }

    /** One place to underline. */
    private record Mark(Span span, String text, boolean primary) {}

    /** All diagnostics, with a blank line between two; every line ends with {@code \n}. */
    public String render(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            if (out.length() > 0) {
                out.append('\n');
            }
            render(diagnostic, out);
        }
        return out.toString();
    }

    /** One diagnostic; every line ends with {@code \n}. */
    public String render(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        render(diagnostic, out);
        return out.toString();
    }

    private void render(Diagnostic diagnostic, StringBuilder out) {
        String head = diagnostic.severity().word() + "[" + diagnostic.code().id() + "]";
        out.append(paint(severityColour(diagnostic), head))
                .append(paint(BOLD, ": " + diagnostic.message()))
                .append('\n');
        Span span = diagnostic.span();
        List<Fix> further = diagnostic.fixes();
        String beside = diagnostic.note();
        if (beside == null && !further.isEmpty()) {
            beside = further.get(0).title();
            further = further.subList(1, further.size());
        }
        int width = 1;
        if (span == null) {
            if (beside != null) {
                out.append("  = ").append(beside).append('\n');
            }
        } else {
            width = width(diagnostic, span);
            excerpts(diagnostic, span, beside == null ? "" : beside, width, out);
        }
        for (Fix fix : further) {
            out.append(" ".repeat(width + 1)).append("= ").append(fix.title()).append('\n');
        }
    }

    private static int width(Diagnostic diagnostic, Span span) {
        int most = span.line();
        for (Label label : diagnostic.labels()) {
            most = Math.max(most, label.span().line());
        }
        return Integer.toString(most).length();
    }

    private void excerpts(Diagnostic diagnostic, Span span, String beside, int width, StringBuilder out) {
        List<SourceFile> files = new ArrayList<>();
        files.add(span.file());
        List<Mark> marks = new ArrayList<>();
        marks.add(new Mark(span, beside, true));
        for (Label label : diagnostic.labels()) {
            marks.add(new Mark(label.span(), label.text(), false));
            if (!files.contains(label.span().file())) {
                files.add(label.span().file());
            }
        }
        for (SourceFile file : files) {
            List<Mark> here = new ArrayList<>(marks);
            here.removeIf(mark -> mark.span.file() != file);
            String place = " ".repeat(width) + "┌─";
            out.append(paint(BLUE, place)).append(' ').append(here.get(0).span).append('\n');
            excerpt(file, here, diagnostic, width, out);
        }
    }

    private void excerpt(SourceFile file, List<Mark> marks, Diagnostic diagnostic, int width, StringBuilder out) {
        Map<Integer, List<Mark>> byLine = new TreeMap<>();
        for (Mark mark : marks) {
            byLine.computeIfAbsent(mark.span.line(), line -> new ArrayList<>()).add(mark);
        }
        int previous = 0;
        for (Map.Entry<Integer, List<Mark>> entry : byLine.entrySet()) {
            int line = entry.getKey();
            if (previous > 0 && line > previous + 1) {
                out.append(" ".repeat(width + 1)).append(paint(BLUE, "·")).append('\n');
            }
            previous = line;
            List<Mark> here = entry.getValue();
            here.sort(Comparator.comparing((Mark mark) -> !mark.primary));
            Excerpt excerpt = new Excerpt(file, line, here.get(0).span);
            String number = Integer.toString(line);
            out.append(paint(BLUE, " ".repeat(width - number.length()) + number + " │"))
                    .append(excerpt.text().isEmpty() ? "" : " ")
                    .append(excerpt.text())
                    .append('\n');
            for (Mark mark : here) {
                underline(mark, excerpt, diagnostic, width, out);
            }
        }
    }

    private void underline(Mark mark, Excerpt excerpt, Diagnostic diagnostic, int width, StringBuilder out) {
        int from = excerpt.column(mark.span.start());
        int to = Math.max(from + 1, excerpt.column(mark.span.end()));
        String line = (mark.primary ? "^" : "-").repeat(to - from);
        String text = mark.text.isEmpty() ? line : line + " " + mark.text;
        out.append(paint(BLUE, " ".repeat(width + 1) + "│"))
                .append(" ".repeat(from + 1))
                .append(paint(mark.primary ? severityColour(diagnostic) : BLUE, text))
                .append('\n');
    }

    private static String severityColour(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case NOTE -> BLUE;
        };
    }

    private String paint(@Nullable String colourOrNull, String text) {
        return colour && colourOrNull != null ? colourOrNull + text + RESET : text;
    }
}
