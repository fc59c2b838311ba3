package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.NestedParts;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.ScalarFunction.Family;
import kpipe.spi.ScalarFunction.Nulls;
import kpipe.spi.ScalarFunction.Overload;
import kpipe.spi.ScalarFunction.Parameter;
import kpipe.spi.ScalarFunction.ResultRule;

/** Parts of stages, and rows for them, drawn at random. */
final class RandomParts {

    private static final Span HERE = RandomExpressions.HERE;
    private static final long START = 1_700_000_040_000L;

    private final Random random;
    private final RandomValues values;

    /** The reference tables that stages may join to, by name. */
    final Map<String, RowBatch> tables;

    RandomParts(Random random) {
        this.random = random;
        values = new RandomValues(random);
        tables = Map.of(
                "things", fill(schema(1 + random.nextInt(3)), random.nextInt(8)),
                "words", fill(schema(2), 1 + random.nextInt(3)));
    }

    Schema schema(int columns) {
        List<Column> made = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            Type type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
            made.add(new Column("c" + i, type.withNullable(random.nextInt(3) != 0)));
        }
        return new Schema(made);
    }

    RowBatch fill(Schema schema, int count) {
        RowBatch batch = new RowBatch(schema, Math.max(1, count));
        List<List<Object>> pools = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            List<Object> pool = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                pool.add(values.javaForm(schema.type(column)));
            }
            pools.add(pool);
        }
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < schema.size(); column++) {
                Type type = schema.type(column);
                boolean isNull = type.nullable() && random.nextInt(6) == 0;
                Object value = pools.get(column).get(random.nextInt(6));
                Values.write(batch, column, row, isNull ? null : Values.ofJavaForm(value, type));
            }
            batch.size++;
        }
        return batch;
    }

    /** Times that mostly grow, with rows out of order and rows that are late; the watermarks that rows carry never fall. */
    void giveTimes(RowBatch batch, boolean ordered) {
        long lateness = random.nextInt(3) * 5_000L;
        long time = START;
        long greatest = time;
        long watermark = RowBatch.NO_WATERMARK;
        for (int row = 0; row < batch.size; row++) {
            time += random.nextInt(12) == 0 ? 40_000 : random.nextInt(6) * 1000;
            long back = !ordered && random.nextInt(4) == 0 ? random.nextInt(40) * 1000L : 0;
            batch.rowtime[row] = time - back;
            greatest = Math.max(greatest, batch.rowtime[row]);
            watermark = Math.max(watermark, greatest - lateness);
            batch.watermark[row] = watermark;
        }
    }

    /** @param last whether no window follows, so that ROWTIME may be set */
    Schema rowOperators(List<Operator> operators, Schema input, boolean last) {
        Schema schema = input;
        for (int i = random.nextInt(3); i > 0; i--) {
            schema = switch (random.nextInt(6)) {
                case 0 -> filter(operators, schema);
                case 1 -> join(operators, schema);
                case 2 -> lookUp(operators, schema);
                case 3 -> random.nextBoolean() ? unnest(operators, schema) : filter(operators, schema);
                default -> project(operators, schema, last && random.nextInt(4) == 0);
            };
        }
        return schema;
    }

    private Schema filter(List<Operator> operators, Schema input) {
        Expr condition = new RandomExpressions(random, input).make(Type.of(Kind.BOOLEAN, true), 3);
        operators.add(new Operator.Filter(condition, input, HERE));
        return input;
    }

    private Schema project(List<Operator> operators, Schema input, boolean promotes) {
        RandomExpressions expressions = new RandomExpressions(random, input);
        List<Expr> list = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Type type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
            Expr expr = expressions.make(type, 4);
            list.add(expr);
            columns.add(new Column("p" + i, expr.type()));
        }
        Schema output = new Schema(columns);
        Type time = Type.of(Kind.TIMESTAMP, true);
        Expr rowtime = !promotes
                ? null
                : random.nextBoolean() ? new Expr.Rowtime(time.withNullable(false), HERE) : expressions.make(time, 2);
        operators.add(new Operator.Project(
                list, rowtime, random.nextInt(3) == 0 ? 5_000 : 0, random.nextInt(4) == 0, output, HERE));
        return output;
    }

    /** Repeats the rows for the numbers of an ARRAY that is made of them, and adds each and which it is. */
    private Schema unnest(List<Operator> operators, Schema input) {
        RandomExpressions expressions = new RandomExpressions(random, input);
        Type number = Type.of(Kind.BIGINT, true);
        List<Expr> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            parts.add(part(expressions.make(number, 1)));
        }
        Expr array = array(parts, Type.array(number, true));
        Expr.Case.Branch some = new Expr.Case.Branch(expressions.make(Type.of(Kind.BOOLEAN, true), 1), array);
        Expr never = new Expr.Literal(null, array.type(), HERE);
        int width = input.size();
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            fields.add(new Expr.Column(i, input.type(i), HERE));
        }
        List<Column> columns = new ArrayList<>(input.columns());
        fields.add(random.nextBoolean() ? array : new Expr.Case(List.of(some), never, array.type(), HERE));
        columns.add(new Column("array" + width, array.type()));
        Schema packed = new Schema(columns);
        operators.add(new Operator.Project(fields, null, packed, HERE));
        boolean outer = random.nextBoolean();
        int step = 1 + random.nextInt(2);
        Type place = number.withNullable(outer);
        columns.add(new Column("number" + width, place));
        Schema repeated = new Schema(columns);
        Expr elements = new Expr.Column(width, array.type(), HERE);
        operators.add(new Operator.Unnest(elements, step, outer, repeated, HERE));
        Expr which = new Expr.Column(width + 1, place, HERE);
        List<Expr> placed = List.of(which, whole(step), whole(random.nextInt(step)));
        Expr at = call("place", List.of(Family.INTEGER, Family.INTEGER, Family.INTEGER), false, false, placed, place);
        fields.set(
                width,
                call("number", List.of(Family.BINARY, Family.INTEGER), false, true, List.of(elements, at), number));
        fields.add(which);
        columns.set(width, new Column("element" + width, number));
        Schema output = new Schema(columns);
        operators.add(new Operator.Project(fields, null, output, HERE));
        return output;
    }

    private static Expr whole(long number) {
        return new Expr.Literal(number, Type.of(Kind.BIGINT, false), HERE);
    }

    /** A number as a part of an ARRAY. */
    static Expr part(Expr number) {
        return call("ofNumber", List.of(Family.INTEGER), false, false, List.of(number), Type.of(Kind.VARBINARY, true));
    }

    static Expr array(List<Expr> parts, Type type) {
        return call("pack", List.of(Family.BINARY), true, false, parts, type);
    }

    private static Expr call(
            String method, List<Family> families, boolean any, boolean mayReturnNull, List<Expr> operands, Type type) {
        List<Parameter> parameters =
                families.stream().map(family -> new Parameter("value", family)).toList();
        Nulls nulls = any ? Nulls.CALLED : Nulls.STRICT;
        Overload overload =
                new Overload(parameters, any, ResultRule.ROW, nulls, mayReturnNull, true, NestedParts.class, method);
        return new Expr.FunctionCall(method, overload, operands, type, HERE);
    }

    /** Adds what is found in a table as a column, or keeps the rows for which something is. */
    private Schema lookUp(List<Operator> operators, Schema input) {
        if (random.nextBoolean()) {
            operators.add(new Operator.Filter(lookup(input, false), input, HERE));
            return input;
        }
        List<Expr> list = new ArrayList<>();
        List<Column> columns = new ArrayList<>(input.columns());
        for (int i = 0; i < input.size(); i++) {
            list.add(new Expr.Column(i, input.type(i), HERE));
        }
        for (int i = random.nextInt(2); i >= 0; i--) {
            Expr found = lookup(input, random.nextInt(3) != 0);
            list.add(found);
            columns.add(new Column("found" + i + "_" + input.size(), found.type()));
        }
        Schema output = new Schema(columns);
        operators.add(new Operator.Project(list, null, output, HERE));
        return output;
    }

    private Expr lookup(Schema input, boolean asksValue) {
        String name = random.nextBoolean() ? "things" : "words";
        Schema table = tables.get(name).schema;
        RandomExpressions ofRow = new RandomExpressions(random, input);
        List<Operator.TableJoin.KeyPair> keys = new ArrayList<>();
        List<Integer> nullable = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            if (keys.size() < 2 && random.nextInt(3) != 0) {
                keys.add(new Operator.TableJoin.KeyPair(ofRow.make(table.type(i), 1), i));
            }
            if (table.type(i).nullable()) {
                nullable.add(i);
            }
        }
        List<Column> both = new ArrayList<>(input.columns());
        table.columns().forEach(column -> both.add(new Column("table_" + column.name(), column.type())));
        RandomExpressions ofBoth = new RandomExpressions(random, new Schema(both));
        Expr condition =
                random.nextBoolean() ? null : ofTable(ofBoth.make(Type.of(Kind.BOOLEAN, true), 2), input.size());
        Type type = RandomValues.TYPES.get(random.nextInt(RandomValues.TYPES.size()));
        Expr value = asksValue ? ofTable(ofBoth.make(type, 2), input.size()) : null;
        return new Expr.Lookup(
                name,
                table,
                keys,
                keys.isEmpty() && random.nextBoolean() ? nullable : List.of(),
                condition,
                value,
                value == null ? Type.of(Kind.BOOLEAN, false) : value.type().withNullable(true),
                HERE);
    }

    /** The expression with columns of the table in place of those behind the row's. */
    private static Expr ofTable(Expr expr, int width) {
        return new Rewriter() {
            @Override
            public Expr column(Expr.Column column) {
                return column.index() < width
                        ? column
                        : new Expr.TableColumn(column.index() - width, column.type(), column.span());
            }
        }.rewrite(expr);
    }

    Schema join(List<Operator> operators, Schema input) {
        if (input.size() > 12) {
            return input;
        }
        String name = random.nextBoolean() ? "things" : "words";
        Schema table = tables.get(name).schema;
        boolean outer = random.nextBoolean();
        List<Column> columns = new ArrayList<>(input.columns());
        for (Column column : table.columns()) {
            columns.add(
                    new Column(name + "_" + column.name(), outer ? column.type().withNullable(true) : column.type()));
        }
        Schema output = new Schema(columns);
        RandomExpressions expressions = new RandomExpressions(random, input);
        List<Operator.TableJoin.KeyPair> keys = new ArrayList<>();
        for (int i = 0; i < table.size() && keys.size() < 2; i++) {
            if (random.nextInt(3) != 0) {
                keys.add(new Operator.TableJoin.KeyPair(expressions.make(table.type(i), 1), i));
            }
        }
        Expr residual = random.nextInt(3) == 0
                ? new RandomExpressions(random, output).make(Type.of(Kind.BOOLEAN, true), 2)
                : null;
        operators.add(new Operator.TableJoin(name, keys, residual, outer, output, HERE));
        return output;
    }
}
