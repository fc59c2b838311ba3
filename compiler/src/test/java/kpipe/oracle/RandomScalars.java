package kpipe.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.Kind;
import kpipe.data.Type;

/** Expressions over some columns, made up at random in both languages. */
final class RandomScalars {

    private static final Pattern PLACE = Pattern.compile("\\$([0-9])|#([a-z])([0-9])");
    private static final List<String> UNITS = List.of("SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "YEAR");
    private static final List<String> PATTERNS =
            List.of("a%", "%b", "_", "%", "", "a!%b", "a!_b", "%ä%", "😀_", "__", "%a%b%");
    private static final List<String> REGEXES = List.of("[a-c]+", "a.", "[0-9]", "x|z", "^a", "b$", "(a|b)+");

    private final Random random;
    private final List<Sql> columns;

    RandomScalars(Random random, List<Sql> columns) {
        this.random = random;
        this.columns = columns;
    }

    /** An expression of any family. */
    Sql any(int depth) {
        Family[] all = Family.values();
        return make(all[random.nextInt(all.length)], depth);
    }

    /** A condition. */
    Sql condition(int depth) {
        return make(Family.TRUTH, depth);
    }

    Sql make(Family family, int depth) {
        if (depth <= 0 || random.nextInt(6) == 0) {
            return leaf(family);
        }
        return switch (random.nextInt(8)) {
            case 0 -> choice(family, depth - 1);
            case 1, 2, 3 -> family == Family.TRUTH ? truth(depth - 1) : arithmetic(family, depth - 1);
            default -> form(family, depth - 1);
        };
    }

    // ---- leaves

    Sql leaf(Family family) {
        List<Sql> fitting =
                columns.stream().filter(column -> family.holds(column.type())).toList();
        return fitting.isEmpty() || random.nextInt(4) == 0
                ? literal(family)
                : fitting.get(random.nextInt(fitting.size()));
    }

    Sql literal(Family family) {
        return switch (family) {
            case WHOLE -> whole(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(21) - 10);
            case DECIMAL -> {
                int scale = 1 + random.nextInt(3);
                long value = random.nextInt(2000) - 1000;
                yield typed(value, Type.decimal(10, scale, false));
            }
            case DOUBLE -> {
                String text = (random.nextInt(81) - 40) / 4.0 + "E0";
                yield new Sql("(" + text + ")", "CAST(" + text + " AS DOUBLE)", Type.of(Kind.DOUBLE, false));
            }
            case TRUTH -> Sql.same(random.nextBoolean() ? "TRUE" : "FALSE", Type.of(Kind.BOOLEAN, false));
            case TEXT -> {
                String text = RandomInput.TEXTS.get(random.nextInt(RandomInput.TEXTS.size()));
                yield Sql.same(Input.text(text), Type.varchar(30, false));
            }
            case DATE -> literal(20_454L + random.nextInt(800) - 400, Type.of(Kind.DATE, false));
            case CLOCK -> literal(random.nextInt(86_400) * 1000L, Type.of(Kind.TIME, false));
            case MOMENT ->
                literal(1_767_225_600_000L + random.nextInt(1_000_000) * 1009L, Type.of(Kind.TIMESTAMP, false));
        };
    }

    private static Sql literal(long value, Type type) {
        return Sql.same(Input.literal(value, type), type);
    }

    private static Sql whole(long value) {
        return Sql.same("(" + value + ")", Type.of(Kind.INTEGER, false));
    }

    private static Sql typed(long value, Type type) {
        return Sql.same("CAST(" + Input.literal(value, type) + " AS " + type.sql() + ")", type);
    }

    // ---- choices: lazy in both languages

    private Sql choice(Family family, int depth) {
        Sql chosen = chosen(family, depth);
        // Where a choice among constants is NULL, DuckDB leaves out what stands beside it, and fails less.
        String row = columns.get(0).duck();
        return new Sql(chosen.ours(), "kp_of_row(" + row + ", " + chosen.duck() + ")", chosen.type());
    }

    private Sql chosen(Family family, int depth) {
        Sql first = make(family, depth);
        Sql second = alike(make(family, depth), first.type());
        Type type = Families.common(first.type(), second.type());
        return switch (random.nextInt(5)) {
            case 0 -> of("COALESCE($1, $2)", type.withNullable(true), first, second);
            case 1 -> of("NULLIF($1, $2)", type.withNullable(true), first, second);
            case 2 -> of("CASE WHEN $3 THEN $1 END", first.type().withNullable(true), first, second, condition(depth));
            case 3 ->
                of(
                        "CASE $3 WHEN 0 THEN $1 WHEN 1 THEN $2 END",
                        type.withNullable(true),
                        first,
                        second,
                        make(Family.WHOLE, depth));
            default -> of("CASE WHEN $3 THEN $1 ELSE $2 END", type.withNullable(true), first, second, condition(depth));
        };
    }

    /** A DECIMAL in the type of the other; the rest as it is. */
    private static Sql alike(Sql sql, Type type) {
        return type.kind() == Kind.DECIMAL && !sql.type().withNullable(true).equals(type.withNullable(true))
                ? of("CAST($1 AS " + type.sql() + ")", type, sql)
                : sql;
    }

    // ---- conditions

    private Sql truth(int depth) {
        Type type = Type.of(Kind.BOOLEAN, true);
        return switch (random.nextInt(9)) {
            // AND and OR try their right side only where the left one leaves the answer open; DuckDB promises no order.
            case 0 -> and(condition(depth), condition(depth));
            case 1 -> or(condition(depth), condition(depth));
            case 2 -> of("(NOT $1)", type, condition(depth));
            case 3 -> {
                String test = List.of("NULL", "NOT NULL").get(random.nextInt(2));
                yield of("($1 IS " + test + ")", type, any(depth));
            }
            case 4 -> {
                String test = List.of("TRUE", "NOT TRUE", "FALSE", "NOT FALSE", "UNKNOWN", "NOT UNKNOWN")
                        .get(random.nextInt(6));
                yield of("($1 IS " + test + ")", type, condition(depth));
            }
            case 5 -> {
                Sql[] three = comparable(depth, 3);
                yield between(random.nextBoolean(), three[0], three[1], three[2]);
            }
            case 6 -> {
                Family family =
                        List.of(Family.WHOLE, Family.TEXT, Family.MOMENT).get(random.nextInt(3));
                yield of(
                        "($1 " + (random.nextBoolean() ? "" : "NOT ") + "IN ($2, $3))",
                        type,
                        make(family, depth),
                        literal(family),
                        literal(family));
            }
            default -> {
                String operator = List.of("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")
                        .get(random.nextInt(8));
                yield of("($1 " + operator + " $2)", type, comparable(depth, 2));
            }
        };
    }

    private static Sql and(Sql left, Sql right) {
        Type type = Type.of(Kind.BOOLEAN, true);
        String duck = "(CASE WHEN NOT %1$s THEN FALSE ELSE %1$s AND %2$s END)".formatted(left.duck(), right.duck());
        return new Sql("(" + left.ours() + " AND " + right.ours() + ")", duck, type);
    }

    /** The upper bound is tried where the lower one leaves the answer open. */
    private static Sql between(boolean positive, Sql value, Sql least, Sql greatest) {
        Type type = Type.of(Kind.BOOLEAN, true);
        Sql inside = and(
                new Sql("", "(" + value.duck() + " >= " + least.duck() + ")", type),
                new Sql("", "(" + value.duck() + " <= " + greatest.duck() + ")", type));
        String word = positive ? " BETWEEN " : " NOT BETWEEN ";
        return new Sql(
                "(" + value.ours() + word + least.ours() + " AND " + greatest.ours() + ")",
                positive ? inside.duck() : "(NOT " + inside.duck() + ")",
                type);
    }

    private static Sql or(Sql left, Sql right) {
        Type type = Type.of(Kind.BOOLEAN, true);
        String duck = "(CASE WHEN %1$s THEN TRUE ELSE %1$s OR %2$s END)".formatted(left.duck(), right.duck());
        return new Sql("(" + left.ours() + " OR " + right.ours() + ")", duck, type);
    }

    /** Of one family, or numbers of any: these compare by exact value, or as DOUBLE where one is among them. */
    private Sql[] comparable(int depth, int count) {
        List<Family> families = List.of(
                Family.WHOLE, Family.DECIMAL, Family.DOUBLE, Family.TEXT, Family.DATE, Family.MOMENT, Family.CLOCK);
        Family family = families.get(random.nextInt(families.size()));
        boolean numbers = family.ordinal() <= Family.DOUBLE.ordinal();
        Sql[] all = new Sql[count];
        boolean floating = false;
        for (int i = 0; i < count; i++) {
            all[i] = make(numbers ? families.get(random.nextInt(3)) : family, depth);
            floating |= all[i].type().kind() == Kind.DOUBLE;
        }
        for (int i = 0; i < count && numbers; i++) {
            String as = floating ? "DOUBLE" : "DECIMAL(38, 18)";
            all[i] = new Sql(all[i].ours(), "CAST(" + all[i].duck() + " AS " + as + ")", all[i].type());
        }
        return all;
    }

    // ---- arithmetic

    private Sql arithmetic(Family family, int depth) {
        return switch (family) {
            case WHOLE -> wholeArithmetic(depth);
            case DECIMAL -> decimalArithmetic(depth);
            case DOUBLE -> doubleArithmetic(depth);
            default -> form(family, depth);
        };
    }

    private Sql wholeArithmetic(int depth) {
        Sql left = make(Family.WHOLE, depth);
        Sql right = make(Family.WHOLE, depth);
        Type type = Families.common(left.type(), right.type());
        String as = type.kind().toString();
        String a = "CAST(" + left.duck() + " AS " + as + ")";
        String b = "CAST(" + right.duck() + " AS " + as + ")";
        String operator = List.of("+", "-", "*", "/", "%").get(random.nextInt(5));
        String ours = "(" + left.ours() + " " + operator + " " + right.ours() + ")";
        return switch (operator) {
            // Division of whole numbers is one of whole numbers; DuckDB's word for it is //.
            case "/" -> new Sql(ours, "CAST(" + a + " // kp_divisor(" + b + ", " + a + ") AS " + as + ")", type);
            case "%" ->
                new Sql(ours, "(" + left.duck() + " % kp_divisor(" + right.duck() + ", " + left.duck() + "))", type);
            default -> new Sql(ours, "(" + a + " " + operator + " " + b + ")", type);
        };
    }

    private Sql decimalArithmetic(int depth) {
        Sql left = make(Family.DECIMAL, depth);
        Sql right = make(random.nextInt(4) == 0 ? Family.WHOLE : Family.DECIMAL, depth);
        if (random.nextInt(4) == 0) {
            Sql swap = left;
            left = right;
            right = swap;
        }
        char operator = "+-*/".charAt(random.nextInt(4));
        String ours = "(" + left.ours() + " " + operator + " " + right.ours() + ")";
        return new Sql(ours, Families.decimal(operator, left, right), Families.decimalType(operator, left, right));
    }

    private Sql doubleArithmetic(int depth) {
        Sql left = make(Family.DOUBLE, depth);
        Sql right = make(Family.values()[random.nextInt(3)], depth);
        char operator = "+-*/".charAt(random.nextInt(4));
        String b = "CAST(" + right.duck() + " AS DOUBLE)";
        String divisor = operator == '/' ? "kp_divisor(" + b + ", " + left.duck() + ")" : b;
        return new Sql(
                "(" + left.ours() + " " + operator + " " + right.ours() + ")",
                "kp_finite(" + left.duck() + " " + operator + " " + divisor + ")",
                Type.of(Kind.DOUBLE, true));
    }

    // ---- functions

    private Sql form(Family family, int depth) {
        List<Form> forms =
                Form.ALL.stream().filter(form -> form.result() == family).toList();
        Form form = forms.get(random.nextInt(forms.size()));
        List<Sql> arguments = new ArrayList<>();
        form.arguments().forEach(argument -> arguments.add(make(argument, depth)));
        String[] drawn = new String[10];
        return new Sql(
                filled(form.ours(), arguments, drawn, true), filled(form.duck(), arguments, drawn, false), form.type());
    }

    private static Sql of(String text, Type type, Sql... arguments) {
        String[] none = new String[10];
        List<Sql> all = List.of(arguments);
        RandomScalars drawsNothing = new RandomScalars(new Random(0), List.of());
        String whole = text.startsWith("CASE") ? "(" + text + ")" : text;
        return new Sql(drawsNothing.filled(whole, all, none, true), drawsNothing.filled(whole, all, none, false), type);
    }

    /** {@code $1}: an argument; {@code #n1}: something drawn of the kind n, the same wherever it stands. */
    private String filled(String text, List<Sql> arguments, String[] drawn, boolean ours) {
        Matcher matcher = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String part;
            if (matcher.group(1) != null) {
                Sql argument = arguments.get(Integer.parseInt(matcher.group(1)) - 1);
                part = ours ? argument.ours() : argument.duck();
            } else {
                int number = Integer.parseInt(matcher.group(3));
                if (drawn[number] == null) {
                    drawn[number] = drawn(matcher.group(2).charAt(0));
                }
                part = drawn[number];
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(part));
        }
        return matcher.appendTail(filled).toString();
    }

    private String drawn(char kind) {
        return switch (kind) {
            case 'n' -> String.valueOf(random.nextInt(9) - 3);
            case 'c' -> String.valueOf(random.nextInt(5));
            case 'p' -> Input.text(PATTERNS.get(random.nextInt(PATTERNS.size())));
            case 'r' -> Input.text(REGEXES.get(random.nextInt(REGEXES.size())));
            case 'u' -> UNITS.get(random.nextInt(UNITS.size()));
            case 'f' -> UNITS.get(1 + random.nextInt(UNITS.size() - 1));
            case 's' -> Input.text(List.of("a", "b", "X", " ", "ä", "ab").get(random.nextInt(6)));
            case 'l' -> Input.text(List.of("a", "x", " ", "b").get(random.nextInt(4)));
            default -> throw new IllegalArgumentException("#" + kind);
        };
    }
}
