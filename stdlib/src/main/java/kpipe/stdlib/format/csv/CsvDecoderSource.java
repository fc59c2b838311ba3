package kpipe.stdlib.format.csv;

import kpipe.data.Type;
import kpipe.spi.RecordShape;
import kpipe.stdlib.format.ColumnDeclarations;
import kpipe.stdlib.format.JavaText;
import kpipe.stdlib.format.Numbers;

/** Writes the Java of a decoder: a switch over the columns, each of which reads its field in the way of its type. */
final class CsvDecoderSource {

    private static final int COLUMNS_PER_METHOD = 128;

    private final RecordShape shape;
    private final boolean plain;

    private CsvDecoderSource(RecordShape shape) {
        this.shape = shape;
        plain = isPlain(CsvFormat.character(shape.options(), "delimiter", ','))
                && isPlain(CsvFormat.character(shape.options(), "quote", '"'));
    }

    /** Whether a character cannot be a part of a number or time. */
    private static boolean isPlain(byte character) {
        return !Character.isLetterOrDigit(character) && "+-.: ".indexOf(character) < 0;
    }

    static String of(String packageName, String className, RecordShape shape) {
        return new CsvDecoderSource(shape).write(packageName, className);
    }

    private String write(String packageName, String className) {
        ColumnDeclarations declarations = new ColumnDeclarations(shape);
        StringBuilder out = new StringBuilder();
        out.append("package ").append(packageName).append(";\n\n");
        out.append("import kpipe.data.Kind;\n");
        out.append("import kpipe.stdlib.format.csv.CsvDecoder;\n\n");
        out.append("/** Reads records of CSV into ")
                .append(shape.schema().size())
                .append(" columns. */\n");
        out.append("public final class ").append(className).append(" extends CsvDecoder {\n\n");
        out.append("    public ").append(className).append("() {\n");
        out.append("        super(")
                .append(shape.maxRecordBytes())
                .append(", (char) ")
                .append(CsvFormat.character(shape.options(), "delimiter", ','))
                .append(", (char) ")
                .append(CsvFormat.character(shape.options(), "quote", '"'))
                .append(", ")
                .append(JavaText.literal(CsvFormat.nullText(shape.options())))
                .append(", ")
                .append(shape.options().flag("header"))
                .append(");\n")
                .append(declarations.calls())
                .append("        declared();\n    }\n\n")
                .append(declarations.methods());
        fields(out);
        return out.append("}\n").toString();
    }

    private void fields(StringBuilder out) {
        int columns = shape.schema().size();
        out.append("    @Override\n    protected int field(int column, int at) {\n");
        if (columns <= COLUMNS_PER_METHOD) {
            cases(0, columns, out);
            out.append("    }\n");
            return;
        }
        StringBuilder parts = new StringBuilder();
        out.append("        switch (column >> 7) {\n");
        for (int from = 0; from < columns; from += COLUMNS_PER_METHOD) {
            String method = "fieldOf" + from / COLUMNS_PER_METHOD;
            boolean last = from + COLUMNS_PER_METHOD >= columns;
            out.append("            ")
                    .append(last ? "default" : "case " + from / COLUMNS_PER_METHOD)
                    .append(":\n                return ")
                    .append(method)
                    .append("(column, at);\n");
            parts.append("\n    private int ").append(method).append("(int column, int at) {\n");
            cases(from, Math.min(columns, from + COLUMNS_PER_METHOD), parts);
            parts.append("    }\n");
        }
        out.append("        }\n    }\n").append(parts);
    }

    private void cases(int from, int to, StringBuilder out) {
        out.append("        switch (column) {\n");
        for (int column = from; column < to; column++) {
            out.append("            case ")
                    .append(column)
                    .append(":\n                return ")
                    .append(read(column))
                    .append(";\n");
        }
        out.append("            default:\n                return other(at, column);\n        }\n");
    }

    /** The call that reads a column. */
    private String read(int index) {
        Type type = shape.schema().type(index);
        String otherwise = "other(at, " + index + ")";
        if (!plain || shape.patterns().get(index) != null) {
            return otherwise;
        }
        return switch (type.kind()) {
            case VARCHAR -> shape.used().get(index) ? "text(at, " + index + ", " + type.precision() + ")" : otherwise;
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                "integer(at, "
                        + index
                        + ", "
                        + JavaText.literal(Numbers.least(type.kind()))
                        + ", "
                        + JavaText.literal(Numbers.greatest(type.kind()))
                        + ")";
            case DOUBLE -> "floating(at, " + index + ")";
            case TIMESTAMP -> "timestamp(at, " + index + ")";
            default -> otherwise;
        };
    }
}
