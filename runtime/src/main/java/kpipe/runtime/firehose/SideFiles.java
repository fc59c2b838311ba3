package kpipe.runtime.firehose;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import kpipe.data.ByteBuilder;
import kpipe.spi.Clock;
import kpipe.spi.Disk;

/** Writes records beside the delivery, such as those under ERRORS TO: gathered, one file at a time, each appearing whole. Not thread-safe. */
final class SideFiles {

    private static final int FILE_BYTES = 1 << 20;

    private final Address address;
    private final ObjectNames names;
    private final String suffix;
    private final long waitMillis;
    private final Disk disk;
    private final Clock clock;
    private final ByteBuilder gathered = new ByteBuilder();
    private String type = "";
    private long opened;

    /**
     * @param prefix a folder, possibly with expressions; without any, the type and the hour are appended, as Firehose does
     * @param type whether the records have one; only then is it part of the address
     */
    SideFiles(String prefix, boolean typed, ObjectNames names, String suffix, long waitMillis, Disk disk, Clock clock) {
        String whole = prefix;
        if (prefix.indexOf("!{") < 0) {
            String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
            whole = folder + (typed ? "!{firehose:error-output-type}/" : "") + "!{timestamp:yyyy/MM/dd/HH}/";
        }
        address = new Address(whole, names.seed());
        this.names = names;
        this.suffix = suffix;
        this.waitMillis = waitMillis;
        this.disk = disk;
        this.clock = clock;
    }

    /** Begins a record of the given type; the caller appends it, with a line ending, to what this returns. */
    ByteBuilder begin(String recordType) throws IOException {
        if (!recordType.equals(type) || gathered.length() >= FILE_BYTES) {
            flush();
            type = recordType;
        }
        if (gathered.length() == 0) {
            opened = clock.millis();
        }
        return gathered;
    }

    /** Writes what has waited long enough. */
    void tick() throws IOException {
        if (gathered.length() >= FILE_BYTES || gathered.length() > 0 && clock.millis() - opened >= waitMillis) {
            flush();
        }
    }

    /** Writes all there is. */
    void flush() throws IOException {
        if (gathered.length() == 0) {
            return;
        }
        String folder = address.evaluate(opened, Map.of(), Map.of(), type);
        String path = (folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/") + names.next(opened, suffix);
        String temporary = path + ".part";
        try (OutputStream out = disk.create(temporary)) {
            out.write(gathered.bytes(), 0, gathered.length());
        }
        disk.force(temporary);
        disk.rename(temporary, path);
        gathered.clear();
    }
}
