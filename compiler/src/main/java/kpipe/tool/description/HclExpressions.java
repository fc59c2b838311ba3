package kpipe.tool.description;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.source.Span;
import kpipe.tool.description.HclExpression.Attribute;
import kpipe.tool.description.HclExpression.Binary;
import kpipe.tool.description.HclExpression.Call;
import kpipe.tool.description.HclExpression.Choice;
import kpipe.tool.description.HclExpression.Constant;
import kpipe.tool.description.HclExpression.Element;
import kpipe.tool.description.HclExpression.Entry;
import kpipe.tool.description.HclExpression.Loop;
import kpipe.tool.description.HclExpression.Mapping;
import kpipe.tool.description.HclExpression.Name;
import kpipe.tool.description.HclExpression.Template;
import kpipe.tool.description.HclExpression.Tuple;
import kpipe.tool.description.HclExpression.Unary;
import kpipe.tool.description.HclExpression.Variables;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads expressions of Terraform's language. */
final class HclExpressions {

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

    /** How many operators of one kind, or steps of a reference, may stand in a row. */
    private static final int LONGEST = 500;

    /** Loosest first. */
    private static final List<List<String>> OPERATORS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("==", "!="),
            List.of("<=", ">=", "<", ">"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private final HclCursor cursor;
    private final HclTemplates templates;

    HclExpressions(HclCursor cursor) {
        this.cursor = cursor;
        templates = new HclTemplates(cursor, this);
    }

    HclExpression expression() throws MalformedException {
        cursor.deeper();
        HclExpression condition = binary(0);
        if (cursor.takes("?")) {
            cursor.lines();
            HclExpression yes = expression();
            cursor.lines();
            cursor.expect(":");
            cursor.lines();
            HclExpression no = expression();
            condition = new Choice(Span.of(condition.span(), no.span()), condition, yes, no);
        }
        cursor.higher();
        return condition;
    }

    private HclExpression binary(int level) throws MalformedException {
        if (level == OPERATORS.size()) {
            return unary();
        }
        HclExpression left = binary(level + 1);
        String operator = operator(level);
        for (int count = 0; operator != null; count++) {
            longer(count);
            cursor.lines();
            HclExpression right = binary(level + 1);
            left = new Binary(Span.of(left.span(), right.span()), operator, left, right);
            operator = operator(level);
        }
        return left;
    }

    /** What stands in a row is worked out one within the other. */
    private void longer(int count) throws MalformedException {
        if (count > LONGEST) {
            throw cursor.wrong(cursor.place(), "more than " + LONGEST + " operators or steps stand in a row");
        }
    }

    private @Nullable String operator(int level) throws MalformedException {
        for (String operator : OPERATORS.get(level)) {
            // `%{` and `~}` belong to a template around this expression.
            if (!cursor.sees("%{") && cursor.takes(operator)) {
                return operator;
            }
        }
        return null;
    }

    private HclExpression unary() throws MalformedException {
        cursor.blanks();
        int start = cursor.at;
        for (String operator : List.of("!", "-")) {
            if (cursor.takes(operator)) {
                cursor.deeper();
                HclExpression operand = unary();
                cursor.higher();
                return new Unary(cursor.since(start), operator, operand);
            }
        }
        return steps(primary());
    }

    private HclExpression steps(HclExpression first) throws MalformedException {
        HclExpression of = first;
        int start = first.span().start();
        for (int count = 0; ; count++) {
            longer(count);
            if (cursor.here() == '.' && !cursor.text.startsWith("...", cursor.at)) {
                cursor.at++;
                of = step(of, start);
            } else if (cursor.here() == '[') {
                of = element(of, start);
            } else {
                return of;
            }
        }
    }

    private HclExpression step(HclExpression of, int start) throws MalformedException {
        if (cursor.takes("*")) {
            return new Element(cursor.since(start), of, null);
        }
        Matcher number = NUMBER.matcher(cursor.text).region(cursor.at, cursor.end);
        if (number.lookingAt()) {
            int from = cursor.at;
            cursor.at = number.end();
            Constant index = new Constant(Scalar.number(cursor.since(from), number.group()));
            return new Element(cursor.since(start), of, index);
        }
        String name = cursor.name("a name");
        return new Attribute(cursor.since(start), of, name);
    }

    private HclExpression element(HclExpression of, int start) throws MalformedException {
        cursor.at++;
        cursor.open++;
        HclExpression index = null;
        if (!cursor.takes("*")) {
            index = expression();
        }
        cursor.expect("]");
        cursor.open--;
        return new Element(cursor.since(start), of, index);
    }

    private HclExpression primary() throws MalformedException {
        cursor.blanks();
        int start = cursor.at;
        char first = cursor.here();
        if (first == '"') {
            List<HclExpression.Part> parts = templates.quoted();
            return new Template(cursor.since(start), parts);
        }
        if (cursor.sees("<<")) {
            List<HclExpression.Part> parts = templates.heredoc();
            return new Template(cursor.since(start), parts);
        }
        if (first == '(') {
            return parenthesised();
        }
        if (first == '[') {
            return tuple();
        }
        if (first == '{') {
            return mapping();
        }
        Matcher number = NUMBER.matcher(cursor.text).region(cursor.at, cursor.end);
        if (number.lookingAt()) {
            cursor.at = number.end();
            return new Constant(Scalar.number(cursor.since(start), number.group()));
        }
        return named(start);
    }

    private HclExpression named(int start) throws MalformedException {
        String name = cursor.name("a value");
        Span span = cursor.since(start);
        switch (name) {
            case "true", "false" -> {
                return new Constant(Scalar.truth(span, name.equals("true")));
            }
            case "null" -> {
                return new Constant(Scalar.none(span));
            }
            default -> {
                return cursor.here() == '(' ? call(start, name) : new Name(span, name);
            }
        }
    }

    private Call call(int start, String function) throws MalformedException {
        cursor.expect("(");
        cursor.open++;
        List<HclExpression> arguments = new ArrayList<>();
        boolean spread = false;
        while (!cursor.sees(")")) {
            arguments.add(expression());
            spread = cursor.takes("...");
            if (!cursor.takes(",")) {
                break;
            }
        }
        cursor.expect(")");
        cursor.open--;
        return new Call(cursor.since(start), function, arguments, spread);
    }

    private HclExpression parenthesised() throws MalformedException {
        cursor.expect("(");
        cursor.open++;
        HclExpression inside = expression();
        cursor.expect(")");
        cursor.open--;
        return inside;
    }

    private HclExpression tuple() throws MalformedException {
        int start = cursor.at;
        cursor.expect("[");
        cursor.open++;
        HclExpression made;
        if (cursor.takesWord("for")) {
            made = loop(start, false);
        } else {
            List<HclExpression> items = new ArrayList<>();
            while (!cursor.sees("]")) {
                items.add(expression());
                if (!cursor.takes(",")) {
                    break;
                }
            }
            made = new Tuple(cursor.since(start), items);
        }
        cursor.expect("]");
        cursor.open--;
        return made;
    }

    private HclExpression mapping() throws MalformedException {
        int start = cursor.at;
        cursor.expect("{");
        cursor.lines();
        HclExpression made;
        if (cursor.takesWord("for")) {
            cursor.open++;
            made = loop(start, true);
            cursor.expect("}");
            cursor.open--;
            return made;
        }
        // Between braces a line's end parts two entries, whatever stands around.
        int outside = cursor.open;
        cursor.open = 0;
        List<Entry> entries = new ArrayList<>();
        while (!cursor.sees("}")) {
            HclExpression key = key();
            if (!cursor.takes("=") && !cursor.takes(":")) {
                throw cursor.missing("`=`");
            }
            cursor.lines();
            entries.add(new Entry(key, expression()));
            boolean comma = cursor.takes(",");
            int line = cursor.at;
            cursor.lines();
            if (!comma
                    && !cursor.sees("}")
                    && cursor.text.substring(line, cursor.at).indexOf('\n') < 0) {
                throw cursor.missing("`,` or `}`");
            }
        }
        cursor.expect("}");
        cursor.open = outside;
        return new Mapping(cursor.since(start), entries);
    }

    private HclExpression key() throws MalformedException {
        cursor.blanks();
        if (!cursor.seesName()) {
            return expression();
        }
        int start = cursor.at;
        String name = cursor.name("a name");
        return new Constant(Scalar.text(cursor.since(start), name));
    }

    private Loop loop(int start, boolean keyed) throws MalformedException {
        Variables variables = variables();
        HclExpression in = expression();
        cursor.expect(":");
        HclExpression value = expression();
        HclExpression key = null;
        if (keyed) {
            cursor.expect("=>");
            key = value;
            value = expression();
            cursor.takes("...");
        }
        HclExpression condition = cursor.takesWord("if") ? expression() : null;
        return new Loop(cursor.since(start), variables, in, key, value, condition);
    }

    /** {@code a in} or {@code a, b in}. */
    Variables variables() throws MalformedException {
        String first = cursor.name("a name");
        String second = cursor.takes(",") ? cursor.name("a name") : null;
        if (!cursor.takesWord("in")) {
            throw cursor.missing("`in`");
        }
        return second == null ? new Variables(null, first) : new Variables(first, second);
    }
}
