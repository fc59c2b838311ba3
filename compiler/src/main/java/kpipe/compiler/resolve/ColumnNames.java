package kpipe.compiler.resolve;

import java.util.List;
import kpipe.compiler.model.ColumnDeclaration;

/** Tables of the names of columns. */
final class ColumnNames {

    private ColumnNames() {}

    /**
     * The places of columns by their names. Of several columns of one name (a {@code *} over a join gives such) the first is found; names that differ by case alone
     * are told apart.
     */
    static NameTable<Integer> of(List<ColumnDeclaration> columns) {
        NameTable<Integer> names = new NameTable<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(columns.get(i).name(), true, i);
        }
        return names;
    }
}
