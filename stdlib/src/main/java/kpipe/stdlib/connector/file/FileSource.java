package kpipe.stdlib.connector.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Clock;
import kpipe.spi.Disk;
import kpipe.spi.Disk.FileStatus;
import kpipe.spi.SourceContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads files one after the other, each an input of its own. With {@code follow} it goes on for ever: it looks for new files and new bytes every so often.
 *
 * <p>While following, a file is known by its key (inode) where the disk has one, so that a renamed file goes on where it was, and a new file under an old
 * name is read from its start. So is a file that has become shorter. The input of a file that has gone ends.
 */
final class FileSource implements ByteSource {

    private static final int READ_BYTES = 1 << 18;

    /** A file, and how far it has been read. */
    private static final class Progress {
        final FileStatus file;
        long position;

        /** How far bytes were there when it was last read to its end. */
        long endSeen;

        /** Whether it is there no more, or not as it was: its input ends when what is open of it has been read. */
        boolean gone;

        boolean ended;

        Progress(FileStatus file, long position) {
            this.file = file;
            this.position = position;
        }

        String path() {
            return file.path();
        }
    }

    private final Disk disk;
    private final Clock clock;
    private final String address;
    private final FileInputs inputs;
    private final boolean follow;
    private final long pollMillis;

    private final Deque<Progress> waiting = new ArrayDeque<>();
    private final Map<Object, Progress> known = new HashMap<>();
    private @Nullable Progress current;
    private @Nullable InputStream stream;

    /** Whose bytes the chunk holds. */
    private @Nullable Progress owner;

    private boolean compressed;
    private long nextLook;

    FileSource(SourceContext context) {
        disk = context.disk();
        clock = context.clock();
        address = context.address();
        inputs = new FileInputs(disk, address);
        follow = context.options().flag("follow");
        pollMillis = context.options().number("poll", FileSourceConnector.DEFAULT_POLL_MILLIS);
    }

    @Override
    public void open() throws IOException {
        List<FileStatus> files = inputs.list();
        if (files.isEmpty() && !follow) {
            if (FilePattern.isPattern(address)) {
                throw new IOException("no file matches '" + address + "'");
            }
            if (disk.status(address) == null) {
                throw new IOException("the file '" + address + "' does not exist");
            }
        }
        for (FileStatus file : files) {
            add(new Progress(file, 0));
        }
        nextLook = clock.millis() + pollMillis;
    }

    private void add(Progress progress) {
        known.put(identity(progress.file), progress);
        waiting.add(progress);
    }

    private static Object identity(FileStatus file) {
        Object key = file.key();
        return key == null ? file.path() : key;
    }

    @Override
    public Status read(Chunk into) throws IOException {
        Progress file = current;
        if (file == null) {
            file = waiting.poll();
            if (file == null) {
                return follow ? look(into) : Status.ENDED;
            }
            start(file, into);
        }
        int count = readMore(file, into);
        if (count > 0) {
            return Status.READ;
        }
        file.endSeen = file.position;
        if (!follow || compressed || file.gone || count < -1) {
            return end(file, into);
        }
        if (!waiting.isEmpty()) {
            current = null;
            closeStream();
            return Status.READ;
        }
        return look(into);
    }

    private void start(Progress file, Chunk into) throws IOException {
        Progress before = owner;
        if (before != file) {
            if (before != null && !before.ended) {
                // The start of a record whose rest is not there yet: it is read again when more of its file comes.
                before.position -= into.available();
            }
            into.clear();
        }
        into.input = file.path();
        into.endOfInput = false;
        owner = file;
        current = file;
        compressed = false;
        if (!file.gone) {
            InputStream raw = disk.read(file.path(), file.position);
            stream = raw;
            if (file.position == 0) {
                GzipInput detected = new GzipInput(raw);
                stream = detected;
                compressed = detected.detect();
            }
        }
    }

    /** Appends bytes; returns how many, -1 at the end of the file, -2 if it cannot be read any further. */
    private int readMore(Progress file, Chunk into) throws IOException {
        InputStream from = stream;
        if (from == null) {
            return -1;
        }
        into.compact(Math.max(READ_BYTES, into.available()));
        try {
            int count = from.read(into.bytes, into.end, into.bytes.length - into.end);
            into.end += Math.max(0, count);
            file.position += Math.max(0, count);
            return count;
        } catch (EOFException | ZipException e) {
            into.problem =
                    "the compressed file '" + file.path() + "' is damaged or cut short; what could be read of it was";
            return -2;
        } catch (IOException e) {
            throw new IOException("cannot read '" + file.path() + "': " + e.getMessage(), e);
        }
    }

    private Status end(Progress file, Chunk into) throws IOException {
        file.ended = true;
        into.endOfInput = true;
        current = null;
        closeStream();
        return Status.READ;
    }

    /** Looks for new files, new bytes, and files that have gone, if it is time to. */
    private Status look(Chunk into) throws IOException {
        long now = clock.millis();
        if (now < nextLook) {
            return Status.IDLE;
        }
        nextLook = now + pollMillis;
        Map<Object, Progress> before = new HashMap<>(known);
        known.clear();
        for (FileStatus file : inputs.list()) {
            Progress progress = before.remove(identity(file));
            if (progress == null) {
                add(new Progress(file, 0));
            } else if (!progress.path().equals(file.path())) {
                renamed(progress, file, into);
            } else if (!progress.ended && file.size() < progress.position) {
                gone(progress);
                add(new Progress(file, 0));
            } else {
                known.put(identity(file), progress);
                if (!progress.ended && progress != current && file.size() > progress.endSeen) {
                    waiting.add(progress);
                }
            }
        }
        before.values().forEach(this::gone);
        return waiting.isEmpty() && (current == null || !current.gone) ? Status.IDLE : Status.READ;
    }

    /** The input of the old name ends, and one of the new name goes on at the same place. */
    private void renamed(Progress progress, FileStatus file, Chunk into) {
        Progress further = new Progress(file, progress.position);
        further.ended = progress.ended;
        if (progress == owner && !progress.ended) {
            further.position -= into.available();
            into.start = into.end;
        }
        known.put(identity(file), further);
        gone(progress);
        if (!further.ended) {
            waiting.add(further);
        }
    }

    private void gone(Progress progress) {
        if (!progress.ended && !progress.gone) {
            progress.gone = true;
            if (progress != current) {
                waiting.addFirst(progress);
            }
        }
    }

    private void closeStream() throws IOException {
        InputStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeStream();
        current = null;
        waiting.clear();
    }
}
