package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Literal;
import kpipe.data.RowException;
import kpipe.data.SimilarPattern;
import kpipe.data.Text;
import kpipe.spi.RecordFunction.BadConstantException;
import kpipe.spi.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** Looks at what is written as a constant where a function or operator takes a pattern or a path, and reports what would fail every row. */
final class Constants {

    private static final Code BAD_CONSTANT = Code.error("K0624", "`{0}` {1}");

    private final Problems problems;

    Constants(Problems problems) {
        this.problems = problems;
    }

    /** Checks the constants of a call; whether they are sound, else it was reported. */
    boolean check(ScalarFunction function, List<Expr> arguments) {
        List<@Nullable Object> constants = new ArrayList<>();
        arguments.forEach(argument -> constants.add(constant(argument)));
        try {
            function.check(constants);
            return true;
        } catch (BadConstantException e) {
            report(arguments, e);
            return false;
        }
    }

    void report(List<Expr> arguments, BadConstantException wrong) {
        Span place = place(arguments.get(wrong.argument()), wrong.from(), wrong.to());
        problems.report(BAD_CONSTANT, place, place.text(), String.valueOf(wrong.getMessage()));
    }

    /** Checks the pattern and escape of LIKE or SIMILAR TO; whether they are sound, else it was reported. */
    boolean check(Expr.Like like) {
        Object pattern = constant(like.pattern());
        Object escape = like.escape() == null ? null : constant(like.escape());
        if (escape instanceof String text && text.codePointCount(0, text.length()) != 1) {
            Span place = like.escape() == null ? like.span() : like.escape().span();
            problems.report(BAD_CONSTANT, place, place.text(), "is no escape, which is one character");
            return false;
        }
        boolean known = like.escape() == null || escape instanceof String;
        if (!known || !(pattern instanceof String text)) {
            return true;
        }
        String fault = like.similar() ? faultOfSimilar(text, (String) escape) : faultOfLike(text, (String) escape);
        if (fault == null) {
            return true;
        }
        Span place = place(like.pattern(), 0, text.length());
        problems.report(BAD_CONSTANT, place, place.text(), fault);
        return false;
    }

    private static @Nullable String faultOfSimilar(String pattern, @Nullable String escape) {
        try {
            SimilarPattern.of(Text.of(pattern), escape == null ? null : Text.of(escape));
            return null;
        } catch (RowException e) {
            return "is no pattern of SIMILAR TO";
        }
    }

    private static @Nullable String faultOfLike(String pattern, @Nullable String escape) {
        if (escape == null) {
            return null;
        }
        int at = pattern.indexOf(escape);
        while (at >= 0) {
            int behind = at + escape.length();
            if (pattern.startsWith(escape, behind)) {
                behind += escape.length();
            } else if (!pattern.startsWith("%", behind) && !pattern.startsWith("_", behind)) {
                return "has the escape `" + escape + "` where neither `%` nor `_` nor another one follows";
            }
            at = pattern.indexOf(escape, behind);
        }
        return null;
    }

    /** The value of a text or whole number that is written as such; null for all else. */
    static @Nullable Object constant(Expr argument) {
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
