package kpipe.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.TestCase;
import kpipe.compiler.pipeline.TestCase.At;
import kpipe.compiler.pipeline.TestCase.Expect;
import kpipe.compiler.pipeline.TestCase.Given;
import kpipe.compiler.pipeline.TestCase.Idle;
import kpipe.compiler.pipeline.TestCase.Listed;
import kpipe.compiler.pipeline.TestCase.Restart;
import kpipe.compiler.pipeline.TestCase.Step;
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
import kpipe.spi.RecordShape;
import kpipe.tool.TestOutcome.Problem;
import org.jspecify.annotations.Nullable;

/** One run of one TEST, step by step, in virtual time. */
final class TestRun {

    /** What time it is at first where a test says nothing of time: 2026-01-01 00:00:00. */
    private static final long DEFAULT_START = 1_767_225_600_000L;

    private final TestSubject subject;
    private final TestCase test;
    private final Rehearsal.Terms terms;
    private final TestRowReader reader;
    private final Map<String, List<TestRow>> tables = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** @param terms how it runs, and whether it is restarted after every step; when it begins is the test's own matter */
    TestRun(TestSubject subject, TestCase test, Rehearsal.Terms terms) {
        this.subject = subject;
        this.test = test;
        this.terms = terms;
        this.reader = new TestRowReader(subject.decoders());
    }

    /** Runs it and returns what was not as expected. */
    List<Problem> run() {
        try {
            Rehearsal.Terms own = new Rehearsal.Terms(
                    terms.seed(), start(), terms.lanes(), terms.batchRows(), terms.restarts() || restarts());
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
                if (terms.restarts()) {
                    rehearsal.restart();
                }
            }
        } catch (PipelineException failure) {
            problems.add(new Problem(test.span() + ": the pipeline failed: " + failure.getMessage(), List.of()));
        } catch (WrongTestException wrong) {
            problems.add(new Problem(wrong.getMessage(), List.of()));
        }
        return problems;
    }

    private boolean restarts() {
        return test.steps().stream().anyMatch(Restart.class::isInstance);
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
                int rowtime = given.rows().columns().indexOf(TestCase.ROWTIME);
                for (TestRow row : rowtime < 0 ? List.<TestRow>of() : reader.read(given.rows())) {
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
            if (step instanceof Given given && !given.table()) {
                names.add(given.into());
            }
        }
        return names;
    }

    private Set<String> watched() {
        Set<String> names = new HashSet<>();
        for (Step step : test.steps()) {
            if (step instanceof Expect expect && !expect.destination()) {
                names.add(expect.from());
            }
        }
        return names;
    }

    private void take(Step step, Rehearsal rehearsal) throws PipelineException, WrongTestException {
        if (step instanceof At at) {
            rehearsal.moveTo(at.millis());
        } else if (step instanceof Idle idle) {
            rehearsal.idle(idle.stream(), idle.shard());
        } else if (step instanceof Given given) {
            give(given, rehearsal);
        } else if (step instanceof Restart) {
            rehearsal.restart();
        } else {
            expect((Expect) step, rehearsal);
        }
    }

    // ---- GIVEN

    private void give(Given given, Rehearsal rehearsal) throws PipelineException, WrongTestException {
        String name = given.into();
        List<TestRow> rows = reader.read(given.rows());
        if (!given.table()) {
            long now = rehearsal.now();
            boolean arrivals = given.rows().columns().contains(TestCase.ROWTIME);
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
        Schema schema = schema(given.into());
        List<Integer> columns = given.rows().columns();
        int hidden = hiddenColumns(given);
        requireColumns(given, schema, columns, hidden);
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
            int rowtime = columns.indexOf(TestCase.ROWTIME);
            Object arrival = rowtime < 0 ? null : row.values().get(rowtime);
            if (arrival != null) {
                batch.rowtime[at] = (Long) arrival;
            }
            if (hidden > 0) {
                // The time that EVENT TIME PATH would find in a record has no column that a test could name: it is the
                // time of arrival.
                int time = schema.size() - system(given) - hidden;
                batch.clearNull(time, at);
                batch.values[time][at] = batch.rowtime[at];
            }
        }
        batches.add(batch);
        return batches;
    }

    private int hiddenColumns(Given given) {
        return given.table() ? 0 : subject.pipeline().stream(given.into()).hiddenColumns();
    }

    private int system(Given given) {
        return given.table()
                ? 0
                : subject.pipeline().stream(given.into()).systemColumns().size();
    }

    private void requireColumns(Given given, Schema schema, List<Integer> columns, int hidden)
            throws WrongTestException {
        for (int column = 0; column < schema.size() - system(given) - hidden; column++) {
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

    private void expect(Expect expect, Rehearsal rehearsal) throws WrongTestException {
        Schema all = expect.rows().schema();
        List<Integer> columns = looked(expect);
        List<TestRow> expected = reader.read(expect.rows());
        List<String> rejects = new ArrayList<>();
        List<TestRow> actual = expect.destination()
                ? delivered(planned(expect.from()), rehearsal, columns, rejects)
                : came(rehearsal.take(expect.from()), columns);
        for (String reject : rejects) {
            problems.add(new Problem(
                    expect.span() + ": `" + expect.from() + "` was given a record that is no row", List.of(reject)));
        }
        RowDifference difference = RowDifference.of(expected, actual);
        if (difference.isEmpty()) {
            return;
        }
        List<Column> shown =
                columns.stream().map(index -> TestRowReader.column(index, all)).toList();
        List<String> names = shown.stream().map(Column::name).toList();
        List<Type> types = shown.stream().map(Column::type).toList();
        List<String> details = new ArrayList<>(difference.picture(names, types));
        details.addAll(lost(rehearsal));
        problems.add(new Problem(
                expect.span() + ": EXPECT `" + expect.from() + "`: " + difference.summary() + filledBy(expect),
                details));
    }

    /** The columns that are compared: all of them where nothing is expected, so that whatever comes can be shown. */
    private static List<Integer> looked(Expect expect) {
        boolean nothing =
                expect.rows() instanceof Listed listed && listed.rows().isEmpty();
        return nothing
                ? IntStream.range(0, expect.rows().schema().size()).boxed().toList()
                : expect.rows().columns();
    }

    private static List<TestRow> came(List<RowBatch> batches, List<Integer> columns) {
        List<TestRow> rows = new ArrayList<>();
        for (RowBatch batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int column : columns) {
                    values.add(
                            column == TestCase.ROWTIME
                                    ? (Object) batch.rowtime[row]
                                    : TestRow.read(batch, column, row));
                }
                rows.add(new TestRow(Collections.unmodifiableList(values)));
            }
        }
        return rows;
    }

    private Pipeline.DestinationNode planned(String destination) {
        return subject.pipeline().destinations().stream()
                .filter(node -> node.name().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    /** What a destination would have delivered, read back in its own format. */
    private List<TestRow> delivered(
            Pipeline.DestinationNode destination, Rehearsal rehearsal, List<Integer> columns, List<String> rejects) {
        Pipeline.FormatNode format = destination.format();
        Encoder encoder = subject.topology().destinations().stream()
                .filter(node -> node.name().equals(destination.name()))
                .findFirst()
                .orElseThrow()
                .encoder()
                .create();
        RecordShape shape = TestRowReader.written(format);
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

    /** Where the rows of the stream come from, or of the one that a destination delivers. */
    private String filledBy(Expect expect) {
        String stream = expect.destination() ? planned(expect.from()).from() : expect.from();
        Set<String> pumps = new LinkedHashSet<>();
        for (Stage stage : subject.pipeline().stages()) {
            if (stage.to().equals(stream) && !stage.pump().equals(expect.from())) {
                pumps.add("pump `" + stage.pump() + "` (" + stage.span() + ")");
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
                String where = count.kind() + " `" + count.name() + "`";
                String first = rehearsal.firstError(where);
                notes.add("note: " + where + " has " + String.join(", ", parts)
                        + (first == null ? "" : "; the first error: " + first));
            }
        }
        return notes;
    }
}
