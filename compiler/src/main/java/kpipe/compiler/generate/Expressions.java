package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kpipe.compiler.generate.ClassMembers.JavaTypes;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.data.Kind;
import kpipe.data.RowException;
import kpipe.data.Type;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.TextBuilder;
import kpipe.runtime.operator.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions. What can fail becomes a statement of its own, with the line of the text kept in the variable {@code line}, so that failures come in the order of the text and
 * name their place; what cannot fail stays an expression where it is used. Laziness is that of {@link Expr}: a part that may not be evaluated stands in a block of its own.
 */
final class Expressions implements Expr.Visitor<Value> {

    static final CodeBlock TRUE = CodeBlock.of("true");
    static final CodeBlock FALSE = CodeBlock.of("false");

    final ClassMembers members;
    private final Operations operations = new Operations(this);
    private final Conversions conversions = new Conversions(this);
    private final FunctionCalls calls = new FunctionCalls(this);
    final Conditions conditions = new Conditions(this);
    private final Map<Expr, Boolean> failing = new IdentityHashMap<>();

    private @Nullable Environment environment;
    final MethodDivision division = new MethodDivision(this);
    Block block;

    /** Whether anything written so far, in what is guarded together, can throw a RowException. */
    boolean fails;

    /** Whether anything written so far notes its line. */
    boolean marks;

    Expressions(ClassMembers members, Block block) {
        this.members = members;
        this.block = block;
    }

    /** The row that expressions are computed over. */
    Environment row() {
        return java.util.Objects.requireNonNull(environment);
    }

    void setRow(Environment row) {
        environment = row;
    }

    Value evaluate(Expr expr) {
        Expr prepared = division.prepared(expr);
        Value cutOff = division.cutOff(prepared);
        if (cutOff != null) {
            return cutOff;
        }
        if (!canFail(prepared) || division.weight(prepared) > MethodDivision.MAX_NODES) {
            return prepared.accept(this);
        }
        // What was computed before, for this row and on this way, is not computed again.
        Shared key = new Shared(row(), new Signature().of(prepared));
        Value known = block.known(key);
        if (known == null) {
            known = prepared.accept(this);
            if (isSimple(known) && !key.signature().contains(Operation.CURRENT_ROW_TIMESTAMP.name())) {
                block.remember(key, known);
            }
        }
        return known;
    }

    /** A value that is made where it is first asked for, and known from there on under {@code key}. */
    Value once(Object key, Supplier<Value> made) {
        Value known = block.known(key);
        if (known == null) {
            known = made.get();
            block.remember(key, known);
        }
        return known;
    }

    /** What two expressions have in common whose values are the same. */
    private record Shared(Environment row, String signature) {}

    /** The value, with its code and null condition in locals: cheap to use again and fixed from here on. */
    Value settled(Expr expr, String hint) {
        Value value = evaluate(expr);
        if (isSimple(value)) {
            return value;
        }
        CodeBlock isNull = value.isNull() == null ? null : condition(value.isNull(), hint + "IsNull");
        if (value.shape() == Value.Shape.PRIMITIVE) {
            return local(value.withNull(isNull), hint);
        }
        if (value.shape() == Value.Shape.TEXT && value.isNull() == null) {
            return local(value, hint);
        }
        return value.withNull(isNull);
    }

    /** A name or a constant, rather than something to compute. */
    private static boolean isSimple(Value value) {
        return isName(value.code()) && (value.isNull() == null || isName(value.isNull()));
    }

    static boolean isName(CodeBlock code) {
        String text = code.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isJavaIdentifierPart(c) && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** Declares a local that holds the value's code. */
    Value local(Value value, String hint) {
        String name = members.names.variable(hint);
        block.statement("final $T $L = $L", JavaTypes.of(value.type()), name, value.code());
        return Value.local(value.type(), CodeBlock.of("$N", name), value.isNull());
    }

    /** A boolean local for a condition that is not a name already. */
    CodeBlock condition(CodeBlock condition, String hint) {
        if (isName(condition)) {
            return condition;
        }
        String name = members.names.variable(hint);
        block.statement("final boolean $L = $L", name, condition);
        return CodeBlock.of("$N", name);
    }

    /** Notes the line of what may fail next. */
    void mark(Expr expr) {
        mark(expr.span().line());
    }

    void mark(int line) {
        fails = true;
        marks = true;
        if (block.line() != line) {
            block.statement("line = $L", line);
            block.setLine(line);
        }
    }

    /** Writes what {@code body} says into a block of its own and returns it. */
    Block inner(Runnable body) {
        Block outer = block;
        Block inner = new Block(outer);
        block = inner;
        body.run();
        block = outer;
        if (inner.line() != outer.line()) {
            outer.setLine(0);
        }
        return inner;
    }

    // ---- conditions

    static CodeBlock not(CodeBlock condition) {
        String text = condition.toString();
        if (text.equals("true")) {
            return FALSE;
        }
        if (text.equals("false")) {
            return TRUE;
        }
        if (text.startsWith("!") && isName(CodeBlock.of("$L", text.substring(1)))) {
            return CodeBlock.of("$L", text.substring(1));
        }
        return CodeBlock.of("!$L", operand(condition));
    }

    /** The code, in parentheses where it is more than one term. */
    static CodeBlock operand(CodeBlock code) {
        String text = code.toString();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (depth == 0 && (c == ' ' || c == '!' || c == '-')) {
                return CodeBlock.of("($L)", code);
            }
        }
        return code;
    }

    /** A condition that holds where two values that are not NULL differ. */
    CodeBlock differ(Value left, Value right) {
        return operations.compare(left, right, "!=");
    }

    /** Whether evaluating it can throw. */
    boolean canFail(Expr expr) {
        Boolean known = failing.get(expr);
        if (known == null) {
            known = new Failing().visit(expr);
            failing.put(expr, known);
        }
        return known;
    }

    private final class Failing {
        boolean visit(Expr expr) {
            for (Expr operand : Subexpressions.of(expr)) {
                if (canFail(operand)) {
                    return true;
                }
            }
            return expr instanceof Expr.FunctionCall
                    || expr instanceof Expr.JavaCall
                    || expr instanceof Expr.Lookup lookup && lookup.value() != null
                    || expr instanceof Expr.Cast cast && conversions.canFail(cast)
                    || expr instanceof Expr.Call call && Operations.canFail(call);
        }
    }

    // ---- nullness

    /** The condition that any of the values is NULL; null if none can be. */
    static @Nullable CodeBlock anyNull(List<Value> values) {
        CodeBlock any = null;
        List<String> seen = new ArrayList<>();
        for (Value value : values) {
            CodeBlock isNull = value.isNull();
            if (isAlways(isNull)) {
                return TRUE;
            }
            if (isNull != null && !seen.contains(isNull.toString())) {
                seen.add(isNull.toString());
                any = any == null ? isNull : CodeBlock.of("$L || $L", any, isNull);
            }
        }
        return any;
    }

    /** Whether a condition is the constant TRUE. */
    static boolean isAlways(@Nullable CodeBlock condition) {
        return condition != null && condition.toString().equals("true");
    }

    /** How a strict operation is written once its operands are known not to be NULL. */
    interface Operator {
        CodeBlock of(List<Value> operands);
    }

    /**
     * An operation that is NULL where an operand is.
     *
     * @param fallible whether it can throw
     */
    Value strict(Expr expr, List<Value> operands, boolean fallible, String hint, Operator operator) {
        return strict(expr.type(), expr.span().line(), operands, fallible, hint, operator);
    }

    Value strict(Type type, int line, List<Value> operands, boolean fallible, String hint, Operator operator) {
        CodeBlock isNull = anyNull(operands);
        if (isAlways(isNull)) {
            return constant(null, type);
        }
        boolean bytes = Value.isBytes(type);
        boolean guarded = bytes || fallible;
        for (Value operand : operands) {
            guarded |= operand.shape() != Value.Shape.PRIMITIVE;
        }
        if (isNull == null) {
            if (fallible) {
                mark(line);
            }
            Value value = Value.local(type, operator.of(operands), null);
            return fallible || bytes ? local(value, hint) : value;
        }
        if (!guarded) {
            return Value.local(type, operator.of(operands), isNull);
        }
        CodeBlock nullName = condition(isNull, hint + "IsNull");
        String name = members.names.variable(hint);
        block.statement("$T $L = $L", JavaTypes.of(type), name, JavaTypes.zero(type));
        block.begin("if (!$L)", nullName);
        block.add(inner(() -> {
                    if (fallible) {
                        mark(line);
                    }
                    block.statement("$L = $L", name, operator.of(operands));
                })
                .code());
        block.end();
        return Value.local(type, CodeBlock.of("$N", name), nullName);
    }

    /** What an operator makes of a value; NULL where it fails. */
    Value attempt(Type type, Value operand, String hint, Operator operator) {
        String name = members.names.variable(hint);
        String nullName = members.names.variable(hint + "IsNull");
        CodeBlock isNull = operand.isNull() == null ? FALSE : operand.isNull();
        block.statement("$T $L = $L", JavaTypes.of(type), name, JavaTypes.zero(type));
        block.statement("boolean $L = $L", nullName, isNull);
        block.begin("if (!$L)", nullName);
        block.add(inner(() -> {
                    CodeBlock result = operator.of(List.of(operand));
                    block.begin("try");
                    block.statement("$L = $L", name, result);
                    block.next("catch ($T $L)", RowException.class, members.names.variable("failure"));
                    block.statement("$L = true", nullName);
                    block.end();
                })
                .code());
        block.end();
        return Value.local(type, CodeBlock.of("$N", name), CodeBlock.of("$N", nullName));
    }

    // ---- text

    /** The value as an expression of type Text. */
    CodeBlock text(Value value) {
        if (value.shape() == Value.Shape.TEXT) {
            return value.code();
        }
        String view = members.sharedField(
                "view " + value.code(),
                ClassName.get(kpipe.data.Text.class),
                "view",
                CodeBlock.of("new $T()", kpipe.data.Text.class));
        if (value.shape() == Value.Shape.SLICE) {
            return CodeBlock.of("$N.point($L, $L)", view, value.heap(), value.code());
        }
        String room = members.sharedField(
                "room " + value.code(), TypeName.get(byte[].class), "room", CodeBlock.of("new byte[7]"));
        return CodeBlock.of("$T.unpack($L, $L, $N, $N)", Texts.class, value.code(), value.heap(), view, room);
    }

    /** A TextBuilder for one place of the text. */
    String textBuilder() {
        return members.field(ClassName.get(TextBuilder.class), "builder", CodeBlock.of("new $T()", TextBuilder.class));
    }

    // ---- the kinds of expressions

    @Override
    public Value column(Expr.Column expr) {
        return row().column(expr.index());
    }

    @Override
    public Value rowtime(Expr.Rowtime expr) {
        return Value.primitive(expr.type(), row().rowtime(), null);
    }

    @Override
    public Value literal(Expr.Literal expr) {
        return constant(expr.value(), expr.type());
    }

    Value constant(@Nullable Object value, Type type) {
        if (value == null) {
            // Code of text is written where it is not run, and Java refuses calls on a plain null.
            CodeBlock code = Value.isBytes(type)
                    ? CodeBlock.of("$N", members.textConstant(""))
                    : CodeBlock.of(JavaTypes.zero(type));
            return Value.local(type, code, TRUE);
        }
        if (value instanceof String || value instanceof byte[]) {
            return Value.text(type, CodeBlock.of("$N", members.textConstant(value)), null);
        }
        if (value instanceof Boolean truth) {
            return Value.primitive(type, truth ? TRUE : FALSE, null);
        }
        if (type.kind() == Kind.BOOLEAN) {
            return Value.primitive(type, (Long) value != 0 ? TRUE : FALSE, null);
        }
        return Value.primitive(
                type,
                value instanceof Double number ? CodeBlock.of("$L", number) : CodeBlock.of("$LL", (Long) value),
                null);
    }

    @Override
    public Value parameter(Expr.Parameter expr) {
        return members.parameter(expr.name(), expr.type());
    }

    @Override
    public Value call(Expr.Call expr) {
        return operations.write(expr);
    }

    @Override
    public Value cast(Expr.Cast expr) {
        return conversions.write(expr);
    }

    @Override
    public Value functionCall(Expr.FunctionCall expr) {
        return calls.function(expr);
    }

    @Override
    public Value javaCall(Expr.JavaCall expr) {
        return calls.java(expr);
    }

    @Override
    public Value tableColumn(Expr.TableColumn expr) {
        return row().tableColumn(expr.index());
    }

    /** What was looked up before, for this row and on this way, is not looked up again. */
    @Override
    public Value lookup(Expr.Lookup expr) {
        return once(new Shared(row(), new Signature().of(expr)), () -> new LookupWriter(this, expr).write());
    }

    @Override
    public Value caseWhen(Expr.Case expr) {
        Result result = new Result(expr.type(), "result");
        block.begin("do");
        Block body = inner(() -> {
            for (Expr.Case.Branch branch : expr.branches()) {
                CodeBlock condition = conditions.isTrue(branch.condition());
                block.begin("if ($L)", condition);
                block.add(inner(() -> {
                            NotNull.where(branch.condition()).forEach(row()::knownNotNull);
                            result.set(evaluate(branch.result()));
                            block.statement("break");
                        })
                        .code());
                block.end();
            }
            result.set(evaluate(expr.otherwise()));
        });
        block.add(body.code());
        block.end("while (false)");
        return result.value();
    }

    @Override
    public Value coalesce(Expr.Coalesce expr) {
        Result result = new Result(expr.type(), "first");
        block.begin("do");
        Block body = inner(() -> {
            for (int i = 0; i < expr.operands().size(); i++) {
                Value value = evaluate(expr.operands().get(i));
                boolean last = i == expr.operands().size() - 1;
                if (value.isNull() == null || last) {
                    result.set(value);
                    return;
                }
                block.begin("if (!$L)", operand(value.isNull()));
                block.add(inner(() -> {
                            result.set(value.withNull(null));
                            block.statement("break");
                        })
                        .code());
                block.end();
            }
        });
        block.add(body.code());
        block.end("while (false)");
        return result.value();
    }

    /** A local that several branches set. */
    final class Result {
        private final Type type;
        private final String name;
        private final @Nullable String isNull;

        Result(Type type, String hint) {
            this.type = type;
            name = members.names.variable(hint);
            block.statement("$T $L = $L", JavaTypes.of(type), name, JavaTypes.zero(type));
            isNull = type.nullable() ? members.names.variable(hint + "IsNull") : null;
            if (isNull != null) {
                block.statement("boolean $L = false", isNull);
            }
        }

        void set(Value value) {
            CodeBlock code = Value.isBytes(type) ? text(value) : value.code();
            CodeBlock nullCode = value.isNull();
            if (nullCode == null || isNull == null) {
                block.statement("$L = $L", name, code);
                return;
            }
            block.statement("$L = $L", isNull, nullCode);
            if (nullCode.toString().equals("true")) {
                return;
            }
            if (Value.isBytes(type)) {
                block.begin("if (!$L)", isNull);
                block.statement("$L = $L", name, code);
                block.end();
            } else {
                block.statement("$L = $L", name, code);
            }
        }

        Value value() {
            return Value.local(type, CodeBlock.of("$N", name), isNull == null ? null : CodeBlock.of("$N", isNull));
        }
    }

    /** The SQL text of a type as a Java string, for messages. */
    static CodeBlock typeText(Type type) {
        return CodeBlock.of("$S", type.sql());
    }

    static ClassName exact() {
        return ClassName.get(Exact.class);
    }
}
