package kpipe.runtime.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import kpipe.runtime.host.Host;
import kpipe.spi.Disk;
import kpipe.spi.Disk.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * All durable streams of a data folder, each in {@code streams/<name>} below it. One process has it at a time. Records that are put into a stream's {@link StoredStream#log} are committed by the
 * threads of {@link #start}, or by whoever calls {@link #commit}; {@link #maintain} lets go of what has expired. Thread-safe.
 */
public final class StreamStore implements AutoCloseable {

    /** Another process has the data folder. */
    public static final class LockedException extends IOException {
        private static final long serialVersionUID = 1;

        LockedException(String folder) {
            super("another process works with the streams in `" + folder + "`");
        }
    }

    /**
     * What holds for all streams of a store.
     *
     * @param cipher encrypts what is stored from now on, and reads what was encrypted with it; null: nothing is encrypted
     * @param durability when records are acknowledged in streams that say nothing else
     * @param ciphers those of streams that have one of their own, by their names
     */
    public record Options(@Nullable LogCipher cipher, Durability durability, Map<String, LogCipher> ciphers) {

        public Options {
            ciphers = Map.copyOf(ciphers);
        }

        public Options(@Nullable LogCipher cipher, Durability durability) {
            this(cipher, durability, Map.of());
        }

        @Nullable
        LogCipher cipherOf(String stream) {
            LogCipher own = ciphers.get(stream);
            return own == null ? cipher : own;
        }

        /** Not encrypted; no acknowledged record is ever lost. */
        public static final Options DEFAULT = new Options(null, Durability.EACH_COMMIT);

        /**
         * What the user has set: {@code KPIPE_DATA_KEY} or a file named by {@code KPIPE_DATA_KEY_FILE}, 16, 24 or 32 bytes in base64 or hexadecimal; {@code KPIPE_SYNC}, {@code commit} or {@code second}.
         *
         * @throws IOException with a sentence for the user
         */
        public static Options of(Host host) throws IOException {
            return StoreEnvironment.options(host);
        }
    }

    private static final String STATE = "/stream";
    /** What {@link #STATE} is renamed to when a stream is deleted. */
    private static final String DELETED = "/deleted";

    private static final int COMMITTING_THREADS = 4;

    private final Host host;
    private final Disk disk;
    private final String folder;
    private final Options options;
    private final Closeable lock;
    private final Committer committer = new Committer();
    private final Map<String, StoredStream> streams = new ConcurrentSkipListMap<>();
    /** When those were created that are no more. */
    private final Map<String, Long> deleted = new HashMap<>();

    private final Map<String, IOException> damaged = new TreeMap<>();
    private @Nullable Upkeep upkeep;

    private StreamStore(Host host, String folder, Options options, Closeable lock) {
        this.host = host;
        disk = host.disk();
        this.folder = folder;
        this.options = options;
        this.lock = lock;
    }

    /**
     * Opens the streams of a data folder. A stream that cannot be opened does not stop the others: it is among the {@link #damaged}.
     *
     * @throws LockedException if another process has them open
     */
    public static StreamStore open(Host host, String dataFolder, Options options) throws IOException {
        String folder = (dataFolder.isEmpty() ? "" : dataFolder + "/") + "streams";
        Closeable lock = host.disk().lock(folder + "/lock");
        if (lock == null) {
            throw new LockedException(folder);
        }
        StreamStore store = new StreamStore(host, folder, options, lock);
        try {
            store.openAll();
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
        return store;
    }

    private void openAll() throws IOException {
        if (disk.status(folder) == null) {
            return;
        }
        for (FileStatus entry : disk.list(folder)) {
            String name = entry.directory() ? name(entry.path().substring(folder.length() + 1)) : null;
            if (name == null) {
                continue;
            }
            try {
                if (disk.status(entry.path() + STATE) == null) {
                    // Its making or its deletion was cut short.
                    deleteFiles(entry.path());
                } else {
                    take(name, StreamLog.open(host, entry.path(), options.cipherOf(name), options.durability()));
                }
            } catch (IOException failure) {
                damaged.put(name, failure);
            }
        }
    }

    private StoredStream take(String name, StreamLog log) throws IOException {
        StoredStream stream = StoredStream.of(disk, name, path(name), log);
        committer.serve(log);
        streams.put(name, stream);
        return stream;
    }

    /** The stream of that name, or null. */
    public @Nullable StoredStream stream(String name) {
        return streams.get(name);
    }

    /** The names of all streams, in order, without the damaged ones. */
    public List<String> names() {
        return List.copyOf(streams.keySet());
    }

    /** The streams that cannot be opened, and why. */
    public synchronized Map<String, IOException> damaged() {
        return Map.copyOf(damaged);
    }

    /**
     * Makes a stream of equal shards.
     *
     * @param note what to keep beside it from the beginning, or null
     * @throws IOException if there is one of that name, or the disk fails; then there is none
     */
    public synchronized StoredStream create(String name, int shards, int retentionHours, byte @Nullable [] note)
            throws IOException {
        String path = path(name);
        if (streams.containsKey(name) || disk.status(path + STATE) != null) {
            throw new IOException("cannot create the stream `" + name + "`: there is one");
        }
        deleteFiles(path);
        if (note != null) {
            StoredStream.writeNote(disk, path + StoredStream.NOTE, note);
        }
        return take(
                name,
                StreamLog.create(
                        host,
                        path,
                        shards,
                        retentionHours,
                        options.cipherOf(name),
                        options.durability(),
                        deleted.getOrDefault(name, Long.MIN_VALUE) + 1));
    }

    /** Deletes a stream and its records, for good as soon as this returns. Does nothing if there is none; a damaged one is deleted likewise. */
    public synchronized void delete(String name) throws IOException {
        String path = path(name);
        if (disk.status(path + STATE) != null) {
            disk.rename(path + STATE, path + DELETED);
        }
        damaged.remove(name);
        StoredStream stream = streams.remove(name);
        if (stream != null) {
            deleted.put(name, stream.log().created());
            stream.log().deleteRecords();
        }
        deleteFiles(path);
    }

    private void deleteFiles(String path) throws IOException {
        FileStatus status = disk.status(path);
        if (status == null) {
            return;
        }
        if (status.directory()) {
            for (FileStatus entry : disk.list(path)) {
                deleteFiles(entry.path());
            }
        }
        disk.delete(path);
    }

    /** What was last noted under a name beside all streams, or null. */
    public byte @Nullable [] note(String name) throws IOException {
        return StoredStream.readNote(disk, notePath(name));
    }

    /** Replaces a note beside all streams; it is durable when this returns, and whole whatever happens. */
    public synchronized void note(String name, byte[] text) throws IOException {
        StoredStream.writeNote(disk, notePath(name), text);
    }

    private String notePath(String name) {
        return folder + "/" + fileName(name) + ".note";
    }

    /** Commits what waits, where {@link #start} was not called. Returns how many records were stored. */
    public int commit() {
        return committer.commitAll();
    }

    /** Makes durable what was acknowledged before it was, in streams that allow it. */
    public void force() throws IOException {
        IOException failure = null;
        for (StoredStream stream : all()) {
            try {
                stream.log().force();
            } catch (IOException one) {
                failure = one;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Tries again what the disk did not take. */
    void tryAgain() {
        for (StoredStream stream : all()) {
            stream.log().tryAgain();
        }
    }

    /** Stores what waits, and tries again what the disk did not take, where {@link #start} was not called. Returns how many records were stored. */
    public int commitAgain() {
        tryAgain();
        return commit();
    }

    /** Deletes what has expired, in all streams. */
    public void maintain() throws IOException {
        IOException failure = null;
        for (StoredStream stream : all()) {
            try {
                stream.log().maintain();
                stream.log().rest();
            } catch (IOException one) {
                failure = one;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private List<StoredStream> all() {
        return new ArrayList<>(streams.values());
    }

    /** Begins to commit what waits as soon as it does, to force each second what was acknowledged before, and to let go each minute of what has expired. */
    public synchronized void start() {
        if (upkeep == null) {
            committer.start(COMMITTING_THREADS);
            upkeep = new Upkeep(this);
            upkeep.start();
        }
    }

    /** Commits what waits, and gives the folder back. */
    @Override
    public void close() throws IOException {
        Upkeep stopping;
        synchronized (this) {
            stopping = upkeep;
            upkeep = null;
        }
        if (stopping != null) {
            stopping.end();
        }
        committer.stop();
        IOException failure = null;
        for (StoredStream stream : all()) {
            try {
                stream.log().close();
            } catch (IOException one) {
                failure = one;
            }
        }
        lock.close();
        if (failure != null) {
            throw failure;
        }
    }

    private String path(String name) {
        return folder + "/" + fileName(name);
    }

    /** A name in which nothing means anything to a file system: what is not a letter, a digit, or one of {@code -_@} and inner dots, is written as its bytes in hexadecimal. */
    public static String fileName(String name) {
        StringBuilder text = new StringBuilder();
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 255);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_@".indexOf(c) >= 0;
            if (plain || c == '.' && text.length() > 0) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02x", (int) c));
            }
        }
        return text.toString();
    }

    /** The name that {@link #fileName} was made of, or null if it was made of none. */
    static @Nullable String name(String fileName) {
        byte[] bytes = new byte[fileName.length()];
        int length = 0;
        for (int i = 0; i < fileName.length(); i++) {
            char c = fileName.charAt(i);
            if (c == '%') {
                if (i + 2 >= fileName.length()) {
                    return null;
                }
                try {
                    bytes[length++] = (byte) Integer.parseInt(fileName, i + 1, i + 3, 16);
                } catch (NumberFormatException other) {
                    return null;
                }
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        String name = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return fileName(name).equals(fileName) ? name : null;
    }
}
