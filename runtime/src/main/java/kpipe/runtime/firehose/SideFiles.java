package kpipe.runtime.firehose;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import kpipe.data.ByteBuilder;
import kpipe.data.Text;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/** Writes records beside the delivery, such as those under ERRORS TO: gathered, one file at a time, each appearing whole. Not thread-safe. */
final class SideFiles {

    private static final int FILE_BYTES = 1 << 20;

    private final Address address;
    private final String suffix;
    private final long waitMillis;
    private final Courier courier;
    private final Safekeeping safekeeping;
    private final Clock clock;
    private @Nullable Buffer gathered;
    private String type = "";

    /**
     * @param prefix a folder, possibly with expressions; without any, the type and the hour are appended, as Firehose does
     * @param typed whether the records have a type; only then is it part of the address
     * @param suffix what the names of the files end with
     */
    SideFiles(
            String prefix,
            boolean typed,
            ObjectNames names,
            String suffix,
            long waitMillis,
            Courier courier,
            Safekeeping safekeeping,
            Clock clock) {
        String whole = prefix;
        if (prefix.indexOf("!{") < 0) {
            String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
            whole = folder + (typed ? "!{firehose:error-output-type}/" : "") + "!{timestamp:yyyy/MM/dd/HH}/";
        }
        address = new Address(whole, names);
        this.suffix = suffix;
        this.waitMillis = waitMillis;
        this.courier = courier;
        this.safekeeping = safekeeping;
        this.clock = clock;
    }

    Courier courier() {
        return courier;
    }

    /** Begins a record of the given type; the caller appends it, with a line ending, to what this returns. */
    ByteBuilder begin(String recordType) throws IOException {
        Buffer buffer = gathered;
        if (buffer != null && (!recordType.equals(type) || buffer.bytes.length() >= FILE_BYTES)) {
            seal();
            buffer = null;
        }
        if (buffer == null) {
            type = recordType;
            long now = clock.millis();
            buffer = courier.buffer();
            buffer.open(Text.of(""), address.evaluate(now, Map.of(), Map.of(), type), now, now);
            gathered = buffer;
        }
        return buffer.bytes;
    }

    /** Sends off what has waited long enough. */
    void sealDue() throws IOException {
        Buffer buffer = gathered;
        if (buffer != null && (buffer.bytes.length() >= FILE_BYTES || clock.millis() - buffer.opened >= waitMillis)) {
            seal();
        }
    }

    /** Sends off all there is. */
    void seal() throws IOException {
        Buffer buffer = gathered;
        if (buffer != null) {
            gathered = null;
            courier.send(buffer, buffer.opened, suffix);
        }
    }

    /** Bytes that the journal holds of it. */
    long journaled() {
        Buffer buffer = gathered;
        return courier.journaled() + (buffer == null ? 0 : buffer.journaled());
    }

    boolean isEmpty() {
        return gathered == null && courier.hasHandedOver();
    }

    void save(StateWriter out) throws IOException {
        Buffer buffer = gathered;
        out.flag(buffer != null);
        if (buffer != null) {
            out.text(type);
            buffer.save(out, safekeeping.journal());
        }
        courier.save(out);
    }

    void restore(StateReader in, Set<BegunObjects.Begun> known) throws IOException {
        if (in.flag()) {
            type = in.text();
            Buffer buffer = courier.buffer();
            buffer.restore(in, safekeeping.journal());
            gathered = buffer;
        }
        courier.restore(in, known);
    }
}
