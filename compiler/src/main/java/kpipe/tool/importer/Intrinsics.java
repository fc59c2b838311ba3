package kpipe.tool.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.source.Span;
import kpipe.tool.description.MalformedException;
import kpipe.tool.description.Value;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * The functions of CloudFormation's templates, worked out. A parameter is what was given for it, or its default; what only a deployment knows becomes a text that is not
 * known.
 */
final class Intrinsics {

    private static final String FORMAT = "a CloudFormation template";
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");

    private final @Nullable Value mappings;
    private final @Nullable Value conditions;
    private final Map<String, Value> parameters = new LinkedHashMap<>();
    private final Set<String> deciding = new LinkedHashSet<>();

    /**
     * @param given values of parameters by name
     */
    Intrinsics(Fields template, Map<String, String> given) {
        mappings = template.get("Mappings");
        conditions = template.get("Conditions");
        if (template.get("Parameters") instanceof Fields fields) {
            fields.fields().forEach((name, field) -> {
                if (field.value() instanceof Fields parameter && parameter.get("Default") != null) {
                    parameters.put(name, parameter.get("Default"));
                }
            });
        }
        given.forEach((name, text) -> parameters.put(name, Scalar.text(template.span(), text)));
    }

    /**
     * The value without functions.
     *
     * @throws MalformedException where a function is not used as it has to be
     */
    Value resolve(Value value) throws MalformedException {
        if (value instanceof Items items) {
            List<Value> resolved = new ArrayList<>();
            for (Value item : items.values()) {
                Value made = resolve(item);
                if (!isNoValue(made)) {
                    resolved.add(made);
                }
            }
            return new Items(items.span(), resolved);
        }
        if (!(value instanceof Fields fields)) {
            return value;
        }
        if (fields.fields().size() == 1) {
            Map.Entry<String, Field> only =
                    fields.fields().entrySet().iterator().next();
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return call(only.getKey(), fields.span(), only.getValue().value());
            }
        }
        Map<String, Field> resolved = new LinkedHashMap<>();
        for (Map.Entry<String, Field> entry : fields.fields().entrySet()) {
            Value made = resolve(entry.getValue().value());
            if (!isNoValue(made)) {
                resolved.put(entry.getKey(), new Field(entry.getValue().name(), made));
            }
        }
        return new Fields(fields.span(), resolved);
    }

    private static boolean isNoValue(Value value) {
        return value instanceof Scalar scalar && scalar.unknown().equals(List.of("AWS::NoValue"));
    }

    private Value call(String function, Span span, Value argument) throws MalformedException {
        switch (function) {
            case "Ref" -> {
                return reference(span, text(argument, function));
            }
            case "Fn::GetAtt" -> {
                return Scalar.unknown(span, attribute(argument));
            }
            case "Fn::Sub" -> {
                return substituted(span, argument);
            }
            case "Fn::Join" -> {
                List<Value> arguments = arguments(function, argument, 2);
                return joined(span, arguments);
            }
            case "Fn::If" -> {
                List<Value> arguments = arguments(function, argument, 3);
                return resolve(decide(text(arguments.get(0), function), span) ? arguments.get(1) : arguments.get(2));
            }
            case "Fn::FindInMap" -> {
                return mapped(span, argument);
            }
            case "Fn::Select" -> {
                return selected(span, argument);
            }
            case "Fn::Split" -> {
                List<Value> arguments = arguments(function, argument, 2);
                Scalar whole = scalar(resolve(arguments.get(1)), function);
                List<Value> parts = new ArrayList<>();
                for (String part : whole.text().split(Pattern.quote(text(arguments.get(0), function)), -1)) {
                    parts.add(
                            whole.known() ? Scalar.text(span, part) : Scalar.unknown(span, "part of " + whole.text()));
                }
                return new Items(span, parts);
            }
            default -> {
                // Fn::ImportValue, Fn::GetAZs, Fn::Transform and whatever comes: only a deployment knows.
                return Scalar.unknown(span, resolve(argument) instanceof Scalar name ? name.text() : function);
            }
        }
    }

    private Value reference(Span span, String name) {
        Value parameter = parameters.get(name);
        if (parameter instanceof Scalar scalar) {
            return new Scalar(span, scalar.kind(), scalar.text(), scalar.unknown());
        }
        return parameter != null ? parameter : Scalar.unknown(span, name);
    }

    /** {@code [resource, attribute]} or {@code resource.attribute}. */
    private String attribute(Value argument) throws MalformedException {
        if (argument instanceof Items items) {
            List<String> parts = new ArrayList<>();
            for (Value item : items.values()) {
                parts.add(scalar(resolve(item), "Fn::GetAtt").text());
            }
            return String.join(".", parts);
        }
        return text(argument, "Fn::GetAtt");
    }

    private Value substituted(Span span, Value argument) throws MalformedException {
        Map<String, Scalar> own = new HashMap<>();
        Value pattern = argument;
        if (argument instanceof Items items && items.values().size() == 2) {
            pattern = items.values().get(0);
            if (items.values().get(1) instanceof Fields variables) {
                for (Map.Entry<String, Field> entry : variables.fields().entrySet()) {
                    own.put(entry.getKey(), scalar(resolve(entry.getValue().value()), "Fn::Sub"));
                }
            }
        }
        Scalar written = scalar(pattern, "Fn::Sub");
        Function<String, Scalar> meaning = name -> {
            Scalar mine = own.get(name);
            if (mine != null) {
                return mine;
            }
            return reference(span, name) instanceof Scalar scalar ? scalar : Scalar.unknown(span, name);
        };
        List<Scalar> parts = new ArrayList<>();
        Matcher places = PLACE.matcher(written.text());
        int from = 0;
        while (places.find()) {
            parts.add(Scalar.text(span, written.text().substring(from, places.start())));
            String name = places.group(1).strip();
            parts.add(name.startsWith("!") ? Scalar.text(span, "${" + name.substring(1) + "}") : meaning.apply(name));
            from = places.end();
        }
        parts.add(Scalar.text(span, written.text().substring(from)));
        return Value.joined(written.span(), "", parts);
    }

    private Value joined(Span span, List<Value> arguments) throws MalformedException {
        Value list = resolve(arguments.get(1));
        if (!(list instanceof Items items)) {
            return scalar(list, "Fn::Join");
        }
        List<Scalar> parts = new ArrayList<>();
        for (Value item : items.values()) {
            parts.add(scalar(item, "Fn::Join"));
        }
        return Value.joined(span, text(arguments.get(0), "Fn::Join"), parts);
    }

    private Value mapped(Span span, Value argument) throws MalformedException {
        Value at = mappings;
        List<String> keys = new ArrayList<>();
        for (Value key : arguments("Fn::FindInMap", argument, 3)) {
            Scalar scalar = scalar(resolve(key), "Fn::FindInMap");
            keys.add(scalar.text());
            at = at instanceof Fields fields ? fields.get(scalar.text()) : null;
        }
        return at == null ? Scalar.unknown(span, String.join(".", keys)) : resolve(at);
    }

    private Value selected(Span span, Value argument) throws MalformedException {
        List<Value> arguments = arguments("Fn::Select", argument, 2);
        Scalar index = scalar(resolve(arguments.get(0)), "Fn::Select");
        Value list = resolve(arguments.get(1));
        if (list instanceof Items items && index.text().matches("\\d{1,4}")) {
            int at = Integer.parseInt(index.text());
            if (at < items.values().size()) {
                return items.values().get(at);
            }
        }
        return Scalar.unknown(span, "Fn::Select");
    }

    /** Whether a condition of the template holds; one that needs what is not known does not. */
    private boolean decide(String name, Span span) throws MalformedException {
        Value condition = conditions instanceof Fields fields ? fields.get(name) : null;
        if (condition == null) {
            throw new MalformedException(FORMAT, span, "there is no condition `" + name + "`");
        }
        if (!deciding.add(name)) {
            throw new MalformedException(FORMAT, span, "condition `" + name + "` depends on itself");
        }
        boolean holds = holds(condition);
        deciding.remove(name);
        return holds;
    }

    private boolean holds(Value condition) throws MalformedException {
        if (!(condition instanceof Fields fields) || fields.fields().size() != 1) {
            return scalar(resolve(condition), "a condition").text().equals("true");
        }
        Map.Entry<String, Field> only = fields.fields().entrySet().iterator().next();
        String function = only.getKey();
        Value argument = only.getValue().value();
        switch (function) {
            case "Condition" -> {
                return decide(text(argument, function), fields.span());
            }
            case "Fn::Not" -> {
                return !holds(arguments(function, argument, 1).get(0));
            }
            case "Fn::Equals" -> {
                List<Value> sides = arguments(function, argument, 2);
                Scalar left = scalar(resolve(sides.get(0)), function);
                Scalar right = scalar(resolve(sides.get(1)), function);
                return left.known() && right.known() && left.text().equals(right.text());
            }
            case "Fn::And", "Fn::Or" -> {
                boolean and = function.equals("Fn::And");
                for (Value part : argument instanceof Items items ? items.values() : List.of(argument)) {
                    if (holds(part) != and) {
                        return !and;
                    }
                }
                return and;
            }
            default -> throw new MalformedException(FORMAT, fields.span(), "`" + function + "` is no condition");
        }
    }

    /** Whether a condition holds that a resource has; one without is always there. */
    boolean isThere(Fields resource) throws MalformedException {
        return !(resource.get("Condition") instanceof Scalar condition) || decide(condition.text(), condition.span());
    }

    private static List<Value> arguments(String function, Value argument, int count) throws MalformedException {
        if (argument instanceof Items items && items.values().size() == count) {
            return items.values();
        }
        String wanted = count == 1 ? "a list of one value" : "a list of " + count + " values";
        throw new MalformedException(FORMAT, argument.span(), "`" + function + "` takes " + wanted);
    }

    private String text(Value value, String function) throws MalformedException {
        return scalar(value, function).text();
    }

    private static Scalar scalar(Value value, String function) throws MalformedException {
        if (value instanceof Scalar scalar) {
            return scalar;
        }
        throw new MalformedException(
                FORMAT, value.span(), "`" + function + "` takes a text here, not " + value.kindName());
    }
}
