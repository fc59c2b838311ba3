package kpipe.stdlib.format.csv;

import kpipe.data.Column;
import kpipe.data.Type;
import kpipe.spi.RecordShape;

/** Reads delimited text whose options are known only when a pipeline starts, so that no decoder could be generated for it. */
final class LateCsvDecoder extends CsvDecoder {

    LateCsvDecoder(RecordShape shape) {
        super(
                shape.maxRecordBytes(),
                (char) CsvFormat.character(shape.options(), "delimiter", ','),
                (char) CsvFormat.character(shape.options(), "quote", '"'),
                CsvFormat.nullText(shape.options()),
                shape.options().flag("header"));
        for (int i = 0; i < shape.schema().size(); i++) {
            Column column = shape.schema().column(i);
            Type type = column.type();
            column(
                    column.name(),
                    type.kind(),
                    type.precision(),
                    type.scale(),
                    type.nullable(),
                    shape.used().get(i),
                    shape.patterns().get(i));
        }
        declared();
    }

    @Override
    protected int field(int column, int at) {
        return other(at, column);
    }
}
