package kpipe.compiler.resolve;

import java.util.Collection;
import kpipe.compiler.catalog.BuiltInFunctions;
import kpipe.compiler.model.Binding;
import kpipe.compiler.model.ParameterDeclaration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import org.jspecify.annotations.Nullable;

/** What names mean at one place of the text. */
abstract class Scope {

    final Workspace workspace;

    Scope(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A name by itself or with qualifiers; null where an error was reported, now or before. */
    @Nullable
    Binding find(Expr.ColumnReference reference, Place place, boolean inAggregate) {
        Identifier name = reference.name().last();
        boolean simple = reference.name().simple();
        if (simple && !name.quoted() && BuiltInFunctions.isNiladic(name.name())) {
            return new Binding.Niladic(NameTable.fold(name.name()));
        }
        int before = workspace.reports.errors();
        Binding own = own(reference, place, inAggregate);
        if (own != null || workspace.reports.errors() > before || !simple) {
            return own;
        }
        Entry<ParameterDeclaration> parameter = workspace.parameters.get(name);
        if (parameter != null) {
            if (parameter.declaration == null) {
                return null;
            }
            workspace.readParameters.add(parameter);
            return new Binding.Parameter(parameter.declaration);
        }
        if (!silent()) {
            unknown(reference, place);
        }
        return null;
    }

    /**
     * What this scope itself knows under the name: null where nothing, or where an error was reported. Names with qualifiers are known or reported here.
     */
    abstract @Nullable Binding own(Expr.ColumnReference reference, Place place, boolean inAggregate);

    /** Whether an unknown name may be one of something that is wrong already. */
    abstract boolean silent();

    /** The windows that OVER may name here; null where no function with OVER may stand. */
    @Nullable
    BindOver windows() {
        return null;
    }

    /** The query in whose text the names stand, which knows the common tables; null where there is none. */
    @Nullable
    BindQuery query() {
        return null;
    }

    /** Reports a name that is nothing here. */
    abstract void unknown(Expr.ColumnReference reference, Place place);

    /** The names of parameters, for suggestions beside those of columns. */
    Collection<String> parameterNames() {
        return workspace.parameters.names();
    }
}
