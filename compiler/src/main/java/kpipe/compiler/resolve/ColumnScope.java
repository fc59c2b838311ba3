package kpipe.compiler.resolve;

import java.util.List;
import java.util.function.IntFunction;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Binding;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import org.jspecify.annotations.Nullable;

/** The names that a destination or the body of a function knows: one list of columns or parameters. */
final class ColumnScope extends Scope {

    private static final Code UNKNOWN_ARGUMENT = Code.error("K0241", "function `{0}` has no parameter `{1}`");

    private final boolean function;
    private final String owner;
    private final List<String> names;
    private final NameTable<Integer> table;
    private final IntFunction<Binding> binding;

    private ColumnScope(
            Workspace workspace,
            boolean function,
            String owner,
            List<String> names,
            NameTable<Integer> table,
            IntFunction<Binding> binding) {
        super(workspace);
        this.function = function;
        this.owner = owner;
        this.names = names;
        this.table = table;
        this.binding = binding;
    }

    /** The columns of the stream that a destination delivers. */
    static ColumnScope ofDestination(
            Workspace workspace, String stream, List<String> columns, NameTable<Integer> table) {
        return new ColumnScope(workspace, false, stream, columns, table, Binding.DestinationColumn::new);
    }

    /** The parameters of a function. */
    static ColumnScope ofFunction(
            Workspace workspace, String function, List<String> parameters, NameTable<Integer> table) {
        return new ColumnScope(workspace, true, function, parameters, table, Binding.Argument::new);
    }

    @Override
    @Nullable
    Binding own(Expr.ColumnReference reference, Place place, boolean inAggregate) {
        List<Identifier> parts = reference.name().parts();
        Identifier name = reference.name().last();
        boolean named =
                parts.size() == 1 || parts.size() == 2 && parts.get(0).name().equalsIgnoreCase(owner) && !function;
        if (named) {
            if (!function && name.name().equalsIgnoreCase("ROWTIME")) {
                return new Binding.DestinationRowtime();
            }
            NameTable.Found<Integer> found = table.find(name);
            if (found.value() != null) {
                return binding.apply(found.value());
            }
            if (!found.between().isEmpty()) {
                workspace.reports.ambiguous(name, found.between());
                return null;
            }
        }
        if (parts.size() > 1) {
            unknown(reference, place);
        }
        return null;
    }

    @Override
    boolean silent() {
        return false;
    }

    @Override
    void unknown(Expr.ColumnReference reference, Place place) {
        String written = reference.name().toString();
        Diagnostic diagnostic = function
                ? Diagnostic.of(UNKNOWN_ARGUMENT, reference.span(), owner, written)
                : Diagnostic.of(DeclareStreams.UNKNOWN_COLUMN, reference.span(), "stream", owner, written);
        workspace.reports.unknown(diagnostic, reference.span(), names);
    }
}
