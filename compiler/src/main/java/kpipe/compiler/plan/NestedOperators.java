package kpipe.compiler.plan;

import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.diagnostic.NearestName;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Identifier;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.operator.NestedParts;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.ScalarFunction.ResultRule;

/** The operators on values of several parts. They are calls of methods of {@link NestedParts}. */
final class NestedOperators {

    private static final Code NO_RECORD = Code.error("K0620", "{0} has no fields, for it is {1}");
    private static final Code UNKNOWN_FIELD = Code.error("K0621", "there is no field `{0}`");

    private final Problems problems;

    NestedOperators(Problems problems) {
        this.problems = problems;
    }

    /** A field of a ROW. */
    ScalarOperator field(Identifier name) {
        Span span = name.span();
        return new ScalarOperator(
                "field " + (name.quoted() ? '"' + name.name() : name.name()),
                span,
                types -> {
                    Type row = types.get(0);
                    int index = row.kind() == Kind.ROW ? indexOf(row, name) : -1;
                    return index >= 0 ? row.parts().get(index).type() : unknown(name, row);
                },
                (operands, type, place) -> {
                    Expr row = operands.get(0);
                    int index = indexOf(row.type(), name);
                    return part("FIELD", row, number(index, place), type, place);
                });
    }

    private Type unknown(Identifier name, Type row) {
        if (row.kind() != Kind.ROW) {
            problems.report(NO_RECORD, name.span(), "what stands before `." + name.name() + "`", sql(row));
            return TypeRules.BROKEN;
        }
        List<String> names = row.parts().stream().map(Column::name).toList();
        Diagnostic diagnostic = Diagnostic.of(UNKNOWN_FIELD, name.span(), name.name());
        problems.report(NearestName.of(name.name(), names)
                .map(near -> diagnostic.withFix(Fix.didYouMean(name.span(), near)))
                .orElse(diagnostic.withNote("its fields are " + String.join(", ", names))));
        return TypeRules.BROKEN;
    }

    private static String sql(Type type) {
        return TypeRules.isNull(type) ? "NULL" : type.sql();
    }

    /** The field of that name; of several that differ by case alone, the one that is spelled so. */
    private static int indexOf(Type row, Identifier name) {
        int any = -1;
        for (int i = 0; i < row.parts().size(); i++) {
            String field = row.parts().get(i).name();
            if (field.equals(name.name())) {
                return i;
            }
            any = any < 0 && !name.quoted() && field.equalsIgnoreCase(name.name()) ? i : any;
        }
        return any;
    }

    private static Expr number(long value, Span span) {
        return new Expr.Literal(value, Type.of(Kind.BIGINT, false), span);
    }

    /** A part by its number, from 0. */
    private static Expr part(String name, Expr value, Expr index, Type type, Span span) {
        String method = switch (type.kind().form()) {
            case BYTES -> "bytes";
            case DOUBLE -> "floating";
            case LONG -> type.kind() == Kind.BOOLEAN ? "truth" : "number";
        };
        Overload overload = new Overload(
                List.of(new Parameter("value", Family.BINARY), new Parameter("part", Family.INTEGER)),
                false,
                ResultRule.ROW,
                Nulls.STRICT,
                true,
                true,
                NestedParts.class,
                method);
        return new Expr.FunctionCall(name, overload, List.of(value, index), type, span);
    }
}
