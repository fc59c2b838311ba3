package kpipe.tool.description;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An expression of Terraform's language, as written. Immutable. */
sealed interface HclExpression {

    Span span();

    /** A number, TRUE, FALSE or nothing. */
    record Constant(Value.Scalar value) implements HclExpression {
        @Override
        public Span span() {
            return value.span();
        }
    }

    /** A text in quotes, a heredoc, or the text of a template's file. */
    record Template(Span span, List<Part> parts) implements HclExpression {}

    /** The first name of a reference. */
    record Name(Span span, String name) implements HclExpression {}

    /** {@code of.name}. */
    record Attribute(Span span, HclExpression of, String name) implements HclExpression {}

    /** {@code of[index]}; a splat has no index. */
    record Element(Span span, HclExpression of, @Nullable HclExpression index) implements HclExpression {}

    /** A call of a function; the last argument may be a list that is spread out. */
    record Call(Span span, String function, List<HclExpression> arguments, boolean spread) implements HclExpression {}

    /** {@code [a, b]}. */
    record Tuple(Span span, List<HclExpression> items) implements HclExpression {}

    /** {@code {a = b}}. */
    record Mapping(Span span, List<Entry> entries) implements HclExpression {}

    /** One entry of an object; a key that is a bare name is that text. */
    record Entry(HclExpression key, HclExpression value) {}

    /** {@code [for a, b in c : d if e]}, or with {@code key} {@code {for a, b in c : key => d if e}}. */
    record Loop(
            Span span,
            Variables variables,
            HclExpression in,
            @Nullable HclExpression key,
            HclExpression value,
            @Nullable HclExpression condition)
            implements HclExpression {}

    /** What a loop calls the place (null where it does not) and the value. */
    record Variables(@Nullable String key, String value) {}

    /** {@code a ? b : c}. */
    record Choice(Span span, HclExpression condition, HclExpression yes, HclExpression no) implements HclExpression {}

    /** {@code a + b}. */
    record Binary(Span span, String operator, HclExpression left, HclExpression right) implements HclExpression {}

    /** {@code !a} or {@code -a}. */
    record Unary(Span span, String operator, HclExpression operand) implements HclExpression {}

    /** A part of a template. */
    sealed interface Part {}

    /** Text as it is. */
    record Letters(String text) implements Part {}

    /** {@code ${…}}. */
    record Inserted(HclExpression expression) implements Part {}

    /** {@code %{ for … }} … {@code %{ endfor }}. */
    record Repeated(Variables variables, HclExpression in, List<Part> parts) implements Part {}

    /** {@code %{ if … }} … {@code %{ else }} … {@code %{ endif }}. */
    record Chosen(HclExpression condition, List<Part> yes, List<Part> no) implements Part {}
}
