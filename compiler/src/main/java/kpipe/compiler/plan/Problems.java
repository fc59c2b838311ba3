package kpipe.compiler.plan;

import java.util.List;
import java.util.stream.Collectors;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** What planning has to say against a query. Methods that answer a type answer {@link TypeRules#BROKEN}, so that one mistake gives one error. */
public final class Problems {

    public static final Code GROWS = Code.error("K0401", "this {0} would have to remember every group for ever");

    public static final Code JOIN_GROWS =
            Code.error("K0403", "this join would have to remember every row of `{0}` for ever");
    public static final Code EQUAL_TIMES = Code.warning(
            "K0347",
            "rows of these streams meet where their ROWTIMEs are equal: nothing says that they are held longer");

    public static final Code NOT_AS_OF = Code.error(
            "K0351", "`AS OF` takes the latest row up to the time of the row on the left, and this is another time");
    public static final Code AS_OF_WINDOW = Code.error(
            "K0353",
            "a window of an `AS OF` join says how old the latest row may be: by a time, behind the right side");

    static final Code SEVERAL_VARIABLES =
            Code.error("K0388", "what is asked of one row names the rows of several variables of the pattern");
    static final Code NESTED_IN_PATTERN = Code.error("K0389", "`{0}` cannot stand inside of what is asked of one row");
    public static final Code PATTERN_ORDER =
            Code.error("K0392", "the rows that a pattern is searched in stand in the order of ROWTIME and no other");

    public static final Code REMEMBERS_VALUES =
            Code.error("K0404", "this window would have to remember every value that it has seen for ever");

    public static final Code DISTINCT_GROWS =
            Code.error("K0405", "this DISTINCT would have to remember every row for ever");
    public static final Code NOT_SELECTED =
            Code.error("K0382", "ORDER BY behind DISTINCT sorts by what is selected, and `{0}` is not");

    public static final Code RANK_WITHOUT_TIME = Code.error(
            "K0385",
            "the rank of a row in another order than that of time is known when a time is over: `{0}` names none");
    public static final Code LEAD_WITHOUT_END =
            Code.error("K0368", "`LEAD` waits for a later row: nothing says for how long");
    public static final Code SETS_GROW =
            Code.error("K0386", "`{0}` would have to remember every row for ever: no time is among the columns");
    public static final Code WITHIN = Code.error("K0383", "`ORDER BY … WITHIN` {0}");
    private static final Code LIMIT_OF_WHAT =
            Code.error("K0384", "a limit counts out the rows of a time, and nothing here says of which");

    public static final Code NOT_BY_TIME =
            Code.error("K0372", "the rows that a function with OVER sees stand in the order of ROWTIME and no other");

    public static final Code NOT_IN_TIME = Code.error(
            "K0380", "rows without end can be sorted only within a time: `{0}` is not ROWTIME, nor ROWTIME rounded");
    public static final Code BACK_IN_TIME =
            Code.error("K0381", "time goes forward: the first key of ORDER BY cannot be DESC");

    private static final Code ANALYTIC_IN_GROUPS =
            Code.error("K0373", "`{0}` with OVER looks at rows, and this query has made groups of them");

    static final Code CANNOT_APPLY = Code.error("K0251", "`{0}` cannot be applied to {1}");
    static final Code CANNOT_COMPARE = Code.error("K0252", "`{0}` cannot compare {1}");
    static final Code NO_CONDITION = Code.error("K0253", "{0} needs a condition that is true or false, not {1}");
    static final Code NO_COMMON_TYPE = Code.error("K0254", "{0} have no type in common: {1}");
    static final Code CANNOT_CAST = Code.error("K0255", "{0} cannot be converted to {1}");
    static final Code ARGUMENTS = Code.error("K0256", "`{0}` does not take {1}");
    static final Code BAD_LITERAL = Code.error("K0257", "`{0}` is no {1}");
    static final Code NOT_FILLED =
            Code.error("K0258", "column `{0}` of stream `{1}` is NOT NULL, and the query gives it no value");
    static final Code NOT_ASSIGNABLE =
            Code.error("K0259", "column `{0}` of stream `{1}` takes {2}, and the query gives {3}");
    static final Code NOT_GROUPED = Code.error("K0260", "{0} is neither in GROUP BY nor inside an aggregate function");
    static final Code UNION_TYPES =
            Code.error("K0261", "the two sides give this column types that have none in common");
    static final Code TOO_LARGE = Code.error(
            "K0263", "this query is too large to be compiled, with all that it uses by name put in its place");
    static final Code INTERVAL_COLUMN =
            Code.error("K0267", "column `{0}` of stream `{1}` would be an {2}, which no column can hold");
    static final Code WHOLE_AVERAGE =
            Code.warning("K0283", "`AVG` of {0} is a whole number: what is behind the point is cut off");
    static final Code NO_SEPARATOR = Code.error("K0270", "the separator of `{0}` is a constant text");
    static final Code NO_FRACTION =
            Code.error("K0269", "the fraction of `{0}` is a constant between 0 and 1, of at most nine digits");
    static final Code NO_TIME = Code.error("K0264", "ROWTIME must be a TIMESTAMP, and this is {0}");
    public static final Code SEVERAL_TIME_KEYS =
            Code.error("K0330", "a GROUP BY can hold one time key, and this one holds several");

    private final DiagnosticCollector diagnostics;

    Problems(DiagnosticCollector diagnostics) {
        this.diagnostics = diagnostics;
    }

    public void report(Diagnostic diagnostic) {
        diagnostics.report(diagnostic);
    }

    public void report(Code code, Span span, Object... arguments) {
        diagnostics.report(code, span, arguments);
    }

    /** How many errors there are; a caller compares before and after. */
    int size() {
        return diagnostics.errors();
    }

    /** What nobody foresaw, and planning cannot do. */
    void unforeseen(Span span) {
        notAvailable(span, "this form of query");
    }

    /** A LIMIT at that place would be over before the rows are. */
    public static Diagnostic limitOfWhat(Span limit) {
        return Diagnostic.of(LIMIT_OF_WHAT, limit)
                .withNote("let the time stand first: `ORDER BY FLOOR(ROWTIME TO MINUTE), … LIMIT 10` gives ten rows of"
                        + " each minute");
    }

    public Type notAvailable(Span span, String what) {
        diagnostics.report(Code.NOT_AVAILABLE, span, what);
        return TypeRules.BROKEN;
    }

    static Diagnostic analyticInGroups(Span span, String function) {
        return Diagnostic.of(ANALYTIC_IN_GROUPS, span, function)
                .withNote("group in a query of its own: `FROM (SELECT … GROUP BY …)`");
    }

    Type cannotApply(Span span, String operator, List<Type> types) {
        return noted(Diagnostic.of(CANNOT_APPLY, span, operator, sql(types)), operatorNote(operator, types));
    }

    Type cannotCompare(Span span, String operator, List<Type> types) {
        return noted(Diagnostic.of(CANNOT_COMPARE, span, operator, sql(types)), comparisonNote(types));
    }

    private Type noted(Diagnostic diagnostic, @Nullable String note) {
        diagnostics.report(note == null ? diagnostic : diagnostic.withNote(note));
        return TypeRules.BROKEN;
    }

    /** The average of whole numbers is whole, which few expect. */
    void wholeAverage(Span span, Type type) {
        report(Diagnostic.of(WHOLE_AVERAGE, span, type.withNullable(true).sql())
                .withNote("`AVG(CAST(… AS DOUBLE))` keeps it"));
    }

    /** A query gives a column values of a kind that it does not take. */
    void notAssignable(Span span, String column, String stream, Type from, Type to) {
        Diagnostic diagnostic = Diagnostic.of(NOT_ASSIGNABLE, span, column, stream, to.sql(), sql(from));
        boolean moment = from.kind() == Kind.TIMESTAMP && to.kind().isNumeric();
        String note = moment
                ? "`UNIX_TIMESTAMP(…)` gives the milliseconds since 1970"
                : TypeRules.canCast(from, to)
                        ? "convert it by `CAST(… AS " + to.withNullable(true).sql() + ")`"
                        : null;
        report(note == null ? diagnostic : diagnostic.withNote(note));
    }

    private static @Nullable String operatorNote(String operator, List<Type> types) {
        if (operator.equals("||")) {
            return "`CAST(… AS VARCHAR)` makes text of anything else";
        }
        boolean text = types.stream().anyMatch(type -> type.kind().isText());
        if (operator.equals("+") && text) {
            return "texts are joined with `||`";
        }
        boolean times = types.stream().allMatch(type -> type.kind().isDatetime());
        if (operator.equals("-") && times) {
            return "a difference of times says its unit: `(a - b) SECOND`";
        }
        boolean number = types.stream().anyMatch(type -> type.kind().isNumeric());
        boolean time = types.stream().anyMatch(type -> type.kind().isDatetime());
        return number && time && (operator.equals("+") || operator.equals("-"))
                ? "a number says no unit: write an interval, as `INTERVAL '60' SECOND`, or so many of one, `n * INTERVAL '1' SECOND`"
                : null;
    }

    private static @Nullable String comparisonNote(List<Type> types) {
        if (types.stream().noneMatch(type -> type.kind().isText())) {
            return null;
        }
        for (Type type : types) {
            if (type.kind().isDatetime()) {
                return "write a constant as `" + type.kind() + " '…'`, or convert text by `CAST(… AS " + type.kind()
                        + ")`";
            }
            if (type.kind().isNumeric()) {
                return "convert one of them, as by `CAST(… AS " + sql(type) + ")`";
            }
        }
        return null;
    }

    Type noCondition(Span span, String clause, Type type) {
        diagnostics.report(NO_CONDITION, span, clause, sql(type));
        return TypeRules.BROKEN;
    }

    Type noTime(Span span, Type type) {
        diagnostics.report(NO_TIME, span, sql(type));
        return TypeRules.BROKEN;
    }

    Type intervalColumn(ColumnDeclaration column, String stream, Type type) {
        report(Diagnostic.of(INTERVAL_COLUMN, column.span(), column.name(), stream, type.sql())
                .withNote("`CAST(… AS BIGINT)` makes a number of it"));
        return TypeRules.BROKEN;
    }

    Type noCommonType(Span span, String what, List<Type> types) {
        diagnostics.report(NO_COMMON_TYPE, span, what, sql(types));
        return TypeRules.BROKEN;
    }

    Type cannotCast(Span span, Type from, Type to) {
        diagnostics.report(CANNOT_CAST, span, sql(from), sql(to));
        return TypeRules.BROKEN;
    }

    Type wrongArguments(Span span, String function, List<Type> types) {
        diagnostics.report(ARGUMENTS, span, function, types.isEmpty() ? "no arguments" : sql(types));
        return TypeRules.BROKEN;
    }

    Type badLiteral(Span span, String text, String kind) {
        diagnostics.report(BAD_LITERAL, span, text, kind);
        return TypeRules.BROKEN;
    }

    /** Types as a sentence lists them: {@code VARCHAR and INTEGER}. */
    private static String sql(List<Type> types) {
        List<String> names = types.stream().map(Problems::sql).collect(Collectors.toList());
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    static String sql(Type type) {
        return TypeRules.isNull(type) ? "NULL" : Intervals.plain(type).sql();
    }
}
