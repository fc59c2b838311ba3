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

    /** The place of the column that a text means, as an identifier would without quotes: that of this very name, or else the first that differs in case alone; -1 if there is none. */
    public int find(String name) {
        int exact = indexOf(name);
        for (int i = 0; i < columns.size() && exact < 0; i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                exact = i;
            }
        }
        return exact;
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
