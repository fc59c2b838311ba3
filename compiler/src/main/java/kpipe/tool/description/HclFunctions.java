package kpipe.tool.description;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.tool.description.HclExpression.Call;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * The functions of Terraform that descriptions of applications call. A call of another, or with arguments that are not known, has a value that is not known.
 */
final class HclFunctions {

    private static final int LONGEST_RANGE = 1024;
    private static final Pattern VERB = Pattern.compile("%(%|0?\\d{0,3}(?:\\.\\d{1,3})?[a-z])");

    private final Path folder;

    /** @param folder relative to which files are named */
    HclFunctions(Path folder) {
        this.folder = folder;
    }

    Value call(Call call, HclEvaluator evaluator) throws MalformedException {
        try {
            return called(call, evaluator);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw wrong(call, "the arguments of `" + call.function() + "` are not those that it takes");
        }
    }

    private Value called(Call call, HclEvaluator evaluator) throws MalformedException {
        List<Value> arguments = evaluator.values(call.arguments());
        if (call.spread() && !arguments.isEmpty() && arguments.get(arguments.size() - 1) instanceof Items last) {
            arguments.remove(arguments.size() - 1);
            arguments.addAll(last.values());
        }
        if (call.function().equals("coalesce")) {
            return coalesce(call, arguments);
        }
        if (call.function().equals("templatefile")) {
            return template(call, arguments, evaluator);
        }
        for (Value argument : arguments) {
            if (argument instanceof Scalar scalar && !scalar.known()) {
                return HclEvaluator.unknown(call);
            }
        }
        Value value = ofLists(call, arguments);
        return value == null ? HclEvaluator.unknown(call) : value;
    }

    private @Nullable Value ofLists(Call call, List<Value> arguments) throws MalformedException {
        Span span = call.span();
        switch (call.function()) {
            case "concat", "flatten" -> {
                List<Value> all = new ArrayList<>();
                arguments.forEach(argument -> flatten(argument, all));
                return new Items(span, all);
            }
            case "tolist", "toset", "tomap" -> {
                return arguments.size() == 1 ? arguments.get(0) : null;
            }
            case "merge" -> {
                Map<String, Field> all = new LinkedHashMap<>();
                for (Value argument : arguments) {
                    if (argument instanceof Fields fields) {
                        all.putAll(fields.fields());
                    }
                }
                return new Fields(span, all);
            }
            case "length" -> {
                int length = arguments.get(0) instanceof Items items
                        ? items.values().size()
                        : arguments.get(0) instanceof Fields fields
                                ? fields.fields().size()
                                : text(arguments, 0).length();
                return Scalar.number(span, String.valueOf(length));
            }
            case "lookup" -> {
                Value found = arguments.get(0) instanceof Fields fields ? fields.get(text(arguments, 1)) : null;
                return found != null ? found : arguments.size() > 2 ? arguments.get(2) : null;
            }
            case "element" -> {
                return arguments.get(0) instanceof Items items
                                && !items.values().isEmpty()
                        ? items.values()
                                .get(Integer.parseInt(text(arguments, 1))
                                        % items.values().size())
                        : null;
            }
            case "join" -> {
                return join(span, arguments);
            }
            case "split" -> {
                List<Value> parts = new ArrayList<>();
                for (String part : text(arguments, 1).split(Pattern.quote(text(arguments, 0)), -1)) {
                    parts.add(Scalar.text(span, part));
                }
                return new Items(span, parts);
            }
            case "range" -> {
                return range(call, arguments);
            }
            default -> {
                String text = ofTexts(call, arguments);
                return text == null ? null : Scalar.text(span, text);
            }
        }
    }

    private @Nullable String ofTexts(Call call, List<Value> arguments) throws MalformedException {
        return switch (call.function()) {
            case "file" -> read(call, text(arguments, 0)).text();
            case "format" -> format(call, arguments);
            case "lower" -> text(arguments, 0).toLowerCase(Locale.ROOT);
            case "upper" -> text(arguments, 0).toUpperCase(Locale.ROOT);
            case "title" -> title(text(arguments, 0));
            case "tostring" -> text(arguments, 0);
            case "trimspace" -> text(arguments, 0).strip();
            case "chomp" -> text(arguments, 0).replaceAll("(\\r?\\n)+$", "");
            case "trimprefix" -> {
                String prefix = text(arguments, 1);
                String text = text(arguments, 0);
                yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            }
            case "trimsuffix" -> {
                String suffix = text(arguments, 1);
                String text = text(arguments, 0);
                yield text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            }
            case "replace" -> replace(text(arguments, 0), text(arguments, 1), text(arguments, 2));
            case "indent" -> text(arguments, 1).replace("\n", "\n" + " ".repeat(Integer.parseInt(text(arguments, 0))));
            case "basename" -> text(arguments, 0).replaceAll("^.*/", "");
            default -> null;
        };
    }

    private static Value coalesce(Call call, List<Value> arguments) {
        for (Value argument : arguments) {
            if (!(argument instanceof Scalar scalar) || !scalar.text().isEmpty()) {
                return argument;
            }
        }
        return HclEvaluator.unknown(call);
    }

    private static void flatten(Value value, List<Value> into) {
        if (value instanceof Items items) {
            items.values().forEach(item -> flatten(item, into));
        } else {
            into.add(value);
        }
    }

    private static Value join(Span span, List<Value> arguments) throws MalformedException {
        List<Value> all = new ArrayList<>();
        arguments.subList(1, arguments.size()).forEach(argument -> flatten(argument, all));
        List<Scalar> parts = new ArrayList<>();
        for (Value value : all) {
            if (value instanceof Scalar scalar) {
                parts.add(scalar);
            }
        }
        return Value.joined(span, text(arguments, 0), parts);
    }

    private static Items range(Call call, List<Value> arguments) throws MalformedException {
        BigDecimal start = arguments.size() > 1 ? number(arguments, 0) : BigDecimal.ZERO;
        BigDecimal limit = number(arguments, arguments.size() > 1 ? 1 : 0);
        BigDecimal step = arguments.size() > 2 ? number(arguments, 2) : BigDecimal.ONE;
        List<Value> values = new ArrayList<>();
        for (BigDecimal at = start; step.signum() * at.compareTo(limit) < 0; at = at.add(step)) {
            if (values.size() == LONGEST_RANGE) {
                throw wrong(call, "this makes more than " + LONGEST_RANGE + " numbers");
            }
            values.add(HclArithmetic.written(call.span(), at));
        }
        return new Items(call.span(), values);
    }

    private static String format(Call call, List<Value> arguments) throws MalformedException {
        Matcher verbs = VERB.matcher(text(arguments, 0));
        StringBuilder made = new StringBuilder();
        int next = 1;
        while (verbs.find()) {
            String verb = verbs.group(1);
            String value;
            if (verb.equals("%")) {
                value = "%";
            } else {
                char kind = verb.charAt(verb.length() - 1);
                String width = verb.substring(0, verb.length() - 1);
                value = switch (kind) {
                    case 's', 'v' -> String.format(Locale.ROOT, "%" + plain(width) + "s", text(arguments, next++));
                    case 'd' ->
                        String.format(
                                Locale.ROOT,
                                "%" + width + "d",
                                number(arguments, next++).toBigInteger());
                    case 'f' -> String.format(Locale.ROOT, "%" + width + "f", number(arguments, next++));
                    default -> throw wrong(call, "`%" + verb + "` is no form that is known here");
                };
            }
            verbs.appendReplacement(made, Matcher.quoteReplacement(value));
        }
        verbs.appendTail(made);
        return made.toString();
    }

    private static String plain(String width) {
        return width.startsWith("0") ? width.substring(1) : width;
    }

    private static String title(String text) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            made.append(i == 0 || text.charAt(i - 1) == ' ' ? Character.toUpperCase(c) : c);
        }
        return made.toString();
    }

    private static String replace(String text, String wanted, String by) {
        boolean pattern = wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/");
        return pattern ? text.replaceAll(wanted.substring(1, wanted.length() - 1), by) : text.replace(wanted, by);
    }

    private Value template(Call call, List<Value> arguments, HclEvaluator evaluator) throws MalformedException {
        if (arguments.size() == 2 && arguments.get(1) instanceof Fields fields) {
            Map<String, Value> names = new LinkedHashMap<>();
            fields.fields().forEach((name, field) -> names.put(name, field.value()));
            HclExpression template = HclText.template(read(call, text(arguments, 0)));
            return evaluator.withOnly(names).value(template);
        }
        throw wrong(call, "templatefile takes the name of a file and an object with values");
    }

    private SourceFile read(Call call, String name) throws MalformedException {
        try {
            Path path = folder.resolve(name.startsWith("./") ? name.substring(2) : name);
            return new SourceFile(path.toString(), new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            throw wrong(call, "the file `" + name + "` cannot be read");
        }
    }

    private static BigDecimal number(List<Value> arguments, int index) throws MalformedException {
        return HclArithmetic.decimal(scalar(arguments, index));
    }

    private static String text(List<Value> arguments, int index) throws MalformedException {
        return scalar(arguments, index).text();
    }

    private static Scalar scalar(List<Value> arguments, int index) throws MalformedException {
        if (index < arguments.size() && arguments.get(index) instanceof Scalar scalar) {
            return scalar;
        }
        throw new IllegalArgumentException("no text");
    }

    private static MalformedException wrong(Call call, String sentence) {
        return new MalformedException(HclCursor.FORMAT, call.span(), sentence);
    }
}
