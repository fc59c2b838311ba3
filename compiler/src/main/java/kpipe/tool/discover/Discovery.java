package kpipe.tool.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.source.SourceFile;
import kpipe.tool.SampleRows;
import kpipe.tool.discover.ColumnFinding.Sureness;
import kpipe.tool.discover.Layout.Seen;
import org.jspecify.annotations.Nullable;

/** Infers the declaration of a stream from a sample of its records. */
public final class Discovery {

    private static final int PREVIEW = 5;

    private final Compiler compiler = new Compiler();
    private final Sample sample;
    private final Terms terms;

    /**
     * What is asked for.
     *
     * @param name of the stream
     * @param source its connector and address, such as {@code FILE 'clicks.jsonl'}
     * @param title what the sample is called
     * @param form which format the records have; {@link Form#AUTO} finds out
     * @param rows how many rows are looked at at most
     * @param asService names and types as Kinesis Data Analytics chose them
     */
    public record Terms(String name, String source, String title, Form form, int rows, boolean asService) {}

    /** Formats that can be told apart. */
    public enum Form {
        AUTO,
        JSON,
        CSV,
        REGEX,
        RAW
    }

    /**
     * What was found.
     *
     * @param declaration a statement that {@code kpipe check} accepts
     * @param format the name of the format
     * @param rows how many rows the types are inferred from
     * @param odd how many records among them are no rows
     * @param read the whole sample, read by that declaration
     * @param eventTime a column that may be the time of the rows, with its clause; null where there is none
     * @param remarks sentences without a full stop
     */
    public record Found(
            String title,
            String declaration,
            String format,
            int rows,
            int odd,
            List<ColumnFinding> columns,
            SampleRows read,
            @Nullable String eventTime,
            List<String> remarks) {

        public Found {
            columns = List.copyOf(columns);
            remarks = List.copyOf(remarks);
        }
    }

    private Discovery(Sample sample, Terms terms) {
        this.sample = sample;
        this.terms = terms;
    }

    /** Infers a declaration; empty where the sample holds no record of the form that is asked for. */
    public static Optional<Found> run(Sample sample, Terms terms) {
        return new Discovery(sample, terms).run();
    }

    private Optional<Found> run() {
        Layout layout = layout();
        if (layout == null) {
            return Optional.empty();
        }
        List<ColumnFinding> columns = columns(layout);
        StreamText text = new StreamText(compiler, terms, layout, columns);
        String plain = text.declaration(null);
        CheckedPipeline checked = compiler.check(new SourceFile("discovered.kpipe", plain), Map.of(), false);
        if (checked.report().hasErrors()) {
            throw new IllegalStateException(
                    "a declaration that is wrong: " + plain + checked.report().text(false));
        }
        String stream = checked.model().streams().get(0).name();
        SampleRows read = SampleRows.read(compiler, checked, stream, sample.bytes(), sample.cut(), PREVIEW);
        String eventTime = terms.asService() ? null : EventTime.clause(columns, read, text);
        return Optional.of(new Found(
                terms.title(),
                text.declaration(eventTime),
                layout.formatName(),
                layout.rows(),
                layout.odd(),
                columns,
                read,
                eventTime,
                layout.remarks()));
    }

    private @Nullable Layout layout() {
        int rows = terms.rows();
        return switch (terms.form()) {
            case JSON -> JsonLayout.of(sample, rows);
            case CSV -> CsvLayout.of(sample, rows);
            case REGEX -> LineLayout.ofLog(sample, rows);
            case RAW -> LineLayout.raw(sample, rows);
            case AUTO -> {
                String start = sample.text().stripLeading();
                Layout found = start.startsWith("{") || start.startsWith("[") ? JsonLayout.of(sample, rows) : null;
                found = found == null ? LineLayout.ofLog(sample, rows) : found;
                found = found == null ? CsvLayout.of(sample, rows) : found;
                yield found == null ? LineLayout.raw(sample, rows) : found;
            }
        };
    }

    private List<ColumnFinding> columns(Layout layout) {
        ColumnNames names = new ColumnNames(compiler);
        List<ColumnFinding> columns = new ArrayList<>();
        boolean json = layout.formatName().equals("JSON");
        for (Seen seen : layout.columns()) {
            TypeChoice choice = TypeChoice.of(seen.name(), seen.evidence(), terms.asService());
            String name = terms.asService() ? names.ofService(seen.name()) : names.own(seen.name());
            String path = seen.path();
            if (json && path == null && (terms.asService() || !name.equals(seen.name()))) {
                path = JsonLayout.pathOf(seen.name());
            }
            boolean line = layout.formatName().equals("RAW");
            columns.add(new ColumnFinding(
                    name,
                    path,
                    choice.type(),
                    choice.pattern(),
                    seen.evidence().values(),
                    seen.evidence().nulls,
                    line ? Sureness.SURE : choice.sureness(),
                    choice.remarks(),
                    seen.evidence().examples()));
        }
        return columns;
    }
}
