package kpipe.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kpipe.compiler.model.TestDeclaration;
import kpipe.compiler.model.TestDeclaration.InFile;
import kpipe.compiler.model.TestDeclaration.Listed;
import kpipe.compiler.model.TestDeclaration.TestRows;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Decoder;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a GIVEN or an EXPECT, from the text or from a file, as values of the types that the columns have. */
final class TestRowReader {

    private static final int MAX_REJECTS = 3;
    static final Column ROWTIME = new Column("ROWTIME", Type.of(Kind.TIMESTAMP, false));

    private final TestSubject.Readers readers;

    TestRowReader(TestSubject.Readers readers) {
        this.readers = readers;
    }

    /** The columns that the rows have, in their order, of a stream, table or destination with the columns {@code all}. */
    static Schema columns(TestRows rows, Schema all) {
        List<Column> columns = new ArrayList<>();
        for (int index : rows.columns()) {
            columns.add(index == TestDeclaration.ROWTIME ? ROWTIME : all.column(index));
        }
        return new Schema(columns);
    }

    List<TestRow> read(TestRows rows, Schema columns, Span step) throws WrongTestException {
        return rows instanceof InFile file ? inFile(file, columns) : listed((Listed) rows, columns);
    }

    private static List<TestRow> listed(Listed listed, Schema columns) throws WrongTestException {
        List<TestRow> rows = new ArrayList<>();
        for (Expr.Row row : listed.rows()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Expr value = row.values().get(i);
                Column column = columns.column(i);
                try {
                    values.add(ConstantValue.of(value, column.type()));
                } catch (IllegalArgumentException unfit) {
                    throw new WrongTestException(
                            value.span(),
                            "the value for `" + column.name() + "` must be a constant of type "
                                    + column.type().sql());
                }
            }
            rows.add(new TestRow(Collections.unmodifiableList(values)));
        }
        return rows;
    }

    private List<TestRow> inFile(InFile file, Schema columns) throws WrongTestException {
        Span span = file.path().span();
        byte[] bytes;
        try {
            Path folder = Path.of(span.file().name()).toAbsolutePath().getParent();
            Path path = Path.of(file.path().value());
            bytes = Files.readAllBytes(folder == null ? path : folder.resolve(path));
        } catch (NoSuchFileException missing) {
            throw new WrongTestException(
                    span, "there is no file `" + file.path().value() + "`");
        } catch (IOException | InvalidPathException failure) {
            throw new WrongTestException(span, "the file `" + file.path().value() + "` cannot be read");
        }
        List<String> rejects = new ArrayList<>();
        List<TestRow> rows = decode(
                file.format().format(),
                RecordShape.plain(columns, file.format().format().spec().defaults()),
                bytes,
                rejects);
        if (!rejects.isEmpty()) {
            throw new WrongTestException(
                    span, "the file `" + file.path().value() + "` holds what is no row: " + String.join("; ", rejects));
        }
        return rows;
    }

    /** The rows in some bytes; what is no row goes to {@code rejects}, with its reason. */
    List<TestRow> decode(Format format, RecordShape shape, byte[] bytes, List<String> rejects) {
        Decoder decoder = readers.decoder(format, shape);
        List<TestRow> rows = new ArrayList<>();
        RowBatch batch = new RowBatch(shape.schema());
        int at = 0;
        boolean more = true;
        while (more) {
            batch.clear();
            int next = decoder.decode(bytes, at, bytes.length, true, batch, (source, start, end, name, message) -> {
                if (rejects.size() < MAX_REJECTS) {
                    rejects.add(message + " (" + excerpt(source, start, end) + ")");
                }
            });
            for (int row = 0; row < batch.size; row++) {
                rows.add(rowOf(batch, row));
            }
            more = batch.size > 0 || next > at;
            at = next;
        }
        return rows;
    }

    private static String excerpt(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, Math.min(end - start, 60), StandardCharsets.UTF_8).strip();
        return end - start > 60 ? text + "…" : text;
    }

    /** All columns of a row. */
    private static TestRow rowOf(RowBatch batch, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column < batch.schema.size(); column++) {
            values.add(TestRow.read(batch, column, row));
        }
        return new TestRow(Collections.unmodifiableList(values));
    }
}
