package kpipe.runtime.stream;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * The counts of one part of a pipeline: an intake, a lane of a pump, a destination. Plain fields with one writer; whoever shows them reads them as they happen
 * to be, and exactly once the writer has stopped.
 */
public final class Tally {

    /** Rows or records that came in, those included that were no rows. */
    public long read;

    /** Bytes that came in. */
    public long bytesRead;

    /** Rows that came too late. */
    public long late;

    /** Records that are no rows, rows that failed in an expression, records that could not be transformed or delivered. */
    public long errors;

    /** Rows that went on to a stream. */
    public long out;

    /** Records that a destination has. */
    public long delivered;

    /** Bytes that a destination has, after compression. */
    public long bytesDelivered;

    /** Objects that a destination has. */
    public long objects;

    /** Records that a transform dropped. */
    public long dropped;

    /** Deliveries that failed and were tried again. */
    public long retries;

    /** Writes all counts. */
    public void save(StateWriter out) throws IOException {
        out.number(read);
        out.number(bytesRead);
        out.number(late);
        out.number(errors);
        out.number(this.out);
        out.number(delivered);
        out.number(bytesDelivered);
        out.number(objects);
        out.number(dropped);
        out.number(retries);
    }

    /** Goes on with the counts that {@link #save} wrote. */
    public void restore(StateReader in) throws IOException {
        read = in.number();
        bytesRead = in.number();
        late = in.number();
        errors = in.number();
        out = in.number();
        delivered = in.number();
        bytesDelivered = in.number();
        objects = in.number();
        dropped = in.number();
        retries = in.number();
    }

    /** Adds what another part counted. */
    public void add(Tally other) {
        read += other.read;
        bytesRead += other.bytesRead;
        late += other.late;
        errors += other.errors;
        out += other.out;
        delivered += other.delivered;
        bytesDelivered += other.bytesDelivered;
        objects += other.objects;
        dropped += other.dropped;
        retries += other.retries;
    }
}
