package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import kpipe.compiler.catalog.Catalog;
import kpipe.compiler.model.Bindings;
import kpipe.compiler.model.Declaration;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.FunctionDeclaration;
import kpipe.compiler.model.Model;
import kpipe.compiler.model.ParameterDeclaration;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.TableDeclaration;
import kpipe.compiler.model.TestDeclaration;
import kpipe.compiler.model.TransformDeclaration;
import kpipe.compiler.model.WindowDeclaration;
import kpipe.compiler.syntax.CommonTable;
import kpipe.compiler.syntax.Program;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import kpipe.data.SystemColumn;
import org.jspecify.annotations.Nullable;

/** What the passes work on and hand to one another. */
final class Workspace {

    final Program program;
    final Catalog catalog;
    final Settings settings;
    final Reports reports;
    final Bindings bindings = new Bindings();
    final ClauseValues values = new ClauseValues(this);

    /** Streams and tables, which share their names. */
    final NameTable<Entry<Relation>> relations = new NameTable<>();

    final NameTable<Entry<ParameterDeclaration>> parameters = new NameTable<>();
    final NameTable<Entry<WindowDeclaration>> windows = new NameTable<>();
    final NameTable<Entry<FunctionDeclaration>> functions = new NameTable<>();
    final NameTable<Entry<TransformDeclaration>> transforms = new NameTable<>();
    final NameTable<PumpEntry> pumps = new NameTable<>();
    final NameTable<ViewEntry> views = new NameTable<>();

    /** The common tables that views have become, and whether unquoted names that they declare are spelled in upper case. */
    final Map<CommonTable, Boolean> viewFolds = new IdentityHashMap<>();

    final NameTable<Entry<DestinationDeclaration>> destinations = new NameTable<>();

    /** {@code error_stream}, {@code s.errors} and {@code p.late}, where something names them. */
    final Map<String, Entry<Relation>> systemStreams = new LinkedHashMap<>();

    /** Which pumps fill a stream. */
    final Map<Entry<Relation>, List<PumpEntry>> feeders = new IdentityHashMap<>();

    /** The columns of a relation by name, made once for all that look there. */
    private final Map<Relation, NameTable<Integer>> columnNames = new IdentityHashMap<>();

    /** Queries behind CURSOR that have been bound already, and what they give. */
    final Map<Query, BindQuery.Result> cursors = new IdentityHashMap<>();

    private @Nullable Set<SystemColumn> systemColumns;

    /** Whether it was said that a clock stands still. */
    boolean saidFrozen;

    /** Names, in upper case, of pumps that could not be read. */
    final Set<String> brokenPumps = new HashSet<>();

    /** Streams whose columns are known by name, but whose clauses or query are wrong: what reads them is looked at and left out. */
    final Set<Entry<Relation>> unsound = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The values of parameters that clauses were made of, by name. */
    final Map<String, Object> fixed = new HashMap<>();

    /** The parameters that expressions read. */
    final Set<Entry<ParameterDeclaration>> readParameters = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The names that a {@code --set} may have. */
    final Set<String> settable = new TreeSet<>();

    final List<Statement.AlterPump> alterations = new ArrayList<>();
    final List<Statement.Test> testStatements = new ArrayList<>();
    final List<TestDeclaration> tests = new ArrayList<>();

    /** The pumps, those before that fill what later ones read. */
    List<PumpEntry> pumpOrder = List.of();

    Workspace(Program program, Catalog catalog, Settings settings, Reports reports) {
        this.program = program;
        this.catalog = catalog;
        this.settings = settings;
        this.reports = reports;
    }

    /** The columns of a relation by name. */
    NameTable<Integer> columnNames(Relation relation) {
        return columnNames.computeIfAbsent(relation, key -> {
            NameTable<Integer> names = ColumnNames.of(key.columns());
            if (key instanceof StreamDeclaration stream) {
                int first = stream.allColumns().size() - stream.system().size();
                for (int i = 0; i < stream.system().size(); i++) {
                    names.add(stream.system().get(i).name(), false, first + i);
                }
            }
            return names;
        });
    }

    /** The columns of the system that the program names. */
    Set<SystemColumn> systemColumns() {
        Set<SystemColumn> named = systemColumns;
        if (named == null) {
            named = SystemColumnNames.in(program.statements());
            systemColumns = named;
        }
        return named;
    }

    /** What is sound, as a model. */
    Model model() {
        List<StreamDeclaration> streams = new ArrayList<>();
        List<TableDeclaration> tables = new ArrayList<>();
        List<Entry<Relation>> all = new ArrayList<>(relations.values());
        all.addAll(systemStreams.values());
        for (Entry<Relation> entry : all) {
            if (entry.declaration instanceof StreamDeclaration stream) {
                streams.add(stream);
            } else if (entry.declaration instanceof TableDeclaration table) {
                tables.add(table);
            }
        }
        String file = program.main().file().name();
        return new Model(
                pipelineName(file),
                declared(parameters.values()).stream()
                        .map(parameter -> parameter.fixed(fixed.get(parameter.name())))
                        .toList(),
                streams,
                tables,
                declared(windows.values()),
                declared(functions.values()),
                declared(transforms.values()),
                declared(pumpOrder),
                declared(destinations.values()),
                tests,
                bindings);
    }

    private static String pipelineName(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return name.endsWith(".kpipe") ? name.substring(0, name.length() - ".kpipe".length()) : name;
    }

    private static <D extends Declaration> List<D> declared(List<? extends Entry<D>> entries) {
        return entries.stream()
                .map(entry -> entry.declaration)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
