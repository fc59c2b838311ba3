package kpipe.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.tool.TestOutcome.Problem;

/** The outcomes of tests in the XML of JUnit, which continuous integration reads. */
public final class JunitReport {

    private record Suite(String name, List<TestOutcome> outcomes) {}

    private final List<Suite> suites = new ArrayList<>();

    /** Adds the outcomes of one file. */
    public void add(String file, List<TestOutcome> outcomes) {
        suites.add(new Suite(file, List.copyOf(outcomes)));
    }

    /** The whole document. */
    public String xml() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (Suite suite : suites) {
            long failures = suite.outcomes().stream()
                    .filter(outcome -> !outcome.passed())
                    .count();
            long nanos = suite.outcomes().stream().mapToLong(TestOutcome::nanos).sum();
            xml.append("  <testsuite")
                    .append(attribute("name", suite.name()))
                    .append(attribute("tests", String.valueOf(suite.outcomes().size())))
                    .append(attribute("failures", String.valueOf(failures)))
                    .append(attribute("errors", "0"))
                    .append(attribute("skipped", "0"))
                    .append(attribute("time", seconds(nanos)))
                    .append(">\n");
            suite.outcomes().forEach(outcome -> append(xml, suite, outcome));
            xml.append("  </testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void append(StringBuilder xml, Suite suite, TestOutcome outcome) {
        xml.append("    <testcase")
                .append(attribute("name", outcome.test().name()))
                .append(attribute("classname", suite.name()))
                .append(attribute("file", outcome.test().span().file().name()))
                .append(attribute("line", String.valueOf(outcome.test().span().line())))
                .append(attribute("time", seconds(outcome.nanos())));
        if (outcome.passed()) {
            xml.append("/>\n");
            return;
        }
        xml.append(">\n      <failure")
                .append(attribute("message", outcome.problems().get(0).sentence()))
                .append(">");
        for (Problem problem : outcome.problems()) {
            xml.append(escape(problem.sentence())).append('\n');
            problem.details().forEach(line -> xml.append(escape(line)).append('\n'));
        }
        xml.append("</failure>\n    </testcase>\n");
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + escape(value) + "\"";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    /** Characters that XML cannot hold are shown as a question mark. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t' -> escaped.append("&#").append(c).append(';');
                default -> {
                    boolean allowed = c >= 0x20 && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF);
                    escaped.appendCodePoint(allowed ? c : '?');
                }
            }
        });
        return escaped.toString();
    }
}
