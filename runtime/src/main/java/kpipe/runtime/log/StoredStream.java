package kpipe.runtime.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/** A stream of a {@link StreamStore}: its records, and a note that whoever made it keeps beside them. Thread-safe. */
public final class StoredStream {

    static final String NOTE = "/note";

    private final Disk disk;
    private final String name;
    private final String folder;
    private final StreamLog log;
    private byte @Nullable [] note;
    private volatile boolean claimed;

    private StoredStream(Disk disk, String name, String folder, StreamLog log, byte @Nullable [] note) {
        this.disk = disk;
        this.name = name;
        this.folder = folder;
        this.log = log;
        this.note = note;
    }

    static StoredStream of(Disk disk, String name, String folder, StreamLog log) throws IOException {
        return new StoredStream(disk, name, folder, log, readNote(disk, folder + NOTE));
    }

    static byte @Nullable [] readNote(Disk disk, String path) throws IOException {
        if (disk.status(path) == null) {
            return null;
        }
        try (InputStream file = disk.read(path, 0)) {
            return file.readAllBytes();
        }
    }

    static void writeNote(Disk disk, String path, byte[] note) throws IOException {
        String part = path + ".part";
        try (OutputStream file = disk.create(part)) {
            file.write(note);
        }
        disk.force(part);
        disk.rename(part, path);
    }

    public String name() {
        return name;
    }

    public StreamLog log() {
        return log;
    }

    /** A pipeline of this process works with it from now on: nobody else should delete it. */
    public void claim() {
        claimed = true;
    }

    public boolean isClaimed() {
        return claimed;
    }

    /** What was last noted about the stream, or null. */
    public synchronized byte @Nullable [] note() {
        return note == null ? null : note.clone();
    }

    /** Replaces the note; it is durable when this returns, and whole whatever happens. */
    public synchronized void note(byte[] text) throws IOException {
        writeNote(disk, folder + NOTE, text);
        note = text.clone();
    }
}
