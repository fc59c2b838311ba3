package kpipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import kpipe.spi.Format;
import kpipe.spi.OptionSpec;
import kpipe.spi.Plugin;
import kpipe.spi.ScalarFunction;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.SinkConnector;
import kpipe.spi.SourceConnector;
import kpipe.spi.Spec;
import kpipe.spi.TableFunction;
import org.junit.jupiter.api.Test;

/**
 * The pages about connectors, formats and functions say what the Specs say: between the marks {@code <!-- reference -->} and {@code <!-- end of reference -->}
 * stands what is made of them here. {@code -Dspec.accept=true} writes it anew.
 */
class ReferenceTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final String BEGIN = "<!-- reference -->\n";
    private static final String END = "<!-- end of reference -->\n";

    private static <T> List<T> plugins(Class<T> type) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static void check(Path page, String reference) throws IOException {
        if (Boolean.getBoolean("spec.accept")) {
            Files.createDirectories(page.getParent());
            String text = Files.exists(page) ? Files.readString(page) : BEGIN + END;
            int begin = text.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(page, text.substring(0, begin) + "\n" + reference + text.substring(text.indexOf(END)));
        }
        assertThat(page).exists();
        assertThat(Files.readString(page)).as(page.toString()).contains(BEGIN + "\n" + reference + END);
    }

    private static Path page(String folder, Plugin plugin) {
        return DOCS.resolve(folder).resolve(plugin.spec().name().toLowerCase(Locale.ROOT) + ".md");
    }

    @Test
    void everyConnectorHasItsPage() throws IOException {
        Map<Path, StringBuilder> pages = new TreeMap<>();
        for (SourceConnector source : plugins(SourceConnector.class)) {
            StringBuilder text = pages.computeIfAbsent(page("connectors", source), absent -> new StringBuilder());
            text.append("## As a source\n\n");
            describe(source.spec(), text);
        }
        for (SinkConnector sink : plugins(SinkConnector.class)) {
            StringBuilder text = pages.computeIfAbsent(page("connectors", sink), absent -> new StringBuilder());
            text.append("## As a destination\n\n");
            describe(sink.spec(), text);
        }
        for (Map.Entry<Path, StringBuilder> page : pages.entrySet()) {
            check(page.getKey(), page.getValue().toString());
        }
        try (var files = Files.list(DOCS.resolve("connectors"))) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
    }

    @Test
    void everyFormatHasItsPage() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Format format : plugins(Format.class)) {
            StringBuilder text = new StringBuilder("## Reference\n\n");
            describe(format.spec(), text);
            check(page("formats", format), text.toString());
            pages.add(page("formats", format));
        }
        try (var files = Files.list(DOCS.resolve("formats"))) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    private static void describe(Spec spec, StringBuilder out) {
        out.append(spec.summary()).append("\n\n");
        if (spec.address() != null) {
            out.append("Address: ").append(lowerFirst(spec.address())).append("\n\n");
        }
        if (spec.guarantee() != null) {
            out.append("Guarantee: each record ")
                    .append(spec.guarantee().words())
                    .append(".\n\n");
        }
        if (!spec.options().isEmpty()) {
            out.append("| option | type | default | meaning |\n| --- | --- | --- | --- |\n");
            for (OptionSpec option : spec.options()) {
                out.append("| `")
                        .append(option.name())
                        .append("` | ")
                        .append(type(option))
                        .append(" | ")
                        .append(byDefault(option))
                        .append(" | ")
                        .append(option.documentation().replace("|", "\\|"))
                        .append(" |\n");
            }
            out.append('\n');
        }
        for (String example : spec.examples()) {
            out.append("```kpipe\n").append(example.strip()).append("\n```\n\n");
        }
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String type(OptionSpec option) {
        if (!option.choices().isEmpty()) {
            return "`'" + String.join("'`, `'", option.choices()) + "'`";
        }
        return switch (option.type()) {
            case STRING -> "text";
            case INTEGER -> "whole number";
            case NUMBER -> "number";
            case BOOLEAN -> "`TRUE`, `FALSE`";
            case DURATION -> "duration";
            case SIZE -> "size";
            case CHARACTER -> "one character";
        };
    }

    private static String byDefault(OptionSpec option) {
        Object value = option.defaultValue();
        if (option.required()) {
            return "required";
        }
        if (value == null) {
            return "";
        }
        return switch (option.type()) {
            case STRING, CHARACTER -> "`'" + value + "'`";
            case BOOLEAN -> "`" + value.toString().toUpperCase(Locale.ROOT) + "`";
            case DURATION -> "`" + value + " MILLISECONDS`";
            default ->
                "`" + (value instanceof Double number && number == Math.rint(number) ? number.longValue() : value)
                        + "`";
        };
    }

    private static final Map<String, String> CHAPTERS = new LinkedHashMap<>();

    static {
        CHAPTERS.put("Letters", "Text: characters");
        CHAPTERS.put("Parts", "Text: parts");
        CHAPTERS.put("Trimming", "Text: trimming");
        CHAPTERS.put("Composing", "Text: composing");
        CHAPTERS.put("Regexes", "Text: regular expressions");
        CHAPTERS.put("RegexLog", "Text: lines of logs");
        CHAPTERS.put("FastLog", "Text: lines of logs");
        CHAPTERS.put("ColumnLog", "Text: lines of logs");
        CHAPTERS.put("SystemLog", "Text: lines of logs");
        CHAPTERS.put("AccessLog", "Text: lines of logs");
        CHAPTERS.put("Urls", "Text: URLs");
        CHAPTERS.put("Hashes", "Text: hashes and encodings");
        CHAPTERS.put("Jsons", "Text: JSON");
        CHAPTERS.put("Rounding", "Numbers: signs and rounding");
        CHAPTERS.put("Mathematics", "Numbers: mathematics");
        CHAPTERS.put("Geography", "Numbers: places on the earth");
        CHAPTERS.put("DatetimeFields", "Dates and times: fields and differences");
        CHAPTERS.put("DatetimeText", "Dates and times: from text and to it");
        CHAPTERS.put("IntervalText", "Dates and times: from text and to it");
        CHAPTERS.put("Extremes", "Any type");
    }

    @Test
    void everyFunctionHasItsParagraph() throws IOException {
        Map<String, StringBuilder> chapters = new LinkedHashMap<>();
        CHAPTERS.values().forEach(chapter -> chapters.put(chapter, new StringBuilder()));
        for (ScalarFunction function : plugins(ScalarFunction.class)) {
            String owner = function.overloads().get(0).owner().getSimpleName();
            assertThat(CHAPTERS).as("a chapter for " + function.name()).containsKey(owner);
            paragraph(function, chapters.get(CHAPTERS.get(owner)));
        }
        StringBuilder all = new StringBuilder();
        chapters.forEach((chapter, text) ->
                all.append("## ").append(chapter).append("\n\n").append(text));
        all.append("## Table functions: reference\n\n");
        plugins(TableFunction.class).forEach(function -> paragraph(function, all));
        check(DOCS.resolve("functions.md"), all.toString());
    }

    private static void paragraph(ScalarFunction function, StringBuilder out) {
        out.append("### ").append(function.name()).append("\n\n```text\n");
        for (Overload overload : function.overloads()) {
            out.append(function.name())
                    .append('(')
                    .append(parameters(overload))
                    .append(") → ")
                    .append(result(overload))
                    .append('\n');
        }
        out.append("```\n\n").append(function.summary());
        if (!function.aliases().isEmpty()) {
            out.append(" Also written `")
                    .append(String.join("`, `", function.aliases()))
                    .append("`.");
        }
        out.append("\n\n");
        for (ScalarFunction.Example example : function.examples()) {
            out.append("- `")
                    .append(example.expression())
                    .append("` is `")
                    .append(example.result() == null ? "NULL" : example.result())
                    .append("`\n");
        }
        out.append('\n');
    }

    private static void paragraph(TableFunction function, StringBuilder out) {
        out.append("### ").append(function.name()).append("\n\n").append(function.summary());
        out.append("\n\n| argument behind the query | is | else |\n| --- | --- | --- |\n");
        for (TableFunction.Parameter parameter : function.parameters()) {
            out.append("| `")
                    .append(parameter.name())
                    .append("` | ")
                    .append(parameter.expected())
                    .append(" | ")
                    .append(parameter.otherwise() == null ? "required" : "`" + parameter.otherwise() + "`")
                    .append(" |\n");
        }
        out.append("\n```kpipe\n").append(function.example().strip()).append("\n```\n\n");
    }

    private static String parameters(Overload overload) {
        List<String> texts = new ArrayList<>();
        for (Parameter parameter : overload.parameters()) {
            texts.add(parameter.name() + " " + parameter.family());
        }
        return String.join(", ", texts) + (overload.variadic() ? ", …" : "");
    }

    private static String result(Overload overload) {
        return switch (overload.result()) {
            case TEXT, TEXT_AS_FIRST, TEXT_SUM -> "VARCHAR";
            case AS_FIRST -> "type of " + overload.parameters().get(0).name();
            case DECIMAL_WHOLE, DECIMAL_COMMON, DECIMAL_CARRIED -> "DECIMAL";
            case BINARY -> "VARBINARY";
            case ROW -> "ROW";
            case BOOLEAN, INTEGER, BIGINT, DOUBLE, DATE, TIME, TIMESTAMP ->
                overload.result().toString();
        };
    }
}
