package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An expression of SQL. Parentheses leave no node and are not part of a span. */
public sealed interface Expr extends OptionValue
        permits Literal,
                Expr.ColumnReference,
                Expr.Field,
                Expr.Element,
                Expr.Unary,
                Expr.Binary,
                Expr.Quantified,
                Expr.QuantifiedArray,
                Expr.Is,
                Expr.Distinct,
                Expr.Between,
                Expr.InList,
                Expr.InQuery,
                Expr.Like,
                Expr.Exists,
                Expr.Subquery,
                Expr.Row,
                Expr.PeriodTest,
                Expr.Case,
                Expr.Cast,
                Expr.Call,
                Expr.Extract,
                Expr.Round,
                Expr.Step,
                Expr.Substring,
                Expr.SubstringSimilar,
                Expr.Trim,
                Expr.Overlay,
                Expr.Position,
                Expr.IntervalOf,
                Expr.Json,
                Expr.JsonObject,
                Expr.JsonArray,
                Expr.ArrayOf,
                Expr.MapOf,
                Expr.Cursor,
                Expr.TableArgument,
                Expr.Descriptor,
                Expr.Running,
                Expr.Erroneous {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(ColumnReference node);

        R visit(Field node);

        R visit(Element node);

        R visit(Unary node);

        R visit(Binary node);

        R visit(Quantified node);

        R visit(QuantifiedArray node);

        R visit(Is node);

        R visit(Distinct node);

        R visit(Between node);

        R visit(InList node);

        R visit(InQuery node);

        R visit(Like node);

        R visit(Exists node);

        R visit(Subquery node);

        R visit(Row node);

        R visit(PeriodTest node);

        R visit(Case node);

        R visit(Cast node);

        R visit(Call node);

        R visit(Extract node);

        R visit(Round node);

        R visit(Step node);

        R visit(Substring node);

        R visit(SubstringSimilar node);

        R visit(Trim node);

        R visit(Overlay node);

        R visit(Position node);

        R visit(IntervalOf node);

        R visit(Json node);

        R visit(JsonObject node);

        R visit(JsonArray node);

        R visit(ArrayOf node);

        R visit(MapOf node);

        R visit(Cursor node);

        R visit(TableArgument node);

        R visit(Descriptor node);

        R visit(Running node);

        R visit(Erroneous node);

        R visit(Literal.Numeric node);

        R visit(Literal.Text node);

        R visit(Literal.Binary node);

        R visit(Literal.Truth node);

        R visit(Literal.Null node);

        R visit(Literal.DateTime node);

        R visit(Literal.Interval node);
    }

    /**
     * A name with or without qualifiers: a column, a field of a record, a parameter, or a function without
     * parentheses such as {@code CURRENT_TIMESTAMP}.
     */
    record ColumnReference(Span span, QualifiedName name) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (expression).field}. */
    record Field(Span span, Expr target, Identifier field) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code expression[index]}. */
    record Element(Span span, Expr target, Expr index) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code -x}, {@code +x}, {@code NOT x}. */
    record Unary(Span span, Operator operator, Expr operand) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** Operators before their operand. */
        public enum Operator {
            /** {@code +}. */
            PLUS,
            /** {@code -}. */
            MINUS,
            /** {@code NOT}. */
            NOT
        }
    }

    /** {@code a + b} and all else with an operator between two operands. */
    record Binary(Span span, BinaryOperator operator, Expr left, Expr right) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code a > ALL (query)}; {@code ANY} and {@code SOME} where not {@code all}. */
    record Quantified(Span span, BinaryOperator operator, Expr left, boolean all, Query query) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code x = ANY (array)}, {@code x <> ALL (array)}; SOME is ANY. */
    record QuantifiedArray(Span span, BinaryOperator operator, Expr left, boolean all, Expr array) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code x IS [NOT] NULL} and its like. */
    record Is(Span span, Expr operand, boolean negated, Test test) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** What IS asks for. */
        public enum Test {
            /** {@code NULL}. */
            NULL,
            /** {@code TRUE}. */
            TRUE,
            /** {@code FALSE}. */
            FALSE,
            /** {@code UNKNOWN}. */
            UNKNOWN
        }
    }

    /** {@code a IS [NOT] DISTINCT FROM b}. */
    record Distinct(Span span, Expr left, boolean negated, Expr right) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code x [NOT] BETWEEN a AND b}. */
    record Between(Span span, Expr operand, boolean negated, boolean symmetric, Expr lower, Expr upper)
            implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code x [NOT] IN (1, 2)}. */
    record InList(Span span, Expr operand, boolean negated, List<Expr> values) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code x [NOT] IN (SELECT …)}. */
    record InQuery(Span span, Expr operand, boolean negated, Query query) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code x [NOT] LIKE pattern [ESCAPE c]}, or SIMILAR TO where {@code similar}. */
    record Like(
            Span span,
            Expr operand,
            boolean negated,
            boolean similar,
            Expr pattern,
            @Nullable Expr escape) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code EXISTS (query)}. */
    record Exists(Span span, Query query) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (query)} as a value. */
    record Subquery(Span span, Query query) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (a, b)} or {@code ROW(a, b)}. */
    record Row(Span span, List<Expr> values) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code [PERIOD] (s1, e1) PRECEDES (s2, e2)}: operands are rows or single times. {@code A PRECEDES B PRECEDES
     * C} is read from the left; it means both.
     */
    record PeriodTest(Span span, Expr left, Modifier modifier, Relation relation, Expr right) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** How strictly. */
        public enum Modifier {
            /** Nothing said. */
            NONE,
            /** {@code STRICTLY}. */
            STRICTLY,
            /** {@code IMMEDIATELY}. */
            IMMEDIATELY
        }

        /** How two periods lie. */
        public enum Relation {
            /** {@code EQUALS}. */
            EQUALS,
            /** {@code CONTAINS}. */
            CONTAINS,
            /** {@code OVERLAPS}. */
            OVERLAPS,
            /** {@code PRECEDES}. */
            PRECEDES,
            /** {@code SUCCEEDS}. */
            SUCCEEDS,
            /** {@code LEADS}. */
            LEADS,
            /** {@code LAGS}. */
            LAGS
        }
    }

    /** {@code CASE [operand] WHEN … THEN … ELSE … END}. */
    record Case(
            Span span,
            @Nullable Expr operand,
            List<CaseBranch> branches,
            @Nullable Expr otherwise) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code CAST(x AS type)}; {@code TRY_CAST} where {@code orNull}. */
    record Cast(Span span, Expr operand, TypeName type, boolean orNull) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A call of a function, an aggregate or a table function, by its name: {@code COUNT(DISTINCT x) FILTER (WHERE
     * …) OVER w}. {@code star} is {@code COUNT(*)}.
     */
    record Call(
            Span span,
            QualifiedName name,
            @Nullable SetQuantifier quantifier,
            boolean star,
            List<Argument> arguments,
            List<SortItem> orderBy,
            List<SortItem> withinGroup,
            @Nullable Expr filter,
            boolean fromLast,
            @Nullable NullTreatment nulls,
            @Nullable Over over)
            implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** What to do with NULL inputs. */
        public enum NullTreatment {
            /** {@code RESPECT NULLS}. */
            RESPECT,
            /** {@code IGNORE NULLS}. */
            IGNORE
        }
    }

    /** {@code EXTRACT(MINUTE FROM x)}. */
    record Extract(Span span, TimeUnit unit, Expr operand) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code FLOOR(x TO MINUTE)}; CEIL where {@code up}. Without TO it is a {@link Call}. */
    record Round(Span span, boolean up, Expr operand, TimeUnit unit) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code STEP(x BY y)}. */
    record Step(Span span, Expr operand, Expr by) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SUBSTRING(x FROM a FOR n)}; the form with commas is a {@link Call}. */
    record Substring(
            Span span, Expr operand, Expr from, @Nullable Expr length) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SUBSTRING(x SIMILAR p ESCAPE e)}. */
    record SubstringSimilar(Span span, Expr operand, Expr pattern, Expr escape) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TRIM(LEADING 'x' FROM s)}; without any such word it is a {@link Call}. */
    record Trim(Span span, Side side, @Nullable Expr characters, Expr operand) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        /** Where to trim. */
        public enum Side {
            /** {@code LEADING}. */
            LEADING,
            /** {@code TRAILING}. */
            TRAILING,
            /** {@code BOTH}, the default. */
            BOTH
        }
    }

    /** {@code OVERLAY(x PLACING y FROM a FOR n)}. */
    record Overlay(
            Span span,
            Expr operand,
            Expr replacement,
            Expr from,
            @Nullable Expr length) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code POSITION(x IN y)}. */
    record Position(Span span, Expr needle, Expr haystack) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code (a - b) SECOND}: a difference of two times as an interval. */
    record IntervalOf(Span span, Expr operand, IntervalQualifier qualifier) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code JSON_VALUE}, {@code JSON_QUERY} and {@code JSON_EXISTS} with their clauses. */
    record Json(Span span, JsonQuery query) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code JSON_OBJECT(KEY a VALUE b)} or {@code JSON_OBJECT('a': b)}. */
    record JsonObject(Span span, List<JsonMember> members, boolean absentOnNull) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code JSON_ARRAY(a, b)}. */
    record JsonArray(Span span, List<Expr> elements, boolean absentOnNull) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ARRAY[a, b]}. */
    record ArrayOf(Span span, List<Expr> elements) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code MAP[k, v, …]}: keys and values by turns. */
    record MapOf(Span span, List<Expr> keysAndValues) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code CURSOR(query)}, an argument of a table function. */
    record Cursor(Span span, Query query) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code TABLE s [PARTITION BY …] [ORDER BY …]}, an argument of a table function; exactly one of table and
     * query is there.
     */
    record TableArgument(
            Span span,
            @Nullable QualifiedName table,
            @Nullable Query query,
            List<Expr> partitionBy,
            List<SortItem> orderBy)
            implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code DESCRIPTOR(c)}, an argument of a table function. */
    record Descriptor(Span span, List<Identifier> columns) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code RUNNING x}, {@code FINAL x} (where {@code atEnd}) in measures of MATCH_RECOGNIZE. */
    record Running(Span span, boolean atEnd, Expr operand) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An expression that could not be read and of which an error was reported. */
    record Erroneous(Span span) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
