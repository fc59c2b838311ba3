package kpipe.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.interpret.RecordingContext;
import kpipe.compiler.pipeline.Aggregate;
import kpipe.compiler.pipeline.Aggregate.AggregateFunction;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.Operation;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.Kernel;
import org.junit.jupiter.api.Test;

/** Stages that are too large for one method become several, and do what the interpreter does. */
class LargeStageTest {

    private static final Span HERE = new Span(new SourceFile("large.kpipe", "x"), 0, 1);
    private static final Type NUMBER = Type.of(Kind.BIGINT, true);
    private static final Type TRUTH = Type.of(Kind.BOOLEAN, true);

    @Test
    void tenThousandColumns() {
        Schema schema = schema(10_000);
        compare(stage(schema, new Operator.Filter(isPositive(9_999), schema, HERE)));
    }

    @Test
    void manyExpressionsSomeOfWhichFail() {
        Schema schema = schema(40);
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Expr divided = call(Operation.DIVIDE, NUMBER, number(i), column(i % 40));
            expressions.add(i % 3 == 0 ? column(i % 40) : call(Operation.PLUS, NUMBER, divided, number(1)));
            columns.add(new Column("e" + i, NUMBER));
        }
        Schema wide = new Schema(columns);
        compare(stage(
                schema,
                new Operator.Project(expressions, null, wide, HERE),
                new Operator.Filter(isPositive(500), wide, HERE)));
    }

    @Test
    void aLongSum() {
        Schema schema = schema(5);
        Expr sum = column(0);
        for (int i = 1; i < 400; i++) {
            sum = call(Operation.PLUS, NUMBER, sum, column(i % 5));
        }
        compare(stage(schema, new Operator.Project(List.of(sum), null, schema(1), HERE)));
    }

    @Test
    void manyBranchesAndManyConditions() {
        Schema schema = schema(5);
        List<Expr.Case.Branch> branches = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Expr isNumber = call(Operation.EQUAL, TRUTH, column(i % 5), number(i));
            branches.add(new Expr.Case.Branch(isNumber, number(-i)));
            conditions.add(call(Operation.NOT_EQUAL, TRUTH, column(i % 5), number(10_000 + i)));
        }
        Expr chosen = new Expr.Case(branches, column(1), NUMBER, HERE);
        compare(stage(
                schema,
                new Operator.Filter(new Expr.Call(Operation.AND, conditions, TRUTH, HERE), schema, HERE),
                new Operator.Project(List.of(chosen), null, schema(1), HERE)));
    }

    @Test
    void aThousandAggregates() {
        Schema schema = schema(250);
        List<Aggregate> aggregates = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("k", NUMBER));
        AggregateFunction[] functions = {
            AggregateFunction.SUM, AggregateFunction.MIN, AggregateFunction.AVG, AggregateFunction.LAST_VALUE
        };
        for (int i = 0; i < 1_000; i++) {
            Expr argument = i % 5 == 0 ? call(Operation.PLUS, NUMBER, column(i / 4), number(i)) : column(i / 4);
            aggregates.add(new Aggregate(functions[i % 4], List.of(argument), false, false, NUMBER, HERE));
            columns.add(new Column("a" + i, NUMBER));
        }
        columns.add(new Column("from", Type.of(Kind.TIMESTAMP, false)));
        columns.add(new Column("until", Type.of(Kind.TIMESTAMP, false)));
        compare(stage(
                schema,
                new Operator.WindowAggregate(
                        new WindowSpec.Tumbling(1_000, 0), List.of(column(1)), aggregates, new Schema(columns), HERE)));
    }

    @Test
    void thousandsOfTexts() {
        Type text = Type.of(Kind.VARCHAR, false);
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            Expr other = new Expr.Literal("other " + i, text, HERE);
            Expr.Case.Branch one = new Expr.Case.Branch(
                    call(Operation.EQUAL, TRUTH, column(0), number(i)), new Expr.Literal("one " + i, text, HERE));
            Expr chosen = new Expr.Case(List.of(one), other, text, HERE);
            expressions.add(call(Operation.CONCATENATE, text, chosen, other));
            columns.add(new Column("word" + i, text));
        }
        compare(stage(schema(1), new Operator.Project(expressions, null, new Schema(columns), HERE)));
    }

    private static void compare(Stage stage) {
        RecordingContext expected = run(stage, new InterpretedKernel(stage, JavaBodies.NONE));
        GeneratedKernel generated = new GeneratedKernel(stage);
        RecordingContext actual = run(stage, generated.kernel());
        assertThat(actual.rows).isNotEmpty().isEqualTo(expected.rows);
        assertThat(actual.errorRows).isEqualTo(expected.errorRows);
        assertThat(generated.longestMethod()).isLessThan(8_000);
    }

    private static RecordingContext run(Stage stage, Kernel kernel) {
        RowBatch rows = new RowBatch(stage.input(), 12);
        for (int row = 0; row < 12; row++) {
            for (int column = 0; column < stage.input().size(); column++) {
                rows.values[column][row] = (row + 1L) * (column % 7 + 1) - (row == 3 ? 4 : 0);
                if (row == 5 && column % 3 == 0) {
                    rows.setNull(column, row);
                }
            }
            rows.size++;
        }
        return new RecordingContext(stage.output(), 5).run(kernel, List.of(rows));
    }

    private static Stage stage(Schema input, Operator... operators) {
        Schema output = operators[operators.length - 1].output();
        return new Stage("p", "p", "s", "t", input, List.of(operators), output, false, HERE);
    }

    private static Schema schema(int columns) {
        List<Column> made = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            made.add(new Column("c" + i, NUMBER));
        }
        return new Schema(made);
    }

    private static Expr isPositive(int column) {
        return call(Operation.GREATER, TRUTH, column(column), number(0));
    }

    private static Expr column(int index) {
        return new Expr.Column(index, NUMBER, HERE);
    }

    private static Expr number(long value) {
        return new Expr.Literal(value, NUMBER.withNullable(false), HERE);
    }

    private static Expr call(Operation operation, Type type, Expr left, Expr right) {
        return new Expr.Call(operation, List.of(left, right), type, HERE);
    }
}
