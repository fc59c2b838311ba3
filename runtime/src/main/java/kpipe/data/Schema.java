package kpipe.data;

import java.util.List;

/** The columns of a stream or table, in order. ROWTIME is never among them: every row has it beside its columns. Immutable. */
public record Schema(List<Column> columns) {

    public Schema {
        columns = List.copyOf(columns);
    }

    public static Schema of(Column... columns) {
        return new Schema(List.of(columns));
    }

    public int size() {
        return columns.size();
    }

    public Column column(int index) {
        return columns.get(index);
    }

    public Type type(int index) {
        return columns.get(index).type();
    }

    public String name(int index) {
        return columns.get(index).name();
    }

    /** The place of the column of exactly this name, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
