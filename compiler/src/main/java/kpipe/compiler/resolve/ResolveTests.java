package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.FormatUse;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.SourceUse;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;
import kpipe.compiler.model.TableDeclaration;
import kpipe.compiler.model.TestDeclaration;
import kpipe.compiler.model.TestDeclaration.Observed;
import kpipe.compiler.model.TestDeclaration.Step;
import kpipe.compiler.model.TestDeclaration.TestRows;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.TestStep;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Format;
import org.jspecify.annotations.Nullable;

/** TESTs: what their steps name, and how many values their rows have. Values get their types when the columns of all streams have theirs ({@link TypeTests}). */
final class ResolveTests implements Pass {

    private static final Code UNKNOWN = Code.error("K0701", "there is no {0} `{1}`");
    private static final Code WRONG_COUNT = Code.error("K0702", "this row has {0} for {1}");
    private static final Code NO_TIME = Code.error("K0703", "AT takes a time: AT TIMESTAMP '2026-01-01 00:00:00'");
    private static final Code BACKWARDS = Code.error("K0704", "time cannot move back");
    private static final Code FILLED_BY_PUMPS =
            Code.error("K0705", "stream `{0}` is filled by pumps: give rows to the streams that they read");
    private static final Code NO_FORMAT = Code.error("K0706", "the format of `{0}` is not known by its ending");
    private static final Code NO_SUCH_SHARD = Code.error("K0707", "stream `{0}` has {1}");

    @Override
    public void run(Workspace workspace) {
        for (Statement.Test test : workspace.testStatements) {
            int before = workspace.reports.errors();
            Steps steps = new Steps(workspace);
            for (TestStep step : test.steps()) {
                step.accept(steps);
            }
            if (workspace.reports.errors() == before && steps.whole) {
                workspace.tests.add(new TestDeclaration(
                        test.name().value(), steps.resolved, test.name().span()));
            }
        }
    }

    /** The steps of one test. */
    private static final class Steps implements TestStep.Visitor<Void> {

        private final Workspace workspace;
        private final Relations relations;
        private final List<Step> resolved = new ArrayList<>();
        private long time = Long.MIN_VALUE;

        /** Whether everything that the test names is sound. */
        private boolean whole = true;

        Steps(Workspace workspace) {
            this.workspace = workspace;
            relations = new Relations(workspace);
        }

        @Override
        public Void visit(TestStep.Given node) {
            Entry<Relation> entry = relations.find(node.into(), "stream or table");
            Relation relation = entry == null ? null : entry.declaration;
            if (relation == null) {
                whole = false;
                return null;
            }
            whole &= !workspace.unsound.contains(entry);
            if (relation instanceof StreamDeclaration stream) {
                boolean filled =
                        !workspace.feeders.getOrDefault(entry, List.of()).isEmpty();
                if (filled || stream.origin() != Origin.DECLARED) {
                    workspace.reports.report(FILLED_BY_PUMPS, node.into().span(), relation.name());
                    return null;
                }
            }
            int shard = shard(entry, relation, node.shard());
            TestRows rows = rows(relation, formatOf(relation), node.columns(), node.rows());
            if (rows != null) {
                resolved.add(new TestDeclaration.Given(relation, shard, rows, node.span()));
            }
            return null;
        }

        @Override
        public Void visit(TestStep.At node) {
            boolean moment = node.time() instanceof Literal.DateTime;
            Constants.Value value = Constants.of(node.time(), Type.of(Kind.TIMESTAMP, false));
            if (!moment || !(value instanceof Constants.Known known) || !(known.value() instanceof Long millis)) {
                if (!(node.time() instanceof Expr.Erroneous)) {
                    workspace.reports.report(NO_TIME, node.time().span());
                }
                return null;
            }
            if (millis < time) {
                workspace.reports.report(BACKWARDS, node.time().span());
            }
            time = millis;
            resolved.add(new TestDeclaration.At(millis, node.span()));
            return null;
        }

        @Override
        public Void visit(TestStep.Idle node) {
            Entry<Relation> entry = relations.find(node.stream(), "stream");
            if (entry != null && entry.declaration instanceof StreamDeclaration stream) {
                whole &= !workspace.unsound.contains(entry);
                resolved.add(new TestDeclaration.Idle(stream, shard(entry, stream, node.shard()), node.span()));
            } else {
                whole = false;
            }
            return null;
        }

        @Override
        public Void visit(TestStep.Restart node) {
            resolved.add(new TestDeclaration.Restart(node.span()));
            return null;
        }

        @Override
        public Void visit(TestStep.Expect node) {
            Observed observed = observed(node.from());
            if (observed != null) {
                FormatUse own = observed.destination() == null
                        ? formatOf(observed.columns())
                        : observed.destination().format();
                TestRows rows = rows(observed.columns(), own, node.columns(), node.rows());
                if (rows != null) {
                    resolved.add(new TestDeclaration.Expect(observed, rows, node.span()));
                }
            }
            return null;
        }

        @Override
        public Void visit(TestStep.ExpectNothing node) {
            Observed observed = observed(node.from());
            if (observed != null) {
                List<Integer> all = allColumns(observed.columns());
                resolved.add(
                        new TestDeclaration.Expect(observed, new TestDeclaration.Listed(all, List.of()), node.span()));
            }
            return null;
        }

        /** A stream, or where none is called so a destination. */
        private @Nullable Observed observed(QualifiedName name) {
            Entry<Relation> entry = relations.peek(name);
            Entry<DestinationDeclaration> destination =
                    name.simple() && entry == null ? workspace.destinations.get(name.last()) : null;
            if (destination != null) {
                whole &= destination.declaration != null;
                return destination.declaration == null ? null : new Observed(null, destination.declaration);
            }
            if (entry == null && name.simple()) {
                Set<String> known = new TreeSet<>(workspace.relations.names());
                known.addAll(workspace.destinations.names());
                workspace.reports.unknown(
                        Diagnostic.of(
                                UNKNOWN,
                                name.span(),
                                "stream or destination",
                                name.last().name()),
                        name.span(),
                        known);
                return null;
            }
            Entry<Relation> found = relations.find(name, "stream");
            if (found != null && found.declaration instanceof StreamDeclaration stream) {
                whole &= !workspace.unsound.contains(found);
                return new Observed(stream, null);
            }
            if (found != null && found.declaration instanceof TableDeclaration) {
                workspace.reports.report(
                        UNKNOWN,
                        name.span(),
                        "stream or destination",
                        name.last().name());
            }
            whole = false;
            return null;
        }

        private int shard(@Nullable Entry<Relation> entry, Relation relation, @Nullable Expr written) {
            if (written == null || entry == null || workspace.unsound.contains(entry)) {
                return -1;
            }
            OptionalLong number = workspace.values.wholeNumber(written, "the number of a shard", 0, 1 << 20);
            int shards = relation instanceof StreamDeclaration stream ? Math.max(1, stream.shards()) : 1;
            if (number.isPresent() && number.getAsLong() >= shards) {
                String has = shards == 1 ? "one shard, 0" : "shards 0 to " + (shards - 1);
                workspace.reports.report(NO_SUCH_SHARD, written.span(), relation.name(), has);
            }
            return (int) number.orElse(-1);
        }

        private static List<Integer> allColumns(Relation relation) {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < relation.columns().size(); i++) {
                all.add(i);
            }
            return all;
        }

        /** How the records of a stream or table are read, or null. */
        private static @Nullable FormatUse formatOf(Relation relation) {
            SourceUse source = relation instanceof StreamDeclaration stream
                    ? stream.source()
                    : relation instanceof TableDeclaration table ? table.source() : null;
            return source == null ? null : source.format();
        }

        /** @param own how the stream's records are read or the destination's are written, or null */
        private @Nullable TestRows rows(
                Relation relation,
                @Nullable FormatUse own,
                @Nullable List<Identifier> names,
                kpipe.compiler.syntax.TestRows rows) {
            List<Integer> columns = names == null ? allColumns(relation) : columns(relation, names);
            if (columns == null) {
                return null;
            }
            if (rows instanceof kpipe.compiler.syntax.TestRows.FromFile file) {
                FormatUse format = format(file, own);
                if (format == null) {
                    return null;
                }
                boolean asRead = file.format() == null
                        && own != null
                        && own == formatOf(relation)
                        && own.format()
                                .spec()
                                .name()
                                .equals(format.format().spec().name());
                return new TestDeclaration.InFile(columns, file.path(), format, asRead);
            }
            List<Expr.Row> listed = ((kpipe.compiler.syntax.TestRows.Listed) rows).rows();
            for (Expr.Row row : listed) {
                if (row.values().size() != columns.size()) {
                    workspace.reports.report(
                            WRONG_COUNT,
                            row.span(),
                            Counted.of(row.values().size(), "value"),
                            Counted.of(columns.size(), "column"));
                }
            }
            return new TestDeclaration.Listed(columns, listed);
        }

        private @Nullable List<Integer> columns(Relation relation, List<Identifier> names) {
            int before = workspace.reports.errors();
            NameTable<Integer> table = workspace.columnNames(relation);
            List<Integer> columns = new ArrayList<>();
            Set<Integer> seen = new HashSet<>();
            for (Identifier name : names) {
                boolean rowtime = name.name().equalsIgnoreCase("ROWTIME") && relation instanceof StreamDeclaration;
                Integer index = rowtime
                        ? Integer.valueOf(TestDeclaration.ROWTIME)
                        : table.find(name).value();
                if (index == null) {
                    String kind = relation instanceof StreamDeclaration ? "stream" : "table";
                    workspace.reports.unknown(
                            Diagnostic.of(
                                    DeclareStreams.UNKNOWN_COLUMN, name.span(), kind, relation.name(), name.name()),
                            name.span(),
                            ResolveColumns.names(relation.columns()));
                } else if (!seen.add(index)) {
                    workspace.reports.report(ResolvePumps.NAMED_TWICE, name.span(), name.name());
                } else {
                    columns.add(index);
                }
            }
            return workspace.reports.errors() > before ? null : columns;
        }

        /** The format that is written with the file, else that of its ending: as the stream itself has it, where that is the same. */
        private @Nullable FormatUse format(kpipe.compiler.syntax.TestRows.FromFile file, @Nullable FormatUse own) {
            if (file.format() != null) {
                Identifier name = file.format();
                return ResolveSource.format(workspace, name, file.options(), name.span(), new Schema(List.of()), true);
            }
            String path = file.path().value().toLowerCase(Locale.ROOT);
            String name = path.endsWith(".json") || path.endsWith(".jsonl") || path.endsWith(".ndjson")
                    ? "JSON"
                    : path.endsWith(".csv") ? "CSV" : "";
            Format format = workspace.catalog.format(name);
            if (format == null) {
                Span span = file.path().span();
                workspace.reports.report(NO_FORMAT, span, file.path().value());
                return null;
            }
            List<OptionValue> options =
                    own != null && own.format().spec().name().equals(name) ? known(own.options()) : List.of();
            return new FormatUse(format, options, file.path().span());
        }

        /** The options with the values of their {@code ${NAME}}; one without a value is left out, which was reported if a test needs it. */
        private List<OptionValue> known(List<OptionValue> options) {
            List<OptionValue> known = new ArrayList<>();
            for (OptionValue option : options) {
                Object value = option.value() instanceof Template template
                        ? workspace.values.substituted(
                                new Literal.Text(template.span(), template.text(), Literal.TextKind.PLAIN), false)
                        : option.value();
                if (value != null) {
                    known.add(new OptionValue(option.name(), value));
                }
            }
            return known;
        }
    }
}
