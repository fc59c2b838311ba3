package kpipe.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.model.DestinationDeclaration;
import kpipe.compiler.model.PumpDeclaration;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.TestDeclaration;
import kpipe.compiler.model.TestDeclaration.At;
import kpipe.compiler.model.TestDeclaration.Expect;
import kpipe.compiler.model.TestDeclaration.Given;
import kpipe.compiler.model.TestDeclaration.Idle;
import kpipe.compiler.model.TestDeclaration.Listed;
import kpipe.compiler.model.TestDeclaration.Step;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.data.ByteBuilder;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.engine.Count;
import kpipe.runtime.engine.PipelineException;
import kpipe.runtime.engine.Rehearsal;
import kpipe.runtime.engine.Topology;
import kpipe.spi.Encoder;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.tool.TestOutcome.Problem;
import org.jspecify.annotations.Nullable;

/** One run of one TEST, step by step, in virtual time. */
final class TestRun {

    /** What time it is at first where a test says nothing of time: 2026-01-01 00:00:00. */
    private static final long DEFAULT_START = 1_767_225_600_000L;

    private final TestSubject subject;
    private final TestDeclaration test;
    private final Rehearsal.Terms terms;
    private final TestRowReader reader;
    private final Map<String, List<TestRow>> tables = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** @param terms how it runs; when it begins is the test's own matter */
    TestRun(TestSubject subject, TestDeclaration test, Rehearsal.Terms terms) {
        this.subject = subject;
        this.test = test;
        this.terms = terms;
        this.reader = new TestRowReader(subject.readers());
    }

    /** Runs it and returns what was not as expected. */
    List<Problem> run() {
        try {
            Rehearsal.Terms own = new Rehearsal.Terms(terms.seed(), start(), terms.lanes(), terms.batchRows());
            Rehearsal rehearsal = new Rehearsal(subject.topology(), own, given(), watched(), Map.of());
            int last = lastAction();
            if (last < 0) {
                rehearsal.end();
            }
            for (int i = 0; i < test.steps().size(); i++) {
                take(test.steps().get(i), rehearsal);
                if (i == last) {
                    rehearsal.end();
                }
            }
        } catch (PipelineException failure) {
            problems.add(new Problem(test.span() + ": the pipeline failed: " + failure.getMessage(), List.of()));
        } catch (WrongTestException wrong) {
            problems.add(new Problem(wrong.getMessage(), List.of()));
        }
        return problems;
    }

    /** The step behind which all inputs end: what follows it only looks. */
    private int lastAction() {
        int last = -1;
        for (int i = 0; i < test.steps().size(); i++) {
            last = test.steps().get(i) instanceof Expect ? last : i;
        }
        return last;
    }

    /** The earliest time that the test speaks of. */
    private long start() throws WrongTestException {
        long earliest = Long.MAX_VALUE;
        for (Step step : test.steps()) {
            if (step instanceof At at) {
                earliest = Math.min(earliest, at.millis());
            } else if (step instanceof Given given) {
                int rowtime = given.rows().columns().indexOf(TestDeclaration.ROWTIME);
                for (TestRow row : rowtime < 0 ? List.<TestRow>of() : rows(given)) {
                    Object arrival = row.values().get(rowtime);
                    earliest = arrival == null ? earliest : Math.min(earliest, (Long) arrival);
                }
            }
        }
        return earliest == Long.MAX_VALUE ? DEFAULT_START : earliest;
    }

    private Set<String> given() {
        Set<String> names = new HashSet<>();
        for (Step step : test.steps()) {
            if (step instanceof Given given && given.into() instanceof StreamDeclaration stream) {
                names.add(stream.name());
            }
        }
        return names;
    }

    private Set<String> watched() {
        Set<String> names = new HashSet<>();
        for (Step step : test.steps()) {
            StreamDeclaration stream = step instanceof Expect expect ? expect.from().stream() : null;
            if (stream != null) {
                names.add(stream.name());
            }
        }
        return names;
    }

    private void take(Step step, Rehearsal rehearsal) throws PipelineException, WrongTestException {
        if (step instanceof At at) {
            rehearsal.moveTo(at.millis());
        } else if (step instanceof Idle idle) {
            rehearsal.idle(idle.stream().name(), idle.shard());
        } else if (step instanceof Given given) {
            give(given, rehearsal);
        } else {
            expect((Expect) step, rehearsal);
        }
    }

    // ---- GIVEN
    // -------------------------------------------------------------------------------------------------------------------------------------

    private List<TestRow> rows(Given given) throws WrongTestException {
        return reader.read(
                given.rows(),
                TestRowReader.columns(given.rows(), schema(given.into().name())),
                given.span());
    }

    private void give(Given given, Rehearsal rehearsal) throws PipelineException, WrongTestException {
        String name = given.into().name();
        List<TestRow> rows = rows(given);
        if (given.into() instanceof StreamDeclaration) {
            long now = rehearsal.now();
            boolean arrivals = given.rows().columns().contains(TestDeclaration.ROWTIME);
            for (RowBatch batch : batches(given, rows, now)) {
                rehearsal.give(name, batch, given.shard(), arrivals);
            }
            return;
        }
        List<TestRow> all = tables.computeIfAbsent(name, absent -> new ArrayList<>());
        for (RowBatch batch : batches(given, rows, 0)) {
            for (int row = 0; row < batch.size; row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int column = 0; column < batch.schema.size(); column++) {
                    values.add(TestRow.read(batch, column, row));
                }
                all.add(new TestRow(Collections.unmodifiableList(values)));
            }
        }
        rehearsal.load(name, whole(all, schema(name)));
    }

    /** The given rows with all columns of what takes them; those that are not given are NULL. */
    private List<RowBatch> batches(Given given, List<TestRow> rows, long now) throws WrongTestException {
        Schema schema = schema(given.into().name());
        List<Integer> columns = given.rows().columns();
        requireColumns(given, schema, columns);
        int hidden =
                given.into() instanceof StreamDeclaration stream && stream.hidden() != null ? schema.size() - 1 : -1;
        List<RowBatch> batches = new ArrayList<>();
        RowBatch batch = new RowBatch(schema);
        for (TestRow row : rows) {
            if (batch.isFull()) {
                batches.add(batch);
                batch = new RowBatch(schema);
            }
            int at = batch.size++;
            batch.rowtime[at] = now;
            for (int column = 0; column < schema.size(); column++) {
                int place = columns.indexOf(column);
                TestRow.write(batch, column, at, place < 0 ? null : row.values().get(place));
            }
            int rowtime = columns.indexOf(TestDeclaration.ROWTIME);
            Object arrival = rowtime < 0 ? null : row.values().get(rowtime);
            if (arrival != null) {
                batch.rowtime[at] = (Long) arrival;
            }
            if (hidden >= 0) {
                // The time that EVENT TIME PATH would find in a record has no column that a test could name: it is the
                // time of arrival.
                batch.clearNull(hidden, at);
                batch.values[hidden][at] = batch.rowtime[at];
            }
        }
        batches.add(batch);
        return batches;
    }

    private static void requireColumns(Given given, Schema schema, List<Integer> columns) throws WrongTestException {
        for (int column = 0; column < given.into().columns().size(); column++) {
            if (!schema.type(column).nullable() && !columns.contains(column)) {
                throw new WrongTestException(
                        given.span(), "`" + schema.name(column) + "` is NOT NULL and must be given a value");
            }
        }
    }

    private static List<RowBatch> whole(List<TestRow> rows, Schema schema) {
        List<RowBatch> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            RowBatch batch = new RowBatch(schema);
            while (from < rows.size() && !batch.isFull()) {
                TestRow row = rows.get(from++);
                for (int column = 0; column < schema.size(); column++) {
                    TestRow.write(batch, column, batch.size, row.values().get(column));
                }
                batch.size++;
            }
            batches.add(batch);
        }
        return batches;
    }

    /** The columns of a stream or table as they run. */
    private Schema schema(String name) {
        for (Topology.StreamNode stream : subject.topology().streams()) {
            if (stream.name().equals(name)) {
                return stream.schema();
            }
        }
        for (Topology.TableNode table : subject.topology().tables()) {
            if (table.name().equals(name)) {
                return table.schema();
            }
        }
        throw new IllegalStateException("the pipeline has no " + name);
    }

    // ---- EXPECT
    // ------------------------------------------------------------------------------------------------------------------------------------

    private void expect(Expect expect, Rehearsal rehearsal) throws WrongTestException {
        DestinationDeclaration destination = expect.from().destination();
        Schema all = destination == null ? schema(expect.from().columns().name()) : deliveredColumns(destination);
        boolean nothing =
                expect.rows() instanceof Listed listed && listed.rows().isEmpty();
        List<Integer> columns = nothing ? declared(expect) : expect.rows().columns();
        List<Column> looked = new ArrayList<>();
        for (int index : columns) {
            looked.add(index == TestDeclaration.ROWTIME ? TestRowReader.ROWTIME : all.column(index));
        }
        Schema schema = new Schema(looked);
        List<TestRow> expected = nothing ? List.of() : reader.read(expect.rows(), schema, expect.span());
        List<String> rejects = new ArrayList<>();
        List<TestRow> actual = destination == null
                ? came(rehearsal.take(expect.from().name()), columns)
                : delivered(destination, rehearsal, columns, rejects);
        for (String reject : rejects) {
            problems.add(new Problem(
                    expect.span() + ": `" + destinationName(destination) + "` was given a record that is no row",
                    List.of(reject)));
        }
        RowDifference difference = RowDifference.of(expected, actual);
        if (difference.isEmpty()) {
            return;
        }
        List<String> names = looked.stream().map(Column::name).toList();
        List<Type> types = looked.stream().map(Column::type).toList();
        List<String> details = new ArrayList<>(difference.picture(names, types));
        details.addAll(lost(rehearsal));
        problems.add(new Problem(
                expect.span() + ": EXPECT `" + expect.from().name() + "`: " + difference.summary() + filledBy(expect),
                details));
    }

    private static String destinationName(@Nullable DestinationDeclaration destination) {
        return destination == null ? "" : destination.name();
    }

    private static List<Integer> declared(Expect expect) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < expect.from().columns().columns().size(); i++) {
            columns.add(i);
        }
        return columns;
    }

    private static List<TestRow> came(List<RowBatch> batches, List<Integer> columns) {
        List<TestRow> rows = new ArrayList<>();
        for (RowBatch batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int column : columns) {
                    values.add(
                            column == TestDeclaration.ROWTIME
                                    ? (Object) batch.rowtime[row]
                                    : TestRow.read(batch, column, row));
                }
                rows.add(new TestRow(Collections.unmodifiableList(values)));
            }
        }
        return rows;
    }

    private Schema deliveredColumns(DestinationDeclaration destination) {
        return planned(destination).columns();
    }

    private Pipeline.DestinationNode planned(DestinationDeclaration destination) {
        return subject.pipeline().destinations().stream()
                .filter(node -> node.name().equals(destination.name()))
                .findFirst()
                .orElseThrow();
    }

    /** What a destination would have delivered, read back in its own format. */
    private List<TestRow> delivered(
            DestinationDeclaration destination, Rehearsal rehearsal, List<Integer> columns, List<String> rejects) {
        Pipeline.FormatNode format = planned(destination).format();
        Encoder encoder = subject.topology().destinations().stream()
                .filter(node -> node.name().equals(destination.name()))
                .findFirst()
                .orElseThrow()
                .encoder()
                .create();
        RecordShape shape = new RecordShape(
                format.schema(),
                format.paths(),
                format.patterns(),
                Collections.nCopies(format.schema().size(), Boolean.TRUE),
                options(format),
                format.maxRecordBytes());
        List<TestRow> rows = new ArrayList<>();
        for (Rehearsal.Delivered record : rehearsal.takeDelivered(destination.name())) {
            ByteBuilder object = new ByteBuilder();
            encoder.begin(object);
            object.append(record.bytes());
            encoder.end(object);
            for (TestRow row : reader.decode(format.format(), shape, object.toBytes(), rejects)) {
                List<@Nullable Object> values = new ArrayList<>();
                columns.forEach(column -> values.add(row.values().get(column)));
                rows.add(new TestRow(Collections.unmodifiableList(values)));
            }
        }
        return rows;
    }

    private static Options options(Pipeline.FormatNode format) {
        Options options = format.format().spec().defaults();
        for (Pipeline.OptionValue option : format.options()) {
            Object value = option.value();
            options =
                    options.with(option.name(), value instanceof Pipeline.Template template ? template.text() : value);
        }
        return options;
    }

    /** Where the rows of the stream come from. */
    private String filledBy(Expect expect) {
        StreamDeclaration stream = expect.from().columns();
        List<String> pumps = new ArrayList<>();
        for (PumpDeclaration pump : subject.model().pumps()) {
            if (pump.target().name().equals(stream.name())) {
                pumps.add("pump `" + pump.name() + "` (" + pump.span() + ")");
            }
        }
        return pumps.isEmpty() ? "" : "; filled by " + String.join(", ", pumps);
    }

    /** Rows that were late or failed on the way may be those that are missing. */
    private static List<String> lost(Rehearsal rehearsal) {
        List<String> notes = new ArrayList<>();
        for (Count count : rehearsal.counts()) {
            if (count.late() > 0 || count.errors() > 0) {
                List<String> parts = new ArrayList<>();
                if (count.late() > 0) {
                    parts.add(count.late() + " late");
                }
                if (count.errors() > 0) {
                    parts.add(count.errors() + (count.errors() == 1 ? " error" : " errors"));
                }
                notes.add("note: " + count.kind() + " `" + count.name() + "` has " + String.join(", ", parts));
            }
        }
        return notes;
    }
}
