package kpipe.runtime.engine;

import java.io.IOException;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.runtime.engine.Topology.TableNode;
import kpipe.runtime.host.Agent;
import kpipe.runtime.host.Host;
import kpipe.runtime.intake.TableIntake;
import kpipe.runtime.pump.LoadedTable;
import kpipe.runtime.pump.Pump;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Source;
import kpipe.spi.SourceContext;
import org.jspecify.annotations.Nullable;

/**
 * Loads one reference table, and loads it again every REFRESH. A first load that fails ends the pipeline; a refresh that fails leaves the rows as they were, is counted and
 * tried again when the next is due.
 */
final class TableLoad implements Agent {

    private final TableNode node;
    private final LoadedTable table;
    private final Host host;
    private final ErrorReport errors;
    private final List<Pump> users;
    private final Tally tally = new Tally();
    private @Nullable TableIntake loading;
    private long due = Long.MIN_VALUE;

    /** @param users the pumps that look into it: when all are done, so is this */
    TableLoad(TableNode node, LoadedTable table, Host host, ErrorReport errors, List<Pump> users) {
        this.node = node;
        this.table = table;
        this.host = host;
        this.errors = errors;
        this.users = users;
    }

    @Override
    public String name() {
        return "table " + node.name();
    }

    Tally tally() {
        return tally;
    }

    @Override
    public int doWork() throws IOException {
        boolean first = !table.isLoaded();
        if (!first && unused()) {
            abandon();
            return 0;
        }
        if (loading == null && host.clock().millis() < due) {
            return 0;
        }
        try {
            return load(first);
        } catch (IOException failure) {
            if (first) {
                throw failure;
            }
            tally.errors++;
            plan();
            abandonQuietly(failure);
            String said = failure.getMessage();
            errors.record(
                    "REFRESH_FAILED",
                    "the table keeps its rows: " + (said == null ? "it could not be read" : said),
                    RowBatch.NO_WATERMARK,
                    null,
                    0,
                    0);
            return 1;
        }
    }

    /** Loads it at once. */
    void loadWhole() throws IOException {
        while (!table.isLoaded()) {
            doWork();
        }
    }

    /** Ends the load that is under way. */
    void abandon() throws IOException {
        TableIntake intake = loading;
        loading = null;
        if (intake != null) {
            intake.abandon();
        }
    }

    private void abandonQuietly(IOException reason) {
        try {
            abandon();
        } catch (IOException failure) {
            reason.addSuppressed(failure);
        }
    }

    private int load(boolean first) throws IOException {
        TableIntake intake = loading;
        if (intake == null) {
            intake = new TableIntake(node.name(), node.schema(), open(), node.decoder(), errors, tally);
            loading = intake;
        }
        if (!intake.work()) {
            loading = null;
            table.replace(intake.finish());
            plan();
            if (first) {
                errors.leave();
            }
        }
        return 1;
    }

    private Source open() throws IOException {
        Source source = node.connector()
                .source(new SourceContext(
                        node.name(),
                        node.address(),
                        node.options(),
                        node.schema(),
                        host.disk(),
                        host.clock(),
                        errors.notices()));
        source.open();
        return source;
    }

    private void plan() {
        due = node.refreshMillis() == 0 ? Long.MAX_VALUE : host.clock().millis() + node.refreshMillis();
    }

    @Override
    public boolean isDone() {
        return table.isLoaded() && (node.refreshMillis() == 0 || loading == null && unused());
    }

    private boolean unused() {
        for (Pump user : users) {
            if (!user.isDone()) {
                return false;
            }
        }
        return true;
    }
}
