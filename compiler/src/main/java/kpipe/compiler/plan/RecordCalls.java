package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.RecordFunction.BadConstantException;
import org.jspecify.annotations.Nullable;

/** Asks functions that take texts apart for the fields that they give, and says what is wrong with the constants that they follow from. */
final class RecordCalls {

    private static final Code NOT_CONSTANT = Code.error(
            "K0623", "what `{0}` gives follows from {1}, which therefore must be a text or number as it stands");

    private final Problems problems;

    RecordCalls(Problems problems) {
        this.problems = problems;
    }

    /** The ROW that a call gives; null where its constants are wrong, which was reported. */
    @Nullable
    Type type(RecordFunction function, Span span, List<Expr> arguments) {
        List<@Nullable Object> constants = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Object constant = i == 0 ? null : Constants.constant(arguments.get(i));
            if (i > 0 && constant == null) {
                problems.report(
                        NOT_CONSTANT,
                        arguments.get(i).span(),
                        function.name(),
                        i == 1 ? "its second argument" : "this argument");
                return null;
            }
            constants.add(constant);
        }
        try {
            return function.record(constants);
        } catch (BadConstantException e) {
            new Constants(problems).report(arguments, e);
            return null;
        }
    }
}
