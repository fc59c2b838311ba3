package kpipe.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kpipe.compiler.catalog.Catalog;
import kpipe.spi.OptionSpec;
import kpipe.spi.ScalarFunction;
import kpipe.spi.ScalarFunction.Example;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.Spec;
import kpipe.spi.TableFunction;
import org.jspecify.annotations.Nullable;

/** What {@code kpipe doc} and hover say: the pages of codes, and of plug-ins what their Specs tell. Markdown. Immutable, for use from any thread. */
public final class Documentation {

    private static final Pattern CODE = Pattern.compile("K\\d{4}");

    private final Catalog catalog;

    public Documentation(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Of the plug-ins on the class path. */
    public static Documentation load() {
        return new Documentation(Catalog.load(Documentation.class.getClassLoader()));
    }

    /** The pages of everything of that name, whatever its case: FILE is a source and a destination. Empty where there is none. */
    public Optional<String> of(String name) {
        String key = name.toUpperCase(Locale.ROOT);
        if (CODE.matcher(key).matches()) {
            return Optional.ofNullable(resource("/kpipe/codes/" + key + ".md"));
        }
        List<String> pages = new ArrayList<>();
        var source = catalog.source(key);
        if (source != null) {
            pages.add(page("source", source.spec()));
        }
        var sink = catalog.sink(key);
        if (sink != null) {
            pages.add(page("destination", sink.spec()));
        }
        var format = catalog.format(key);
        if (format != null) {
            pages.add(page("format", format.spec()));
        }
        var function = catalog.function(key);
        if (function != null) {
            pages.add(page(function));
        }
        var tableFunction = catalog.tableFunction(key);
        if (tableFunction != null) {
            pages.add(page(tableFunction));
        }
        LanguageForms.of(key).ifPresent(pages::add);
        return pages.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", pages));
    }

    /** Every name that has a page, by kind. */
    public String contents() {
        return "Sources: " + String.join(", ", catalog.sources().keySet()) + "\n"
                + "Destinations: " + String.join(", ", catalog.sinks().keySet()) + "\n"
                + "Formats: " + String.join(", ", catalog.formats().keySet()) + "\n"
                + "Functions: " + String.join(", ", catalog.functionNames()) + "\n"
                + "Table functions: "
                + String.join(", ", catalog.tableFunctions().keySet()) + "\n"
                + "Part of the language: " + String.join(", ", LanguageForms.names()) + "\n"
                + "Codes: as diagnostics show them, such as K0203\n";
    }

    private static String page(String kind, Spec spec) {
        StringBuilder page = new StringBuilder();
        page.append("# ")
                .append(spec.name())
                .append(" (")
                .append(kind)
                .append(")\n\n")
                .append(spec.summary())
                .append('\n');
        if (spec.address() != null) {
            page.append("\nAddress: ").append(spec.address());
            page.append(spec.addressRequired() ? "\n" : " It may be left out.\n");
        }
        if (spec.guarantee() != null) {
            page.append("\nDelivers each record ")
                    .append(spec.guarantee().words())
                    .append(".\n");
        }
        appendOptions(page, spec.options());
        for (String example : spec.examples()) {
            page.append("\n```sql\n").append(example.strip()).append("\n```\n");
        }
        return page.toString();
    }

    private static void appendOptions(StringBuilder page, List<OptionSpec> options) {
        if (!options.isEmpty()) {
            page.append("\nOptions:\n\n");
        }
        for (OptionSpec option : options) {
            page.append("- `").append(option.name()).append("` (").append(lower(option.type()));
            if (option.required()) {
                page.append(", required");
            } else if (option.defaultValue() != null) {
                page.append(", else ").append(option.defaultValue()).append(unit(option.type()));
            }
            page.append("): ").append(option.documentation());
            if (!option.choices().isEmpty()) {
                page.append(" One of ")
                        .append(String.join(", ", option.choices()))
                        .append('.');
            }
            page.append('\n');
        }
    }

    private static String unit(OptionSpec.OptionType type) {
        return switch (type) {
            case DURATION -> " milliseconds";
            case SIZE -> " bytes";
            case STRING, INTEGER, NUMBER, BOOLEAN, CHARACTER -> "";
        };
    }

    private static String page(ScalarFunction function) {
        StringBuilder page = new StringBuilder();
        page.append("# ")
                .append(function.name())
                .append(" (function)\n\n")
                .append(function.summary())
                .append("\n\n");
        for (Overload overload : function.overloads()) {
            page.append("- `")
                    .append(function.name())
                    .append('(')
                    .append(parameters(overload))
                    .append(")`\n");
        }
        if (!function.aliases().isEmpty()) {
            page.append("\nAlso called ")
                    .append(String.join(", ", function.aliases()))
                    .append(".\n");
        }
        if (!function.examples().isEmpty()) {
            page.append("\nExamples:\n\n");
        }
        for (Example example : function.examples()) {
            String result = example.result() == null ? "NULL" : example.result();
            page.append("- `")
                    .append(example.expression())
                    .append("` gives `")
                    .append(result)
                    .append("`\n");
        }
        return page.toString();
    }

    private static String parameters(Overload overload) {
        String list =
                overload.parameters().stream().map(Documentation::parameter).collect(Collectors.joining(", "));
        return overload.variadic() ? list + ", …" : list;
    }

    private static String parameter(Parameter parameter) {
        return parameter.name() + " " + parameter.family();
    }

    private static String page(TableFunction function) {
        StringBuilder page = new StringBuilder();
        page.append("# ")
                .append(function.name())
                .append(" (table function)\n\n")
                .append(function.summary())
                .append("\n\nBehind the query:\n\n");
        for (TableFunction.Parameter parameter : function.parameters()) {
            page.append("- `")
                    .append(parameter.name())
                    .append("`: ")
                    .append(parameter.expected())
                    .append(parameter.otherwise() == null ? "" : ", else " + parameter.otherwise())
                    .append('\n');
        }
        return page.append("\n```sql\n")
                .append(function.example().strip())
                .append("\n```\n")
                .toString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String resource(String name) {
        try (InputStream page = Documentation.class.getResourceAsStream(name)) {
            return page == null ? null : new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
