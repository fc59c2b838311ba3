package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;

/** Makes well-typed expressions over a schema, of all operations and types, many of which fail for some rows. Nullability is as lowering would say. */
final class RandomExpressions {

    static final Span HERE = new Span(new SourceFile("random.kpipe", "x"), 0, 1);

    private static final Type UNIT = Type.varchar(12, false);
    private static final List<String> UNITS_OF_DATES = List.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY");
    private static final List<String> UNITS_OF_TIMES = List.of("HOUR", "MINUTE", "SECOND");
    private static final List<Operation> COMPARISONS = List.of(
            Operation.EQUAL,
            Operation.NOT_EQUAL,
            Operation.LESS,
            Operation.LESS_OR_EQUAL,
            Operation.GREATER,
            Operation.GREATER_OR_EQUAL,
            Operation.IS_DISTINCT_FROM,
            Operation.IS_NOT_DISTINCT_FROM);
    private static final List<Operation> TESTS =
            List.of(Operation.IS_TRUE, Operation.IS_NOT_TRUE, Operation.IS_FALSE, Operation.IS_NOT_FALSE);

    private static final Expr.Cast.Mode[] MODES = Expr.Cast.Mode.values();

    private final Random random;
    private final RandomValues values;
    private final Schema schema;

    RandomExpressions(Random random, Schema schema) {
        this.random = random;
        this.values = new RandomValues(random);
        this.schema = schema;
    }

    /** An expression of that kind, precision and scale. */
    Expr make(Type type, int depth) {
        if (depth <= 0 || random.nextInt(5) == 0) {
            return leaf(type);
        }
        return switch (random.nextInt(8)) {
            case 0 -> caseWhen(type, depth);
            case 1 -> coalesce(type, depth);
            case 2 -> cast(type, depth);
            default -> operation(type, depth);
        };
    }

    /** A value that is never NULL, as a condition of a join may need. */
    private Expr leaf(Type type) {
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            if (schema.type(i).withNullable(true).equals(type.withNullable(true))) {
                fitting.add(i);
            }
        }
        if (!fitting.isEmpty() && random.nextInt(4) != 0) {
            int index = fitting.get(random.nextInt(fitting.size()));
            return new Expr.Column(index, schema.type(index), HERE);
        }
        if (type.kind() == Kind.TIMESTAMP && random.nextInt(3) == 0) {
            return random.nextBoolean()
                    ? new Expr.Rowtime(type.withNullable(false), HERE)
                    : call(Operation.CURRENT_TIMESTAMP, type);
        }
        return literal(type);
    }

    private Expr literal(Type type) {
        Object value = random.nextInt(12) == 0 ? null : values.javaForm(type);
        return new Expr.Literal(value, type.withNullable(value == null), HERE);
    }

    private Expr caseWhen(Type type, int depth) {
        List<Expr.Case.Branch> branches = new ArrayList<>();
        Expr otherwise = make(type, depth - 1);
        boolean nullable = otherwise.type().nullable();
        for (int i = random.nextInt(2); i >= 0; i--) {
            Expr result = make(type, depth - 1);
            nullable |= result.type().nullable();
            branches.add(new Expr.Case.Branch(make(Type.of(Kind.BOOLEAN, true), depth - 1), result));
        }
        return new Expr.Case(branches, otherwise, type.withNullable(nullable), HERE);
    }

    private Expr coalesce(Type type, int depth) {
        List<Expr> operands = List.of(make(type, depth - 1), make(type, depth - 1));
        boolean nullable = operands.stream().allMatch(operand -> operand.type().nullable());
        return new Expr.Coalesce(operands, type.withNullable(nullable), HERE);
    }

    private Expr cast(Type type, int depth) {
        List<Type> sources = new ArrayList<>();
        for (Type candidate : RandomValues.TYPES) {
            if (castable(candidate.kind(), type.kind())) {
                sources.add(candidate);
            }
        }
        if (sources.isEmpty()) {
            return operation(type, depth);
        }
        Expr operand = make(sources.get(random.nextInt(sources.size())), depth - 1);
        Expr.Cast.Mode mode = MODES[random.nextInt(MODES.length)];
        boolean nullable = switch (mode) {
            case CAST -> operand.type().nullable();
            case ASSIGNMENT -> operand.type().nullable() && random.nextBoolean();
            case TRY -> true;
        };
        return new Expr.Cast(operand, mode, type.withNullable(nullable), HERE);
    }

    static boolean castable(Kind from, Kind to) {
        if (from.isBinary() || to.isBinary()) {
            return from.isBinary() && to.isBinary();
        }
        if (from.isInterval() || to.isInterval()) {
            return false;
        }
        if (to.isText()) {
            return true;
        }
        return switch (from) {
            case BOOLEAN -> to == Kind.BOOLEAN;
            case CHAR, VARCHAR -> true;
            case DATE -> to == Kind.DATE || to == Kind.TIMESTAMP;
            case TIME -> to == Kind.TIME || to == Kind.TIMESTAMP;
            case TIMESTAMP -> to.isDatetime();
            default -> to.isNumeric();
        };
    }

    private Expr operation(Type type, int depth) {
        return switch (type.kind()) {
            case BOOLEAN -> condition(depth);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(type, depth);
            case DECIMAL -> decimal(type, depth);
            case REAL, DOUBLE -> approximate(type, depth);
            case VARCHAR -> text(type, depth);
            case DATE, TIME, TIMESTAMP -> datetime(type, depth);
            case INTERVAL_DAY_TIME -> interval(type, depth);
            default -> leaf(type);
        };
    }

    private Expr condition(int depth) {
        Type truth = Type.of(Kind.BOOLEAN, true);
        switch (random.nextInt(8)) {
            case 0:
            case 1: {
                Operation operation = random.nextBoolean() ? Operation.AND : Operation.OR;
                List<Expr> operands = new ArrayList<>();
                for (int i = random.nextInt(2) - 2; i < 1; i++) {
                    operands.add(make(truth, depth - 1));
                }
                return call(operation, truth, operands.toArray(new Expr[0]));
            }
            case 2:
                return call(Operation.NOT, truth, make(truth, depth - 1));
            case 3: {
                Expr operand = make(anyType(), depth - 1);
                return call(random.nextBoolean() ? Operation.IS_NULL : Operation.IS_NOT_NULL, truth, operand);
            }
            case 4:
                return call(TESTS.get(random.nextInt(TESTS.size())), truth, make(truth, depth - 1));
            case 5: {
                Operation operation = random.nextBoolean() ? Operation.LIKE : Operation.SIMILAR_TO;
                Expr pattern = new Expr.Literal(
                        values.pattern(operation == Operation.SIMILAR_TO), Type.varchar(20, false), HERE);
                Expr subject = make(Type.varchar(20, true), depth - 1);
                return random.nextInt(4) == 0
                        ? call(operation, truth, subject, pattern, new Expr.Literal("!", Type.varchar(1, false), HERE))
                        : call(operation, truth, subject, pattern);
            }
            default: {
                Type type = anyType();
                Operation operation = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
                return call(operation, truth, make(type, depth - 1), make(comparable(type), depth - 1));
            }
        }
    }

    /** A type whose values are compared with those of another as they are: DECIMAL with BIGINT and other DECIMALs, texts with texts; mostly the same. */
    private Type comparable(Type type) {
        Type other = anyType();
        boolean exact = type.kind() == Kind.DECIMAL && (other.kind() == Kind.DECIMAL || other.kind() == Kind.BIGINT);
        boolean mirrored = other.kind() == Kind.DECIMAL && type.kind() == Kind.BIGINT;
        boolean texts = type.kind().isText() && other.kind().isText();
        return exact || mirrored || texts ? other : type;
    }

    private Type anyType() {
        return RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
    }

    private Expr integer(Type type, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> call(Operation.PLUS, type, make(type, depth - 1), make(type, depth - 1));
            case 1 -> call(Operation.MINUS, type, make(type, depth - 1), make(type, depth - 1));
            case 2 -> call(Operation.TIMES, type, make(type, depth - 1), make(type, depth - 1));
            case 3 -> call(Operation.DIVIDE, type, make(type, depth - 1), make(type, depth - 1));
            case 4 -> call(Operation.MOD, type, make(type, depth - 1), make(type, depth - 1));
            case 5 -> call(Operation.NEGATE, type, make(type, depth - 1));
            case 6 -> call(Operation.STEP, type, make(type, depth - 1), make(type, depth - 1));
            default -> type.kind() == Kind.BIGINT ? extract(depth) : leaf(type);
        };
    }

    private Expr extract(int depth) {
        Type operand = random.nextInt(3) == 0 ? Type.of(Kind.INTERVAL_DAY_TIME, true) : datetimeType();
        List<String> units = new ArrayList<>();
        if (operand.kind() == Kind.INTERVAL_DAY_TIME) {
            units.addAll(List.of("DAY", "HOUR", "MINUTE", "MILLISECOND", "EPOCH"));
        } else {
            if (operand.kind() != Kind.TIME) {
                units.addAll(List.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DOW", "DOY"));
            }
            if (operand.kind() != Kind.DATE) {
                units.addAll(List.of("HOUR", "MINUTE", "MILLISECOND"));
            }
            units.add("EPOCH");
        }
        return call(
                Operation.EXTRACT,
                Type.of(Kind.BIGINT, true),
                unit(units.get(random.nextInt(units.size()))),
                make(operand, depth - 1));
    }

    private static Expr unit(String name) {
        return new Expr.Literal(name, UNIT, HERE);
    }

    private Type datetimeType() {
        Kind kind = List.of(Kind.DATE, Kind.TIME, Kind.TIMESTAMP).get(random.nextInt(3));
        return Type.of(kind, true);
    }

    private Expr decimal(Type type, int depth) {
        Type other = RandomValues.DECIMALS.get(random.nextInt(RandomValues.DECIMALS.size()));
        return switch (random.nextInt(7)) {
            case 0 -> call(Operation.PLUS, type, make(type, depth - 1), make(type, depth - 1));
            case 1 -> call(Operation.MINUS, type, make(type, depth - 1), make(type, depth - 1));
            case 2 -> call(Operation.TIMES, type, make(other, depth - 1), make(type, depth - 1));
            case 3 -> call(Operation.DIVIDE, type, make(type, depth - 1), make(other, depth - 1));
            case 4 -> call(Operation.MOD, type, make(type, depth - 1), make(type, depth - 1));
            case 5 -> call(Operation.NEGATE, type, make(type, depth - 1));
            default ->
                type.precision() == 5 && type.scale() == 3
                        ? call(Operation.EXTRACT, type, unit("SECOND"), make(Type.of(Kind.TIMESTAMP, true), depth - 1))
                        : leaf(type);
        };
    }

    private Expr approximate(Type type, int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> call(Operation.PLUS, type, make(type, depth - 1), make(type, depth - 1));
            case 1 -> call(Operation.MINUS, type, make(type, depth - 1), make(type, depth - 1));
            case 2 -> call(Operation.TIMES, type, make(type, depth - 1), make(type, depth - 1));
            case 3 -> call(Operation.DIVIDE, type, make(type, depth - 1), make(type, depth - 1));
            case 4 -> call(Operation.MOD, type, make(type, depth - 1), make(type, depth - 1));
            default -> call(Operation.NEGATE, type, make(type, depth - 1));
        };
    }

    private Expr text(Type type, int depth) {
        if (type.precision() < 6) {
            return leaf(type);
        }
        Expr left = make(Type.varchar(5, true), depth - 1);
        Expr right = make(Type.varchar(5, true), depth - 1);
        Expr joined = call(Operation.CONCATENATE, Type.varchar(10, true), left, right);
        return new Expr.Cast(
                joined, Expr.Cast.Mode.CAST, type.withNullable(joined.type().nullable()), HERE);
    }

    private Expr datetime(Type type, int depth) {
        List<String> units = new ArrayList<>();
        if (type.kind() != Kind.TIME) {
            units.addAll(UNITS_OF_DATES);
        }
        if (type.kind() != Kind.DATE) {
            units.addAll(UNITS_OF_TIMES);
        }
        Type dayTime = Type.of(Kind.INTERVAL_DAY_TIME, true);
        return switch (random.nextInt(6)) {
            case 0 ->
                call(Operation.FLOOR_TO, type, make(type, depth - 1), unit(units.get(random.nextInt(units.size()))));
            case 1 ->
                call(Operation.CEIL_TO, type, make(type, depth - 1), unit(units.get(random.nextInt(units.size()))));
            case 2 -> call(Operation.PLUS, type, make(type, depth - 1), make(dayTime, depth - 1));
            case 3 -> call(Operation.MINUS, type, make(type, depth - 1), make(dayTime, depth - 1));
            case 4 -> call(Operation.STEP, type, make(type, depth - 1), make(dayTime, depth - 1));
            default ->
                type.kind() == Kind.TIME
                        ? leaf(type)
                        : call(
                                Operation.PLUS,
                                type,
                                make(type, depth - 1),
                                literal(Type.of(Kind.INTERVAL_YEAR_MONTH, true)));
        };
    }

    private Expr interval(Type type, int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> call(Operation.PLUS, type, make(type, depth - 1), make(type, depth - 1));
            case 1 -> call(Operation.MINUS, type, make(type, depth - 1), make(type, depth - 1));
            case 2 -> call(Operation.NEGATE, type, make(type, depth - 1));
            case 3 -> call(Operation.TIMES, type, make(type, depth - 1), make(Type.of(Kind.INTEGER, true), depth - 1));
            case 4 -> call(Operation.DIVIDE, type, make(type, depth - 1), make(Type.of(Kind.INTEGER, true), depth - 1));
            case 5 ->
                call(
                        Operation.FLOOR_TO,
                        type,
                        make(type, depth - 1),
                        unit(List.of("DAY", "HOUR", "MINUTE", "SECOND").get(random.nextInt(4))));
            default -> {
                Type operand = datetimeType();
                yield call(Operation.MINUS, type, make(operand, depth - 1), make(operand, depth - 1));
            }
        };
    }

    private static Expr call(Operation operation, Type type, Expr... operands) {
        boolean nullable = switch (operation) {
            case IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    CURRENT_TIMESTAMP,
                    CURRENT_ROW_TIMESTAMP -> false;
            default ->
                List.of(operands).stream().anyMatch(operand -> operand.type().nullable());
        };
        return new Expr.Call(operation, List.of(operands), type.withNullable(nullable), HERE);
    }
}
