package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.spi.RecordFunction.BadConstantException;
import org.jspecify.annotations.Nullable;

/** Asks functions that take texts apart for the fields that they give, and says what is wrong with the constants that they follow from. */
final class RecordCalls {

    private static final Code NOT_CONSTANT = Code.error(
            "K0623", "what `{0}` gives follows from {1}, which therefore must be a text or number as it stands");
    private static final Code BAD_CONSTANT = Code.error("K0624", "`{0}` {1}");

    private final Problems problems;

    RecordCalls(Problems problems) {
        this.problems = problems;
    }

    /** The ROW that a call gives; null where its constants are wrong, which was reported. */
    @Nullable
    Type type(RecordFunction function, Span span, List<Expr> arguments) {
        List<@Nullable Object> constants = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Object constant = i == 0 ? null : constant(arguments.get(i));
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
            Expr argument = arguments.get(e.argument());
            Span place = place(argument, e.from(), e.to());
            problems.report(BAD_CONSTANT, place, place.text(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable Object constant(Expr argument) {
        if (argument instanceof Literal.Text text) {
            return text.value();
        }
        if (argument instanceof Literal.Numeric number && number.text().matches("[0-9]{1,9}")) {
            return Long.valueOf(number.text());
        }
        return null;
    }

    /** The place of a part of a literal's text; the literal as a whole where that cannot be told. */
    private static Span place(Expr argument, int from, int to) {
        boolean plain = argument instanceof Literal.Text text
                && text.kind() == Literal.TextKind.PLAIN
                && argument.span().text().startsWith("'");
        if (!plain) {
            return argument.span();
        }
        String written = argument.span().text();
        int start = written(written, from);
        int end = written(written, Math.max(to, from + 1));
        if (end <= start || end >= written.length()) {
            return argument.span();
        }
        int offset = argument.span().start();
        return new Span(argument.span().file(), offset + start, offset + end);
    }

    /** Where the character of that number stands in a literal, whose quotes inside are doubled. */
    private static int written(String literal, int number) {
        int at = 1;
        for (int i = 0; i < number && at < literal.length() - 1; i++) {
            at += literal.startsWith("\'\'", at) ? 2 : 1;
        }
        return at;
    }
}
