package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.model.Model;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.TestDeclaration;
import kpipe.compiler.model.TestDeclaration.TestRows;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.TestCase;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of TESTs the types of their columns. Runs after planning, which finds the types of the streams that queries make.
 */
public final class TypeTests {

    private static final Code NO_CONSTANT = Code.error("K0709", "the value of `{0}` must be a constant");
    private static final Code WRONG_TYPE = Code.error("K0710", "the value of `{0}` must be {1}");

    private final Map<String, Schema> schemas;
    private final Reports reports;

    private TypeTests(Map<String, Schema> schemas, DiagnosticCollector diagnostics) {
        this.schemas = schemas;
        reports = new Reports(diagnostics);
    }

    /**
     * The tests of a model, typed. A test in which a value does not fit is reported and left out; so is, without a word, one of a stream that has no schema, of which
     * planning has reported why.
     *
     * @param inferred the schemas of streams whose columns planning found, by name
     */
    public static List<TestCase> type(Model model, Map<String, Schema> inferred, DiagnosticCollector diagnostics) {
        TypeTests typing = new TypeTests(new HashMap<>(inferred), diagnostics);
        List<TestCase> cases = new ArrayList<>();
        for (TestDeclaration test : model.tests()) {
            TestCase typed = typing.test(test);
            if (typed != null) {
                cases.add(typed);
            }
        }
        return List.copyOf(cases);
    }

    private @Nullable TestCase test(TestDeclaration test) {
        int before = reports.errors();
        List<TestCase.Step> steps = new ArrayList<>();
        for (TestDeclaration.Step step : test.steps()) {
            TestCase.Step typed = step(step);
            if (typed != null) {
                steps.add(typed);
            }
        }
        return reports.errors() == before && steps.size() == test.steps().size()
                ? new TestCase(test.name(), steps, test.span())
                : null;
    }

    private TestCase.@Nullable Step step(TestDeclaration.Step step) {
        if (step instanceof TestDeclaration.Given given) {
            TestCase.Rows rows = rows(given.into(), given.rows());
            boolean table = given.into() instanceof kpipe.compiler.model.TableDeclaration;
            return rows == null
                    ? null
                    : new TestCase.Given(given.into().name(), table, given.shard(), rows, given.span());
        }
        if (step instanceof TestDeclaration.At at) {
            return new TestCase.At(at.millis(), at.span());
        }
        if (step instanceof TestDeclaration.Idle idle) {
            return new TestCase.Idle(idle.stream().name(), idle.shard(), idle.span());
        }
        if (step instanceof TestDeclaration.Restart restart) {
            return new TestCase.Restart(restart.span());
        }
        TestDeclaration.Expect expect = (TestDeclaration.Expect) step;
        TestCase.Rows rows = rows(expect.from().columns(), expect.rows());
        boolean destination = expect.from().destination() != null;
        return rows == null ? null : new TestCase.Expect(expect.from().name(), destination, rows, expect.span());
    }

    private TestCase.@Nullable Rows rows(Relation relation, TestRows rows) {
        Schema schema = schema(relation);
        if (schema == null) {
            return null;
        }
        if (rows instanceof TestDeclaration.InFile file) {
            return new TestCase.InFile(
                    schema,
                    file.columns(),
                    file.path().value(),
                    format(relation, schema, file),
                    file.path().span());
        }
        TestDeclaration.Listed listed = (TestDeclaration.Listed) rows;
        List<TestCase.Row> typed = new ArrayList<>();
        for (Expr.Row row : listed.rows()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < row.values().size(); i++) {
                int column = listed.columns().get(i);
                values.add(value(row.values().get(i), name(schema, column), type(schema, column)));
            }
            typed.add(new TestCase.Row(values, row.span()));
        }
        return new TestCase.Listed(schema, listed.columns(), typed);
    }

    private static FormatNode format(Relation relation, Schema schema, TestDeclaration.InFile file) {
        List<Column> columns = new ArrayList<>();
        List<@Nullable String> paths = new ArrayList<>();
        List<@Nullable String> patterns = new ArrayList<>();
        List<Boolean> used = new ArrayList<>();
        for (int column : file.columns()) {
            boolean declared = file.asRead() && column != TestDeclaration.ROWTIME;
            columns.add(new Column(name(schema, column), type(schema, column)));
            paths.add(declared ? relation.columns().get(column).path() : null);
            patterns.add(declared ? relation.columns().get(column).pattern() : null);
            used.add(true);
        }
        return new FormatNode(
                file.format().format(),
                file.format().options(),
                new Schema(columns),
                paths,
                patterns,
                used,
                RecordShape.DEFAULT_MAX_RECORD_BYTES,
                file.format().span());
    }

    private static String name(Schema schema, int column) {
        return column == TestDeclaration.ROWTIME ? "ROWTIME" : schema.name(column);
    }

    private static Type type(Schema schema, int column) {
        return column == TestDeclaration.ROWTIME ? Type.of(Kind.TIMESTAMP, false) : schema.type(column);
    }

    private @Nullable Object value(Expr written, String name, Type type) {
        Constants.Value value = Constants.of(written, type);
        if (value instanceof Constants.Known known) {
            return known.value();
        }
        if (value instanceof Constants.Unfit unfit) {
            reports.report(Diagnostic.of(WRONG_TYPE, written.span(), name, unfit.expected()));
        } else if (!(written instanceof Expr.Erroneous)) {
            reports.report(NO_CONSTANT, written.span(), name);
        }
        return null;
    }

    private @Nullable Schema schema(Relation relation) {
        Schema known = schemas.get(relation.name());
        if (known != null) {
            return known;
        }
        List<Column> columns = new ArrayList<>();
        for (ColumnDeclaration column : relation.columns()) {
            Type type = column.type();
            if (type == null) {
                return null;
            }
            columns.add(new Column(column.name(), type));
        }
        Schema schema = new Schema(columns);
        schemas.put(relation.name(), schema);
        return schema;
    }
}
