package kpipe.tool.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.tool.discover.Layout.Seen;
import org.jspecify.annotations.Nullable;

/** Lines of a log, taken apart by a regular expression; or lines as they are. */
final class LineLayout {

    /** How many of a hundred lines must be of a form. */
    private static final int MOST = 95;

    private static final String ACCESS =
            "(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] \"(\\S+) (\\S+) ?([^\"]*)\" (\\d{3}) (\\S+)";

    /**
     * A form of log.
     *
     * @param title what people call it
     * @param marker what stands for NULL; empty where nothing does
     */
    private record LogForm(String title, String regex, List<String> columns, String marker) {}

    private static final List<LogForm> FORMS = List.of(
            new LogForm(
                    "an access log with referrer and agent",
                    ACCESS + " \"([^\"]*)\" \"([^\"]*)\"",
                    List.of(
                            "host",
                            "identity",
                            "account",
                            "at",
                            "method",
                            "path",
                            "protocol",
                            "status",
                            "bytes",
                            "referrer",
                            "agent"),
                    "-"),
            new LogForm(
                    "an access log",
                    ACCESS,
                    List.of("host", "identity", "account", "at", "method", "path", "protocol", "status", "bytes"),
                    "-"),
            new LogForm(
                    "an error log of Apache 2.4",
                    "\\[([^\\]]+)\\] \\[(\\w*):(\\w+)\\] \\[pid (\\d+)(?::tid \\d+)?\\] (?:\\[client ([^\\]]+)\\] )?(.*)",
                    List.of("at", "module", "level", "pid", "client", "message"),
                    ""),
            new LogForm(
                    "an error log of Apache",
                    "\\[([^\\]]+)\\] \\[(\\w+)\\] (?:\\[client ([^\\]]+)\\] )?(.*)",
                    List.of("at", "level", "client", "message"),
                    ""),
            new LogForm(
                    "syslog",
                    "([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) (\\S+) ([^:\\[\\s]+)(?:\\[(\\d+)\\])?: (.*)",
                    List.of("at", "host", "program", "pid", "message"),
                    ""),
            new LogForm(
                    "a log with time and level",
                    "(\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d\\S*) +\\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL)\\]?:? +(.*)",
                    List.of("at", "level", "message"),
                    ""));

    private LineLayout() {}

    /** The layout of a log; null where lines are of no form that is known. */
    static @Nullable Layout ofLog(Sample sample, int enough) {
        List<String> lines = sample.lines(enough);
        for (LogForm form : FORMS) {
            Pattern pattern = Pattern.compile(form.regex());
            long fitting = lines.stream()
                    .filter(line -> pattern.matcher(line).matches())
                    .count();
            if (fitting > 0 && fitting * 100 >= (long) lines.size() * MOST) {
                return layout(form, pattern, lines);
            }
        }
        return null;
    }

    private static Layout layout(LogForm form, Pattern pattern, List<String> lines) {
        List<Evidence> evidence = new ArrayList<>();
        form.columns().forEach(column -> evidence.add(new Evidence()));
        int rows = 0;
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                rows++;
                for (int i = 0; i < evidence.size(); i++) {
                    String text = matcher.group(i + 1);
                    if (text == null || !form.marker().isEmpty() && text.equals(form.marker())) {
                        evidence.get(i).addNull();
                    } else {
                        evidence.get(i).addField(text);
                    }
                }
            }
        }
        List<Seen> columns = new ArrayList<>();
        for (int i = 0; i < evidence.size(); i++) {
            columns.add(new Seen(form.columns().get(i), null, evidence.get(i)));
        }
        String marker = form.marker().isEmpty() ? "" : ", null = '" + form.marker() + "'";
        String format = "REGEX (pattern = '" + form.regex().replace("'", "''") + "'" + marker + ")";
        return new Layout(format, columns, rows, lines.size() - rows, List.of(form.title()));
    }

    /** Each line is a row of one column; null where there is no line. */
    static @Nullable Layout raw(Sample sample, int enough) {
        List<String> lines = sample.lines(enough);
        if (lines.isEmpty()) {
            return null;
        }
        Evidence evidence = new Evidence();
        lines.forEach(evidence::addText);
        return new Layout("RAW", List.of(new Seen("line", null, evidence)), lines.size(), 0, List.of());
    }
}
