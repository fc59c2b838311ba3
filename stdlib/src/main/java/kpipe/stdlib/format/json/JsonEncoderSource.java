package kpipe.stdlib.format.json;

import kpipe.data.Type;
import kpipe.spi.RecordShape;
import kpipe.stdlib.format.JavaText;
import org.jspecify.annotations.Nullable;

/** Writes the Java of an encoder: one call per column, in methods of bounded size. */
final class JsonEncoderSource {

    private static final int COLUMNS_PER_METHOD = 200;

    private JsonEncoderSource() {}

    static String of(String packageName, String className, RecordShape shape) {
        int columns = shape.schema().size();
        String rowtime = shape.options().string("rowtime");
        int fields = rowtime == null ? columns : columns + 1;
        StringBuilder constructor = new StringBuilder();
        StringBuilder encode = new StringBuilder();
        StringBuilder parts = new StringBuilder();
        for (int from = 0; from < fields; from += COLUMNS_PER_METHOD) {
            int part = from / COLUMNS_PER_METHOD;
            constructor.append("        columns").append(part).append("();\n");
            StringBuilder names = new StringBuilder();
            StringBuilder writes = new StringBuilder();
            for (int column = from; column < Math.min(fields, from + COLUMNS_PER_METHOD); column++) {
                boolean last = column == columns;
                String name = last && rowtime != null ? rowtime : shape.schema().name(column);
                String pattern = last ? null : shape.patterns().get(column);
                names.append("        column(").append(JavaText.literal(name)).append(", ");
                names.append(pattern == null ? "null" : JavaText.literal(pattern))
                        .append(");\n");
                writes.append("        ")
                        .append(
                                last
                                        ? call("rowtime", column, "")
                                        : write(shape.schema().type(column), column, pattern));
            }
            parts.append("\n    private void columns")
                    .append(part)
                    .append("() {\n")
                    .append(names)
                    .append("    }\n");
            if (fields <= COLUMNS_PER_METHOD) {
                encode.append(writes);
            } else {
                encode.append("        encode").append(part).append("(rows, row, out);\n");
                parts.append("\n    private void encode")
                        .append(part)
                        .append("(RowBatch rows, int row, ByteBuilder out) {\n");
                parts.append(writes).append("    }\n");
            }
        }
        return "package " + packageName + ";\n\n"
                + "import kpipe.data.ByteBuilder;\n"
                + "import kpipe.data.RowBatch;\n"
                + "import kpipe.stdlib.format.json.JsonEncoder;\n\n"
                + "/** Writes " + columns + " columns as records of JSON. */\n"
                + "public final class " + className + " extends JsonEncoder {\n\n"
                + "    public " + className + "() {\n" + constructor + "    }\n\n"
                + "    @Override\n"
                + "    public void encode(RowBatch rows, int row, ByteBuilder out) {\n" + encode
                + "        end(out, " + fields + ");\n    }\n" + parts + "}\n";
    }

    private static String write(Type type, int column, @Nullable String pattern) {
        if (pattern != null && type.kind().isDatetime()) {
            return call("patterned", column, type.kind() == kpipe.data.Kind.DATE ? "86400000L, " : "1L, ");
        }
        return switch (type.kind()) {
            case BOOLEAN -> call("bool", column, "");
            case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH ->
                call("integer", column, "");
            case DECIMAL -> call("decimal", column, type.scale() + ", ");
            case REAL -> call("real", column, "");
            case DOUBLE -> call("floating", column, "");
            case CHAR, VARCHAR -> call("text", column, "");
            case BINARY, VARBINARY -> call("binary", column, "");
            case DATE -> call("date", column, "");
            case TIME -> call("time", column, "");
            case TIMESTAMP -> call("timestamp", column, "");
            case ARRAY, MAP, ROW -> call("nested", column, "");
        };
    }

    private static String call(String method, int column, String more) {
        return method + "(rows, row, " + column + ", " + more + "out);\n";
    }
}
