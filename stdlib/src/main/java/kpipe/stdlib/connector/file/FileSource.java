package kpipe.stdlib.connector.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Clock;
import kpipe.spi.Disk;
import kpipe.spi.Disk.FileStatus;
import kpipe.spi.SourceContext;
import kpipe.stdlib.connector.file.FileProgress.Kept;
import org.jspecify.annotations.Nullable;

/**
 * Reads files one after the other, each an input of its own. With {@code follow} it goes on for ever: it looks for new files and new bytes every so often.
 *
 * <p>While following, a file is known by its key (inode) where the disk has one, so that a renamed file goes on where it was, and a new file under an old
 * name is read from its start. So is a file that has become shorter. The input of a file that has gone ends.
 */
final class FileSource implements ByteSource {

    private static final int READ_BYTES = 1 << 18;

    private final Disk disk;
    private final Clock clock;
    private final String address;
    private final FileInputs inputs;
    private final boolean follow;
    private final long pollMillis;

    private final Deque<FileProgress> waiting = new ArrayDeque<>();
    private final Map<Object, FileProgress> known = new LinkedHashMap<>();
    private @Nullable FileProgress current;
    private @Nullable InputStream stream;

    /** Whose bytes the chunk holds. */
    private @Nullable FileProgress owner;

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
            add(new FileProgress(file, 0));
        }
        nextLook = clock.millis() + pollMillis;
    }

    private void add(FileProgress progress) {
        known.put(progress.identity(), progress);
        waiting.add(progress);
    }

    @Override
    public byte[] position() {
        Set<FileProgress> files = new LinkedHashSet<>(known.values());
        // Those that have gone have an end still to come.
        files.addAll(waiting);
        FileProgress reading = current;
        if (reading != null) {
            files.add(reading);
        }
        return FileProgress.write(files, owner);
    }

    @Override
    public void seek(byte[] position) throws IOException {
        List<FileStatus> there = new ArrayList<>(inputs.list());
        known.clear();
        waiting.clear();
        for (Kept kept : FileProgress.read(position)) {
            FileStatus file = find(kept, there);
            if (kept.gone()) {
                waiting.add(goOn(kept, new FileStatus(kept.path(), kept.size(), kept.modified(), false, kept)));
            } else if (follow) {
                // The next look finds out what has become of it.
                FileStatus then = new FileStatus(
                        kept.path(), kept.size(), kept.modified(), false, file == null ? kept : file.key());
                known.put(FileProgress.identity(then), goOn(kept, then));
            } else if (file != null) {
                there.remove(file);
                FileProgress progress = goOn(kept, file);
                known.put(progress.identity(), progress);
            }
            if (file == null && !kept.ended() && !follow && kept.position() > 0) {
                throw new IOException(
                        "cannot go on with '" + kept.path() + "': it is not there any more, or is another file now");
            }
        }
        if (follow) {
            nextLook = clock.millis();
        } else {
            there.forEach(file -> known.put(FileProgress.identity(file), new FileProgress(file, 0)));
            known.values().stream()
                    .filter(file -> !file.ended)
                    .sorted(Comparator.comparing((FileProgress file) -> file != owner)
                            .thenComparing(FileProgress::path))
                    .forEach(waiting::add);
        }
    }

    private static @Nullable FileStatus find(Kept kept, List<FileStatus> files) {
        for (FileStatus file : files) {
            if (kept.is(file)) {
                return file;
            }
        }
        return null;
    }

    /** A file as it stood, seen with what it is now. */
    private FileProgress goOn(Kept kept, FileStatus file) throws IOException {
        FileProgress progress = new FileProgress(file, kept.position());
        progress.endSeen = kept.endSeen();
        progress.compressed = kept.compressed();
        progress.ended = kept.ended();
        progress.gone = kept.gone();
        boolean changed = kept.compressed() ? file.size() != kept.size() : file.size() != kept.position();
        if (!follow && !kept.compressed() && file.size() < kept.position()) {
            if (!kept.ended()) {
                throw new IOException(
                        "cannot go on with '" + file.path() + "': it is shorter than what was read of it");
            }
            progress.position = 0;
            progress.ended = false;
        } else if (!follow && kept.ended() && changed) {
            progress.ended = false;
            progress.goesOn = true;
        }
        if (kept.owner()) {
            owner = progress;
        }
        return progress;
    }

    @Override
    public Status read(Chunk into) throws IOException {
        FileProgress file = current;
        if (file == null) {
            FileProgress before = owner;
            file = before != null && !before.ended && waiting.remove(before) ? before : waiting.poll();
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
        if (!follow || file.compressed || file.gone || count < -1) {
            return end(file, into);
        }
        if (!waiting.isEmpty()) {
            current = null;
            closeStream();
            return Status.READ;
        }
        return look(into);
    }

    private void start(FileProgress file, Chunk into) throws IOException {
        FileProgress before = owner;
        if (before != file) {
            if (before != null && !before.ended) {
                // The start of a record whose rest is not there yet: it is read again when more of its file comes.
                before.position -= into.available();
            }
            into.clear();
        }
        into.input = file.path();
        into.endOfInput = false;
        into.goesOn = file.goesOn;
        file.goesOn = false;
        owner = file;
        current = file;
        if (!file.gone) {
            stream = openAt(file);
        }
    }

    private InputStream openAt(FileProgress file) throws IOException {
        if (file.position > 0 && !file.compressed) {
            return disk.read(file.path(), file.position);
        }
        GzipInput from = new GzipInput(disk.read(file.path(), 0));
        file.compressed = from.detect();
        try {
            from.skipNBytes(file.position);
        } catch (EOFException | ZipException shorter) {
            from.close();
            throw new IOException(
                    "cannot go on with '" + file.path() + "': it is shorter than what was read of it", shorter);
        }
        return from;
    }

    /** Appends bytes; returns how many, -1 at the end of the file, -2 if it cannot be read any further. */
    private int readMore(FileProgress file, Chunk into) throws IOException {
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

    private Status end(FileProgress file, Chunk into) throws IOException {
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
        Map<Object, FileProgress> before = new HashMap<>(known);
        known.clear();
        for (FileStatus file : inputs.list()) {
            FileProgress progress = before.remove(FileProgress.identity(file));
            if (progress == null) {
                add(new FileProgress(file, 0));
            } else if (!progress.path().equals(file.path())) {
                renamed(progress, file, into);
            } else if (!progress.ended && file.size() < progress.position) {
                gone(progress);
                add(new FileProgress(file, 0));
            } else {
                known.put(FileProgress.identity(file), progress);
                if (!progress.ended && progress != current && file.size() > progress.endSeen) {
                    waiting.add(progress);
                }
            }
        }
        before.values().forEach(this::gone);
        return waiting.isEmpty() && (current == null || !current.gone) ? Status.IDLE : Status.READ;
    }

    /** The input of the old name ends, and one of the new name goes on at the same place. */
    private void renamed(FileProgress progress, FileStatus file, Chunk into) {
        FileProgress further = new FileProgress(file, progress.position);
        further.ended = progress.ended;
        if (progress == owner && !progress.ended) {
            further.position -= into.available();
            into.start = into.end;
        }
        known.put(FileProgress.identity(file), further);
        gone(progress);
        if (!further.ended) {
            waiting.add(further);
        }
    }

    private void gone(FileProgress progress) {
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
