package kpipe.tool.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.source.Span;
import kpipe.tool.description.HclBody.Attribute;
import kpipe.tool.description.HclBody.Block;
import kpipe.tool.description.HclExpression.Call;
import kpipe.tool.description.HclExpression.Choice;
import kpipe.tool.description.HclExpression.Chosen;
import kpipe.tool.description.HclExpression.Constant;
import kpipe.tool.description.HclExpression.Element;
import kpipe.tool.description.HclExpression.Entry;
import kpipe.tool.description.HclExpression.Inserted;
import kpipe.tool.description.HclExpression.Letters;
import kpipe.tool.description.HclExpression.Loop;
import kpipe.tool.description.HclExpression.Mapping;
import kpipe.tool.description.HclExpression.Name;
import kpipe.tool.description.HclExpression.Part;
import kpipe.tool.description.HclExpression.Repeated;
import kpipe.tool.description.HclExpression.Template;
import kpipe.tool.description.HclExpression.Tuple;
import kpipe.tool.description.HclExpression.Unary;
import kpipe.tool.description.HclExpression.Variables;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Kind;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of expressions. What only a deployment knows, such as {@code aws_kinesis_stream.orders.arn}, becomes a text that is not known, and so does what is made of it.
 * Not thread-safe.
 */
public final class HclEvaluator {

    private final Map<String, Value> names;
    private final HclFunctions functions;

    /**
     * @param names what the first names of references mean: {@code var}, {@code local}, {@code path}
     * @param folder where files are looked for
     */
    public HclEvaluator(Map<String, Value> names, Path folder) {
        this(Map.copyOf(names), new HclFunctions(folder));
    }

    private HclEvaluator(Map<String, Value> names, HclFunctions functions) {
        this.names = names;
        this.functions = functions;
    }

    /** One that knows a further name. */
    HclEvaluator with(@Nullable String name, Value value) {
        if (name == null) {
            return this;
        }
        Map<String, Value> more = new LinkedHashMap<>(names);
        more.put(name, value);
        return new HclEvaluator(more, functions);
    }

    /** One that knows nothing but these names. */
    HclEvaluator withOnly(Map<String, Value> others) {
        return new HclEvaluator(others, functions);
    }

    /**
     * The attributes and blocks of a body by name; a block that stands there several times is a list of them. A {@code dynamic} block is as many as it makes.
     *
     * @throws MalformedException where something cannot be worked out
     */
    public Fields fields(HclBody body) throws MalformedException {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Attribute attribute : body.attributes()) {
            fields.put(attribute.name(), new Field(attribute.place(), value(attribute.value())));
        }
        for (Block block : body.blocks()) {
            if (block.type().equals("dynamic") && block.labels().size() == 1) {
                dynamic(block, fields);
            } else {
                add(fields, block.type(), block.place(), fields(block.body()));
            }
        }
        return new Fields(body.span(), fields);
    }

    /**
     * The value of an attribute.
     *
     * @throws MalformedException where it cannot be worked out
     */
    public Value value(HclBody.HclValue value) throws MalformedException {
        return value(value.expression());
    }

    private static void add(Map<String, Field> fields, String name, Span place, Value value) {
        Field there = fields.get(name);
        if (there == null) {
            fields.put(name, new Field(place, value));
            return;
        }
        List<Value> all = new ArrayList<>();
        if (there.value() instanceof Items items) {
            all.addAll(items.values());
        } else {
            all.add(there.value());
        }
        all.add(value);
        fields.put(name, new Field(there.name(), new Items(there.value().span(), all)));
    }

    private void dynamic(Block block, Map<String, Field> fields) throws MalformedException {
        String name = block.labels().get(0);
        Value each = null;
        String iterator = name;
        for (Attribute attribute : block.body().attributes()) {
            if (attribute.name().equals("for_each")) {
                each = value(attribute.value());
            } else if (attribute.name().equals("iterator") && attribute.value().expression() instanceof Name written) {
                iterator = written.name();
            }
        }
        for (Block content : block.body().blocks()) {
            if (each != null && content.type().equals("content")) {
                // What is not known may be there: it is taken for one.
                boolean unknown = each instanceof Scalar scalar && !scalar.known();
                for (Pair pair : unknown ? List.of(new Pair(Scalar.number(each.span(), "0"), each)) : pairs(each)) {
                    Map<String, Field> item = new LinkedHashMap<>();
                    item.put("key", new Field(content.place(), pair.key()));
                    item.put("value", new Field(content.place(), pair.value()));
                    Value made =
                            with(iterator, new Fields(content.place(), item)).fields(content.body());
                    add(fields, name, block.place(), made);
                }
            }
        }
    }

    Value value(HclExpression expression) throws MalformedException {
        if (expression instanceof Constant constant) {
            return constant.value();
        }
        if (expression instanceof Template template) {
            return template(template);
        }
        if (expression instanceof Name name) {
            Value known = names.get(name.name());
            return known == null ? unknown(name) : known;
        }
        if (expression instanceof HclExpression.Attribute attribute) {
            Value of = value(attribute.of());
            Value found = of instanceof Fields fields ? fields.get(attribute.name()) : null;
            return found == null ? unknownPart(attribute, attribute.of(), of) : found;
        }
        if (expression instanceof Element element) {
            return element(element);
        }
        if (expression instanceof Tuple tuple) {
            return new Items(tuple.span(), values(tuple.items()));
        }
        if (expression instanceof Mapping mapping) {
            return mapping(mapping);
        }
        return computed(expression);
    }

    private Value computed(HclExpression expression) throws MalformedException {
        if (expression instanceof Call call) {
            return functions.call(call, this);
        }
        if (expression instanceof Choice choice) {
            Scalar condition = scalar(choice.condition());
            if (!condition.known()) {
                return unknown(choice);
            }
            return value(isTrue(condition) ? choice.yes() : choice.no());
        }
        if (expression instanceof Loop loop) {
            return loop(loop);
        }
        if (expression instanceof Unary unary) {
            Scalar operand = scalar(unary.operand());
            if (!operand.known()) {
                return unknown(unary);
            }
            return unary.operator().equals("!")
                    ? Scalar.truth(unary.span(), !isTrue(operand))
                    : HclArithmetic.negated(unary.span(), operand);
        }
        HclExpression.Binary binary = (HclExpression.Binary) expression;
        Scalar left = scalar(binary.left());
        Scalar right = scalar(binary.right());
        return left.known() && right.known()
                ? HclArithmetic.of(binary.span(), binary.operator(), left, right)
                : unknown(binary);
    }

    private Value element(Element element) throws MalformedException {
        Value of = value(element.of());
        Scalar index = element.index() == null ? null : scalar(element.index());
        Value found = null;
        if (index != null && of instanceof Items items && index.text().matches("\\d{1,6}")) {
            int at = Integer.parseInt(index.text());
            found = at < items.values().size() ? items.values().get(at) : null;
        } else if (index != null && of instanceof Fields fields) {
            found = fields.get(index.text());
        }
        return found == null ? unknownPart(element, element.of(), of) : found;
    }

    private Fields mapping(Mapping mapping) throws MalformedException {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            Scalar key = scalar(entry.key());
            fields.put(key.text(), new Field(key.span(), value(entry.value())));
        }
        return new Fields(mapping.span(), fields);
    }

    private Value loop(Loop loop) throws MalformedException {
        Value in = value(loop.in());
        if (in instanceof Scalar) {
            return unknown(loop);
        }
        List<Value> values = new ArrayList<>();
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Pair pair : pairs(in)) {
            HclEvaluator inside = within(loop.variables(), pair);
            if (loop.condition() != null && !isTrue(inside.scalar(loop.condition()))) {
                continue;
            }
            Value value = inside.value(loop.value());
            if (loop.key() == null) {
                values.add(value);
            } else {
                Scalar key = inside.scalar(loop.key());
                fields.put(key.text(), new Field(key.span(), value));
            }
        }
        return loop.key() == null ? new Items(loop.span(), values) : new Fields(loop.span(), fields);
    }

    private HclEvaluator within(Variables variables, Pair pair) {
        return with(variables.key(), pair.key()).with(variables.value(), pair.value());
    }

    /** A place and what stands there. */
    private record Pair(Scalar key, Value value) {}

    private static List<Pair> pairs(Value value) {
        List<Pair> pairs = new ArrayList<>();
        if (value instanceof Items items) {
            for (int i = 0; i < items.values().size(); i++) {
                pairs.add(new Pair(
                        Scalar.number(items.span(), String.valueOf(i)),
                        items.values().get(i)));
            }
        } else if (value instanceof Fields fields) {
            fields.fields()
                    .forEach((name, field) -> pairs.add(new Pair(Scalar.text(field.name(), name), field.value())));
        }
        return pairs;
    }

    private Value template(Template template) throws MalformedException {
        if (template.parts().size() == 1 && template.parts().get(0) instanceof Inserted alone) {
            return value(alone.expression());
        }
        List<Scalar> texts = new ArrayList<>();
        render(template.parts(), template.span(), texts);
        return Value.joined(template.span(), "", texts);
    }

    private void render(List<Part> parts, Span span, List<Scalar> into) throws MalformedException {
        for (Part part : parts) {
            if (part instanceof Letters letters) {
                into.add(Scalar.text(span, letters.text()));
            } else if (part instanceof Inserted inserted) {
                into.add(scalar(inserted.expression()));
            } else if (part instanceof Repeated repeated) {
                Value in = value(repeated.in());
                if (in instanceof Scalar) {
                    into.add(unknown(repeated.in()));
                }
                for (Pair pair : pairs(in)) {
                    within(repeated.variables(), pair).render(repeated.parts(), span, into);
                }
            } else if (part instanceof Chosen chosen) {
                Scalar condition = scalar(chosen.condition());
                if (condition.known()) {
                    render(isTrue(condition) ? chosen.yes() : chosen.no(), span, into);
                } else {
                    into.add(condition);
                }
            }
        }
    }

    List<Value> values(List<HclExpression> expressions) throws MalformedException {
        List<Value> values = new ArrayList<>();
        for (HclExpression expression : expressions) {
            values.add(value(expression));
        }
        return values;
    }

    /** A value that must be no list and no object. */
    private Scalar scalar(HclExpression expression) throws MalformedException {
        Value value = value(expression);
        if (value instanceof Scalar scalar) {
            return scalar;
        }
        throw new MalformedException(
                HclCursor.FORMAT, expression.span(), value.kindName() + " cannot stand where a text is wanted");
    }

    static boolean isTrue(Scalar condition) {
        return condition.text().equals("true") && condition.kind() != Kind.NULL;
    }

    /** A part of what is not known: shown as it is written, or as the reference that a name stands for. */
    private static Scalar unknownPart(HclExpression part, HclExpression whole, Value of) {
        boolean stands = of instanceof Scalar scalar
                && !scalar.known()
                && !scalar.unknown().equals(unknown(whole).unknown());
        return stands ? (Scalar) of : unknown(part);
    }

    /** Shown as it is written, on one line. */
    static Scalar unknown(HclExpression expression) {
        return Scalar.unknown(expression.span(), expression.span().text().replaceAll("\\s+", " "));
    }
}
