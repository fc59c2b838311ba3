package kpipe.runtime.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/** A stream of a {@link StreamStore}: its records, and a note that whoever made it keeps beside them. Thread-safe. */
public final class StoredStream {

    private static final String NOTE = "/note";

    private final Disk disk;
    private final String name;
    private final String folder;
    private final StreamLog log;
    private byte @Nullable [] note;

    private StoredStream(Disk disk, String name, String folder, StreamLog log, byte @Nullable [] note) {
        this.disk = disk;
        this.name = name;
        this.folder = folder;
        this.log = log;
        this.note = note;
    }

    static StoredStream of(Disk disk, String name, String folder, StreamLog log) throws IOException {
        if (disk.status(folder + NOTE) == null) {
            return new StoredStream(disk, name, folder, log, null);
        }
        try (InputStream file = disk.read(folder + NOTE, 0)) {
            return new StoredStream(disk, name, folder, log, file.readAllBytes());
        }
    }

    static void writeNote(Disk disk, String folder, byte[] note) throws IOException {
        String part = folder + NOTE + ".part";
        try (OutputStream file = disk.create(part)) {
            file.write(note);
        }
        disk.force(part);
        disk.rename(part, folder + NOTE);
    }

    public String name() {
        return name;
    }

    public StreamLog log() {
        return log;
    }

    /** What was last noted about the stream, or null. */
    public synchronized byte @Nullable [] note() {
        return note == null ? null : note.clone();
    }

    /** Replaces the note; it is durable when this returns, and whole whatever happens. */
    public synchronized void note(byte[] text) throws IOException {
        writeNote(disk, folder, text);
        note = text.clone();
    }
}
