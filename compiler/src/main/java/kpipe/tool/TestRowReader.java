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
import kpipe.compiler.FormatDecoders;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.pipeline.TestCase;
import kpipe.compiler.pipeline.TestCase.InFile;
import kpipe.compiler.pipeline.TestCase.Listed;
import kpipe.compiler.pipeline.TestCase.Rows;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Decoder;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a GIVEN or an EXPECT, from the text or from a file, as values of the types that the columns have. */
final class TestRowReader {

    private static final int MAX_REJECTS = 3;
    private static final Column ROWTIME = new Column("ROWTIME", Type.of(Kind.TIMESTAMP, false));

    private final FormatDecoders decoders;

    TestRowReader(FormatDecoders decoders) {
        this.decoders = decoders;
    }

    /** A column of a stream, table or destination with the columns {@code all}, or ROWTIME. */
    static Column column(int index, Schema all) {
        return index == TestCase.ROWTIME ? ROWTIME : all.column(index);
    }

    List<TestRow> read(Rows rows) throws WrongTestException {
        if (rows instanceof InFile file) {
            return inFile(file);
        }
        List<TestRow> listed = new ArrayList<>();
        for (TestCase.Row row : ((Listed) rows).rows()) {
            listed.add(new TestRow(row.values()));
        }
        return listed;
    }

    private List<TestRow> inFile(InFile file) throws WrongTestException {
        Span span = file.span();
        byte[] bytes;
        try {
            Path folder = Path.of(span.file().name()).toAbsolutePath().getParent();
            Path path = Path.of(file.path());
            bytes = Files.readAllBytes(folder == null ? path : folder.resolve(path));
        } catch (NoSuchFileException missing) {
            throw new WrongTestException(span, "there is no file `" + file.path() + "`");
        } catch (IOException | InvalidPathException failure) {
            throw new WrongTestException(span, "the file `" + file.path() + "` cannot be read");
        }
        List<String> rejects = new ArrayList<>();
        List<TestRow> rows = decode(file.format().format(), shape(file.format()), bytes, rejects);
        if (!rejects.isEmpty()) {
            throw new WrongTestException(
                    span, "the file `" + file.path() + "` holds what is no row: " + String.join("; ", rejects));
        }
        return rows;
    }

    /** How records of a format look. */
    static RecordShape shape(FormatNode format) {
        Options options = format.format().spec().defaults();
        for (OptionValue option : format.options()) {
            Object value = option.value();
            options = options.with(option.name(), value instanceof Template template ? template.text() : value);
        }
        return new RecordShape(
                format.schema(),
                format.paths(),
                format.patterns(),
                Collections.nCopies(format.schema().size(), Boolean.TRUE),
                options,
                format.maxRecordBytes());
    }

    /** How records look that a destination has written: columns stand under their own names, whatever PATH they were read from. */
    static RecordShape written(FormatNode format) {
        RecordShape read = shape(format);
        List<@Nullable String> ownNames = new ArrayList<>();
        for (int i = 0; i < read.schema().size(); i++) {
            ownNames.add(null);
        }
        return new RecordShape(
                read.schema(), ownNames, read.patterns(), read.used(), read.options(), read.maxRecordBytes());
    }

    /** The rows in some bytes; what is no row goes to {@code rejects}, with its reason. */
    List<TestRow> decode(Format format, RecordShape shape, byte[] bytes, List<String> rejects) {
        Decoder decoder = decoders.decoder(format, shape);
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
