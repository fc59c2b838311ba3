package kpipe.stdlib.format;

import kpipe.data.Column;
import kpipe.data.Type;
import kpipe.spi.RecordShape;

/**
 * The part of a generated decoder that declares its columns: methods of a bounded number of calls of {@code column}, and their calls, which belong into the constructor. Stateless
 * once made.
 */
public final class ColumnDeclarations {

    /** How many columns one method declares, so that it stays small however many there are. */
    public static final int COLUMNS_PER_METHOD = 200;

    private final StringBuilder calls = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();

    public ColumnDeclarations(RecordShape shape) {
        int columns = shape.schema().size();
        for (int from = 0; from < columns; from += COLUMNS_PER_METHOD) {
            String method = "columns" + from / COLUMNS_PER_METHOD;
            calls.append("        ").append(method).append("();\n");
            methods.append("    private void ").append(method).append("() {\n");
            for (int column = from; column < Math.min(columns, from + COLUMNS_PER_METHOD); column++) {
                declare(shape, column);
            }
            methods.append("    }\n\n");
        }
    }

    private void declare(RecordShape shape, int index) {
        Column column = shape.schema().column(index);
        Type type = column.type();
        String pattern = shape.patterns().get(index);
        if (type.kind().isNested()) {
            methods.append("        column(")
                    .append(JavaText.literal(column.name()))
                    .append(", ")
                    .append(JavaText.literal(type.toString()))
                    .append(", ")
                    .append(shape.used().get(index))
                    .append(");\n");
            return;
        }
        methods.append("        column(")
                .append(JavaText.literal(column.name()))
                .append(", Kind.")
                .append(type.kind())
                .append(", ")
                .append(type.precision())
                .append(", ")
                .append(type.scale())
                .append(", ")
                .append(type.nullable())
                .append(", ")
                .append(shape.used().get(index))
                .append(", ")
                .append(pattern == null ? "null" : JavaText.literal(pattern))
                .append(");\n");
    }

    /** The statements of the constructor. */
    public String calls() {
        return calls.toString();
    }

    /** The methods that they call, each with an empty line behind. */
    public String methods() {
        return methods.toString();
    }
}
