package kpipe.tool.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.source.Span;
import kpipe.tool.importer.Application.ColumnForm;
import kpipe.tool.importer.Application.Endpoint;
import kpipe.tool.importer.Application.Input;
import kpipe.tool.importer.Application.Output;
import kpipe.tool.importer.Application.RecordForm;
import kpipe.tool.importer.Application.Reference;

/**
 * Writes an application as statements: what comes before its script, and what comes behind. What a statement stands for that is not there yet is told by a comment before it and by a
 * diagnostic at its place in the description.
 */
final class PipelineText {

    private static final Code INSTEAD = Code.warning("K0809", "{0} is not reached yet: {1} takes its place");
    private static final Code NO_LAMBDA = Code.warning(
            "K0810", "the Lambda function {0} is not carried over: TRANSFORM `{1}` lets all records through");
    private static final Code CHANGED = Code.warning("K0811", "{0} cannot be carried over: {1}");

    private static final Pattern FUNCTION = Pattern.compile(":function:([^:]+)");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private static final int MOST_CHARACTERS = 40;
    private static final int WIDTH = 110;

    private final Application application;
    private final DiagnosticCollector diagnostics;
    private final Set<String> names = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    PipelineText(Application application, DiagnosticCollector diagnostics) {
        this.application = application;
        this.diagnostics = diagnostics;
    }

    /** The streams, transforms and tables that the script reads. */
    String before() {
        for (Input input : application.inputs()) {
            input(input);
        }
        for (Reference reference : application.references()) {
            reference(reference);
        }
        return taken();
    }

    /** The destinations of what the script makes. */
    String behind() {
        for (Output output : application.outputs()) {
            output(output);
        }
        return taken();
    }

    private String taken() {
        String written = text.toString();
        text.setLength(0);
        return written;
    }

    private void input(Input input) {
        String transform = "";
        if (input.preprocessor() != null) {
            String name = name(lastPart(input.preprocessor().address(), "preprocess"));
            transform = "  TRANSFORM " + quoted(name) + "\n";
            transform(input.preprocessor(), name);
        }
        for (int number = 1; number <= input.streams(); number++) {
            String ending = input.form().json() ? ".jsonl" : ".csv";
            String file = input.streams() == 1 ? "input" + ending : String.format("input_%03d", number) + ending;
            String stream = input.stream(number);
            if (number == 1) {
                diagnostics.report(INSTEAD, input.source().span(), input.source(), "the file `" + file + "`");
            }
            comment("In place of " + input.source() + (input.start().isEmpty() ? "" : ", from " + input.start() + " on")
                    + (input.streams() == 1 ? "" : ", of whose shards each stream has some") + ".");
            List<String> remarks = new ArrayList<>();
            String format = format(input.form(), remarks, number == 1);
            remarks.forEach(this::comment);
            text.append("STREAM ").append(quoted(stream)).append(columns(input.form(), number == 1));
            text.append("  FROM FILE '${")
                    .append(parameter(stream))
                    .append(":-")
                    .append(file)
                    .append("}'\n");
            text.append("  FORMAT ")
                    .append(format)
                    .append('\n')
                    .append(transform)
                    .append(";\n\n");
        }
    }

    private void transform(Endpoint lambda, String name) {
        diagnostics.report(NO_LAMBDA, lambda.span(), lambda.address(), name);
        comment("In place of " + lambda
                + ", which saw each record first: what it did is to be written here in Java. Now all records pass.");
        text.append("TRANSFORM ").append(quoted(name)).append(" LANGUAGE JAVA AS $$\n  return record;\n$$;\n\n");
    }

    private void reference(Reference reference) {
        String file =
                lastPart(reference.file(), reference.table() + (reference.form().json() ? ".jsonl" : ".csv"));
        diagnostics.report(INSTEAD, reference.source().span(), reference.source(), "the file `" + file + "`");
        comment("In place of " + reference.source() + ".");
        List<String> remarks = new ArrayList<>();
        String format = format(reference.form(), remarks, true);
        remarks.forEach(this::comment);
        text.append("TABLE ").append(quoted(reference.table())).append(columns(reference.form(), true));
        text.append("  FROM FILE '${TABLE_")
                .append(parameter(reference.table()))
                .append(":-")
                .append(file);
        text.append("}'\n  FORMAT ").append(format).append(";\n\n");
    }

    private void output(Output output) {
        String name = name(lastPart(output.target().address(), output.stream().toLowerCase(Locale.ROOT)));
        String folder = "out/" + name + "/";
        diagnostics.report(INSTEAD, output.target().span(), output.target(), "the folder `" + folder + "`");
        comment("In place of " + output.target() + ".");
        String stream = output.stream().equals("error_stream") ? "error_stream" : quoted(output.stream());
        text.append("DESTINATION ").append(quoted(name)).append(" FROM ").append(stream);
        text.append("\n  TO FILE '${OUTPUT_")
                .append(parameter(name))
                .append(":-")
                .append(folder);
        text.append("}'\n  FORMAT ").append(output.json() ? "JSON" : "CSV").append(";\n\n");
    }

    private String columns(RecordForm form, boolean report) {
        StringBuilder columns = new StringBuilder(" (\n");
        for (int i = 0; i < form.columns().size(); i++) {
            ColumnForm column = form.columns().get(i);
            columns.append("  ").append(quoted(column.name())).append(' ').append(type(column, report));
            String path = form.json() ? RecordPath.of(form.rowPath(), column) : "";
            if (!path.isEmpty()) {
                columns.append(" PATH ").append(literal(path));
            }
            columns.append(i + 1 < form.columns().size() ? ",\n" : "\n");
        }
        return columns.append(")\n").toString();
    }

    private String type(ColumnForm column, boolean report) {
        ColumnType type = ColumnType.of(column.type());
        if (!type.loss().isEmpty() && report) {
            diagnostics.report(
                    CHANGED,
                    line(column.span()),
                    "type `" + excerpt(column.type()) + "` of column `" + column.name() + "`",
                    type.loss());
        }
        return type.sql()
                + (type.loss().isEmpty()
                        ? ""
                        : " /* was " + excerpt(column.type()).replace("*/", "* /") + " */");
    }

    /** The FORMAT; what it cannot say becomes a remark. */
    private String format(RecordForm form, List<String> remarks, boolean report) {
        if (!form.encoding().isEmpty() && !form.encoding().matches("(?i)UTF-?8")) {
            remark(form, remarks, report, "encoding `" + form.encoding() + "`", "records are read as UTF-8");
        }
        if (form.json()) {
            return "JSON";
        }
        if (!form.rowDelimiter().matches("\r?\n")) {
            remark(form, remarks, report, "row delimiter `" + shown(form.rowDelimiter()) + "`", "each line is a row");
        }
        String delimiter = form.columnDelimiter();
        if (delimiter.codePointCount(0, delimiter.length()) > 1) {
            return severalCharacters(form, remarks, report);
        }
        return delimiter.equals(",") ? "CSV" : "CSV (delimiter = " + literal(delimiter) + ")";
    }

    /** A delimiter of several characters is a regular expression with a group for each column; columns at the end may be missing. */
    private String severalCharacters(RecordForm form, List<String> remarks, boolean report) {
        String between = form.columnDelimiter();
        remark(
                form,
                remarks,
                report,
                "column delimiter `" + shown(between) + "` of several characters",
                "a regular expression takes rows apart, which knows no quotes");
        StringBuilder escaped = new StringBuilder();
        between.chars()
                .forEach(c ->
                        escaped.append(Character.isLetterOrDigit(c) ? "" : "\\").append((char) c));
        int more = Math.max(0, form.columns().size() - 1);
        String pattern = "(.*?)" + ("(?:" + escaped + "(.*?)").repeat(more) + ")?".repeat(more);
        return "REGEX (pattern = " + literal(pattern + "(?:" + escaped + ".*)?") + ", null = '')";
    }

    private void remark(RecordForm form, List<String> remarks, boolean report, String what, String instead) {
        remarks.add("Not carried over: " + what + "; " + instead + ".");
        if (report) {
            diagnostics.report(CHANGED, line(form.span()), what, instead);
        }
    }

    private static Span line(Span span) {
        return span.file()
                .span(
                        span.start(),
                        Math.max(span.start(), Math.min(span.end(), span.file().lineEnd(span.line()))));
    }

    private void comment(String sentence) {
        text.append(commented(sentence));
    }

    /** A text as lines of comment, none of them much longer than a screen is wide. */
    static String commented(String sentence) {
        StringBuilder comment = new StringBuilder();
        for (String line : sentence.strip().lines().toList()) {
            StringBuilder filled = new StringBuilder("--");
            for (String word : line.strip().split("\\s+")) {
                if (filled.length() + word.length() >= WIDTH && filled.length() > 2) {
                    comment.append(filled).append('\n');
                    filled = new StringBuilder("--");
                }
                filled.append(word.isEmpty() ? "" : " ").append(word);
            }
            comment.append(filled).append('\n');
        }
        return comment.toString();
    }

    /** What something outside is called, as far as that can be part of the name of a file. */
    private static String lastPart(String address, String otherwise) {
        Matcher function = FUNCTION.matcher(address);
        Matcher reference = REFERENCE.matcher(address);
        String plain = address;
        if (function.find()) {
            plain = function.group(1);
        } else if (reference.lookingAt()) {
            plain = reference
                    .group(1)
                    .replaceAll("\\[.*?]|\\.\\*", "")
                    .replaceAll("(?i)\\.arn$", "")
                    .replaceAll("^.*\\.", "");
        }
        String last = plain.replaceAll("^.*[/:]", "").replaceAll("[^\\w.-]", "_");
        return last.matches("\\w[\\w.-]*") ? last : otherwise.replaceAll("[^\\w.-]", "_");
    }

    /** A name that nothing else has yet. */
    private String name(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** A name as a parameter may be called. */
    private static String parameter(String name) {
        String plain = name.replaceAll("\\W", "_");
        return Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String shown(String delimiter) {
        return excerpt(delimiter.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"));
    }

    private static String excerpt(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
