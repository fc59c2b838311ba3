package kpipe.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import kpipe.spi.Clock;
import kpipe.spi.Disk;
import kpipe.spi.Disk.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The records of one shard: a row of segments, the newest of which grows by commits.
 *
 * <p>{@link #append} puts a record into the frame that is being filled, for any number of threads; {@link #commit} writes that frame while the next one fills, for one thread at a time. Any number of
 * {@link LogReader}s read what is committed, and hold up nobody.
 */
public final class ShardLog {

    /** A segment that has reached this many bytes is followed by another. */
    static final int SEGMENT_BYTES = 64 << 20;

    /** No frame is longer: a commit of a larger buffer is not begun. */
    static final int MAX_FRAME = 32 << 20;

    /** What may wait for a commit, in bytes; beyond that {@link #append} takes nothing. */
    static final int MAX_WAITING = 16 << 20;

    /** A shard in which nothing happens should cost next to nothing: there may be thousands. */
    private static final int FIRST_BUFFER = 1 << 10;

    private final Disk disk;
    private final Clock clock;
    private final String folder;
    private final Shard shard;
    private final long streamCreated;
    private final Salts salts;
    private final @Nullable LogCipher cipher;

    private final Object filling = new Object();
    private final LoadMeter meter = new LoadMeter();
    private ByteBuffer waiting = emptyFrame(FIRST_BUFFER);
    private Commit next = new Commit();
    private long waitingFirst;
    private int waitingCount;
    /** When the first record arrived that was taken from those that wait and is not stored yet; the greatest number there is if there is none. */
    private long storing = Long.MAX_VALUE;

    /** The last promise that a record was given. */
    private long promised = LogRecord.NO_WATERMARK;

    /** How many of those that wait are told when they are stored. */
    private int waitingClients;

    private long waitingArrival;
    private long nextIndex;
    private long lastArrival;

    private @Nullable ByteBuffer spare;
    private volatile List<Segment> segments = List.of();
    private @Nullable Segment active;
    private boolean unforced;
    /** Whether some of what was written, but not forced, may be gone. */
    private boolean lost;

    /** What the pipeline has written and the disk did not take; the next commits try again. */
    private final ArrayDeque<Pending> unstored = new ArrayDeque<>();

    private volatile int unstoredBytes;
    private volatile @Nullable IOException failure;
    private volatile long committed;
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private volatile Runnable committer = () -> {};
    private volatile Epochs epochs = Epochs.NONE;
    private volatile boolean closed;

    private ShardLog(
            Disk disk,
            Clock clock,
            String folder,
            Shard shard,
            long streamCreated,
            Salts salts,
            @Nullable LogCipher cipher) {
        this.disk = disk;
        this.clock = clock;
        this.folder = folder;
        this.shard = shard;
        this.streamCreated = streamCreated;
        this.salts = salts;
        this.cipher = cipher;
        lastArrival = Math.max(shard.created() * 1000, streamCreated);
        nextIndex = 1;
        committed = 1;
    }

    /** Opens a shard's log, recovering what the last writer left, or begins an empty one. */
    static ShardLog open(
            Disk disk,
            Clock clock,
            String folder,
            Shard shard,
            long streamCreated,
            Salts salts,
            @Nullable LogCipher cipher)
            throws IOException {
        ShardLog log = new ShardLog(disk, clock, folder, shard, streamCreated, salts, cipher);
        log.recover();
        return log;
    }

    private void recover() throws IOException {
        if (disk.status(folder) == null) {
            return;
        }
        List<Segment> opened = new ArrayList<>();
        for (FileStatus entry : disk.list(folder)) {
            if (entry.path().endsWith(".part") || Segment.isIndexOfNone(disk, entry.path())) {
                disk.delete(entry.path());
            } else if (entry.path().endsWith(".log")) {
                Segment segment = Segment.open(disk, entry.path(), streamCreated, shard.index(), cipher);
                if (segment == null) {
                    disk.delete(entry.path());
                } else {
                    opened.add(segment);
                }
            }
        }
        List<Segment> found = new ArrayList<>();
        for (int i = 0; i < opened.size(); i++) {
            // Behind an append that failed, the next segment may have begun with the same records.
            long before = i + 1 < opened.size() ? opened.get(i + 1).base() : Long.MAX_VALUE;
            found.add(recovered(opened.get(i), before));
        }
        for (Segment segment : List.copyOf(found)) {
            if (segment.end() == Segment.HEAD) {
                segment.delete();
                found.remove(segment);
            } else {
                nextIndex = Math.max(nextIndex, segment.nextIndex());
                lastArrival = Math.max(lastArrival, segment.lastArrival());
            }
        }
        if (found.isEmpty()) {
            UsedIndices used = UsedIndices.read(disk, folder, streamCreated);
            nextIndex = Math.max(nextIndex, used.next());
            lastArrival = Math.max(lastArrival, used.lastArrival());
        }
        segments = List.copyOf(found);
        committed = nextIndex;
    }

    /** Indices before this one have been seen, though nothing may be stored under them: none of them is used again. */
    public synchronized void passTo(long index) {
        synchronized (filling) {
            if (waitingCount == 0 && nextIndex < index) {
                nextIndex = index;
                committed = index;
            }
        }
    }

    private static Segment recovered(Segment segment, long before) throws IOException {
        if (!segment.readSeal()) {
            segment.recover(before);
            if (segment.end() > Segment.HEAD) {
                segment.seal();
            }
        }
        return segment;
    }

    public Shard shard() {
        return shard;
    }

    /**
     * Puts a record behind those that wait for the next commit.
     *
     * @param watermark no record behind this one in its input has an earlier time unless it is late, or {@link LogRecord#NO_WATERMARK}
     * @return false if so much waits that nothing more is taken until a commit
     */
    public boolean append(byte[] key, byte[] data, int offset, int length, long watermark, Appended where) {
        return append(key, 0, key.length, data, offset, length, watermark, null, where);
    }

    /** As {@link #append} for a record that a pipeline writes itself: a checkpoint makes it durable, not the commit. */
    boolean write(byte[] key, int keyOffset, int keyLength, byte[] data, int offset, int length, Stamp stamp) {
        return append(key, keyOffset, keyLength, data, offset, length, stamp.watermark, stamp, null);
    }

    private boolean append(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] data,
            int offset,
            int length,
            long watermark,
            @Nullable Stamp stamp,
            @Nullable Appended where) {
        boolean first;
        synchronized (filling) {
            int most = LogRecord.bytes(keyLength, length);
            boolean some = waiting.position() > Frame.HEAD || unstoredBytes > 0;
            if (some && waiting.position() + unstoredBytes + most > MAX_WAITING) {
                return false;
            }
            long arrival = Math.max(clock.millis(), lastArrival);
            first = waitingCount == 0;
            if (first) {
                waitingFirst = nextIndex;
                waitingArrival = arrival;
            }
            if (where != null) {
                where.shard = shard.index();
                where.shardCreated = shard.created();
                where.arrival = arrival;
                where.commit = next;
            }
            if (closed) {
                if (where != null) {
                    where.commit = new Commit();
                    where.commit.failed(gone());
                }
                return where != null;
            }
            waiting = withRoom(waiting, most);
            boolean promises = false;
            if (stamp != null && stamp.promise > promised) {
                promises = true;
                promised = stamp.promise;
            }
            LogRecord.write(
                    waiting,
                    arrival - waitingArrival,
                    watermark,
                    stamp,
                    promises,
                    key,
                    keyOffset,
                    keyLength,
                    data,
                    offset,
                    length);
            meter.add(arrival, keyLength + length);
            lastArrival = arrival;
            waitingCount++;
            if (where != null) {
                where.index = nextIndex;
                waitingClients++;
            }
            nextIndex++;
        }
        if (first) {
            committer.run();
        }
        return true;
    }

    /** The index behind the last record that was put, stored or not. */
    public long appended() {
        synchronized (filling) {
            return nextIndex;
        }
    }

    private IOException gone() {
        return new IOException("cannot write to `" + folder + "`: the stream is closed");
    }

    /** Runs {@code then} when there is room again, behind the commit of what waits now: for those whom {@link #append} has refused. */
    public void whenRoom(Runnable then) {
        Commit waited;
        synchronized (filling) {
            waited = next;
            if (waitingCount == 0) {
                waited = null;
            }
        }
        if (waited == null) {
            then.run();
        } else {
            waited.whenDone(then);
        }
    }

    /** Whether records wait for a commit. */
    public boolean isWaiting() {
        synchronized (filling) {
            return waitingCount > 0;
        }
    }

    /** What came of a commit; those concerned have yet to be told, by one who holds no lock. */
    record Outcome(
            ShardLog log,
            Commit commit,
            int records,
            @Nullable IOException failure) {

        /** Returns how many records were stored. */
        int tell() {
            if (failure != null) {
                commit.failed(failure);
                return 0;
            }
            commit.stored();
            log.tellReaders();
            return records;
        }
    }

    /**
     * Stores what waits, as one frame, and tells those who appended it. When the disk fails they are told that, and the next commit tries a new segment.
     *
     * @return how many records were stored
     */
    int commit(Durability durability) {
        Outcome outcome = store(durability);
        return outcome == null ? 0 : outcome.tell();
    }

    /** As {@link #commit}, but tells nobody yet; null if nothing waits. */
    synchronized @Nullable Outcome store(Durability durability) {
        Pending taken = take();
        if (taken == null && unstored.isEmpty()) {
            return null;
        }
        int records = 0;
        try {
            for (Pending earlier = unstored.peek(); earlier != null; earlier = unstored.peek()) {
                write(earlier, durability);
                records += earlier.head().count;
                unstored.remove();
                unstoredBytes -= earlier.bytes();
            }
            failure = null;
            if (taken != null) {
                write(taken, durability);
                records += taken.head().count;
                recycle(taken.frame());
            }
            return new Outcome(this, taken == null ? new Commit() : taken.commit(), records, null);
        } catch (IOException failed) {
            failure = failed;
            abandonSegment();
            Pending kept = taken == null ? null : taken.withoutClients();
            if (kept != null) {
                unstored.add(kept);
                unstoredBytes += kept.bytes();
            } else if (taken != null) {
                recycle(taken.frame());
                Pending before = unstored.pollLast();
                if (before == null) {
                    // Nothing will ever be read before that.
                    committed = taken.behind();
                } else {
                    unstored.add(before.upTo(taken.behind()));
                }
            }
            return new Outcome(this, taken == null ? new Commit() : taken.commit(), records, failed);
        } finally {
            Pending earlier = unstored.peek();
            synchronized (filling) {
                storing = earlier == null ? Long.MAX_VALUE : earlier.head().firstArrival;
            }
        }
    }

    private @Nullable Pending take() {
        synchronized (filling) {
            if (waitingCount == 0) {
                return null;
            }
            Frame head = new Frame();
            head.firstIndex = waitingFirst;
            head.count = waitingCount;
            head.firstArrival = waitingArrival;
            head.lastArrival = lastArrival;
            Pending taken = new Pending(waiting.flip(), head, nextIndex, next, waitingClients);
            waiting = spare == null ? emptyFrame(FIRST_BUFFER) : spare.clear().position(Frame.HEAD);
            spare = null;
            next = new Commit();
            waitingCount = 0;
            waitingClients = 0;
            storing = Math.min(storing, head.firstArrival);
            return taken;
        }
    }

    /** Only clients are told when their records are stored; the others are made durable by {@link #force}. */
    private void write(Pending pending, Durability durability) throws IOException {
        ByteBuffer frame = pending.frame();
        Segment segment = segmentFor(frame.limit(), pending.head().firstIndex);
        boolean force = durability == Durability.EACH_COMMIT && pending.clients() > 0;
        segment.append(frame, pending.head());
        if (force) {
            force(segment);
        }
        segment.commit(pending.head(), frame.limit());
        unforced = !force;
        committed = pending.behind();
    }

    /** Commits again if the last commit has failed. */
    void tryAgain() {
        if (unstoredBytes > 0) {
            committer.run();
        }
    }

    /** Why the last commit has failed, or null if it has not. */
    public @Nullable IOException failure() {
        return failure;
    }

    private void recycle(ByteBuffer frame) {
        synchronized (filling) {
            spare = frame.capacity() > MAX_WAITING ? null : frame;
        }
    }

    private Segment segmentFor(int bytes, long firstIndex) throws IOException {
        Segment segment = active;
        if (segment != null && segment.end() + (long) bytes > SEGMENT_BYTES && segment.end() > Segment.HEAD) {
            roll();
            segment = null;
        }
        if (segment == null) {
            segment = Segment.create(disk, folder, streamCreated, shard.index(), firstIndex, salts.next(), cipher);
            active = segment;
            List<Segment> more = new ArrayList<>(segments);
            more.add(segment);
            segments = List.copyOf(more);
        }
        return segment;
    }

    /** What was being appended may be there in part, and nobody knows how much is durable: nothing more is written behind it. */
    private void abandonSegment() {
        Segment segment = active;
        active = null;
        if (segment != null) {
            try {
                if (segment.end() == Segment.HEAD) {
                    segments = segments.stream().filter(each -> each != segment).toList();
                    segment.delete();
                    return;
                }
                try {
                    segment.cutBack();
                } catch (IOException stillFailing) {
                    lost |= unforced;
                    throw stillFailing;
                } finally {
                    unforced = false;
                }
                segment.seal();
            } catch (IOException stillFailing) {
                // It is found out and cut back when the log is opened again; readers go no further than what was
                // committed.
                return;
            }
        }
    }

    /** Seals the newest segment: the next commit begins another. */
    synchronized void roll() throws IOException {
        Segment segment = active;
        if (segment != null) {
            force(segment);
            segment.seal();
            active = null;
        }
    }

    /** Once a disk has failed in this, nobody knows what it has kept: that it does not fail the next time says nothing. */
    private void force(Segment segment) throws IOException {
        try {
            segment.force();
        } catch (IOException failed) {
            lost |= unforced;
            throw failed;
        }
        unforced = false;
    }

    /** Makes durable what was acknowledged before it was. */
    synchronized void force() throws IOException {
        IOException refused = failure;
        if (refused != null && !unstored.isEmpty()) {
            throw refused;
        }
        Segment segment = active;
        if (segment != null && unforced && !lost) {
            force(segment);
        }
        if (lost) {
            throw new IOException("the disk has failed, and may have lost what was written to `" + folder + "`");
        }
    }

    /** Deletes segments all of whose records arrived before {@code horizon}; rolls the newest one so that it can go in its time. */
    synchronized void trim(long horizon) throws IOException {
        Segment newest = active;
        if (newest != null && newest.lastArrival() < horizon) {
            roll();
        }
        List<Segment> kept = new ArrayList<>();
        List<Segment> gone = new ArrayList<>();
        for (Segment segment : segments) {
            (segment != active && segment.lastArrival() < horizon ? gone : kept).add(segment);
        }
        if (!gone.isEmpty()) {
            if (kept.isEmpty()) {
                keepIndices(gone, kept);
            }
            segments = List.copyOf(kept);
            for (Segment segment : gone) {
                segment.delete();
            }
        }
    }

    /** On a disk that takes nothing, the last segment stays for their sake; the others make room. */
    private void keepIndices(List<Segment> gone, List<Segment> kept) {
        Segment last = gone.get(gone.size() - 1);
        try {
            new UsedIndices(committed, last.lastArrival()).write(disk, folder, streamCreated);
        } catch (IOException later) {
            gone.remove(last);
            kept.add(last);
        }
    }

    /** When the last record arrived, or the shard was created, in milliseconds since 1970. */
    long lastArrival() {
        synchronized (filling) {
            return lastArrival;
        }
    }

    /** What has gone in during so many of the last seconds, at most {@link LoadMeter#SECONDS}. */
    public LoadMeter.Load load(int seconds) {
        synchronized (filling) {
            return meter.last(seconds, clock.millis());
        }
    }

    /** How many bytes are stored. */
    public long storedBytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.end();
        }
        return bytes;
    }

    /** The index of the next record that is put. */
    public long next() {
        synchronized (filling) {
            return nextIndex;
        }
    }

    /** The index behind the last record that may be read. */
    public long end() {
        return committed;
    }

    /** The index of the first record that is still stored, or {@link #end} if none is. */
    public long beginning() {
        List<Segment> now = segments;
        return now.isEmpty() ? committed : now.get(0).base();
    }

    /**
     * Until when, in milliseconds since 1970, all that arrived can be read: what is put from now on arrives no earlier. What waits for a commit when this is called is not counted among what can be
     * read.
     */
    public long quietUntil() {
        synchronized (filling) {
            if (storing != Long.MAX_VALUE) {
                return storing;
            }
            if (waitingCount > 0) {
                return waitingArrival;
            }
            lastArrival = Math.max(lastArrival, clock.millis());
            return lastArrival;
        }
    }

    /** How many broken frames were found when the log was opened. */
    public int damaged() {
        return segments.stream().mapToInt(Segment::damaged).sum();
    }

    /** Calls {@code reader} whenever there is more to read or the shard was closed, until {@link #forget}; on the thread that commits, so that it must be quick. */
    public void watch(Runnable reader) {
        readers.add(reader);
    }

    /** Undoes {@link #watch}. */
    public void forget(Runnable reader) {
        readers.remove(reader);
    }

    void tellReaders() {
        for (Runnable reader : readers) {
            reader.run();
        }
    }

    void epochs(Epochs now) {
        epochs = now;
    }

    Epochs epochs() {
        return epochs;
    }

    /** Calls {@code whenWaiting} whenever the first record comes to wait for a commit. */
    void committer(Runnable whenWaiting) {
        committer = whenWaiting;
        if (isWaiting()) {
            whenWaiting.run();
        }
    }

    List<Segment> segments() {
        return segments;
    }

    /** A reader whose first record is the one with {@code index}, or the first behind it that is there. */
    public LogReader readFrom(long index) {
        return new LogReader(this, index);
    }

    /** Lets go of the room that was taken when more was going on. */
    synchronized void rest() {
        synchronized (filling) {
            spare = null;
            if (waitingCount == 0) {
                waiting = emptyFrame(FIRST_BUFFER);
            }
        }
    }

    /** Seals what is stored. What waits, and what comes from now on, is not stored; those who put it are told so by the outcome. */
    @Nullable
    Outcome close() throws IOException {
        Commit lost = shut();
        synchronized (this) {
            try {
                roll();
            } finally {
                for (Segment segment : segments) {
                    segment.close();
                }
            }
        }
        return lost == null ? null : new Outcome(this, lost, 0, gone());
    }

    /** Deletes all that is stored. */
    @Nullable
    Outcome delete() throws IOException {
        Commit lost = shut();
        synchronized (this) {
            List<Segment> stored = segments;
            segments = List.of();
            active = null;
            for (Segment segment : stored) {
                segment.delete();
            }
            UsedIndices.delete(disk, folder);
        }
        return lost == null ? null : new Outcome(this, lost, 0, gone());
    }

    /** Takes nothing any more. Returns the commit that what waited is told by, if anything did. */
    private @Nullable Commit shut() {
        synchronized (filling) {
            Commit lost = waitingCount == 0 ? null : next;
            closed = true;
            waitingCount = 0;
            waitingClients = 0;
            waiting = emptyFrame(FIRST_BUFFER);
            next = new Commit();
            return lost;
        }
    }

    private static ByteBuffer emptyFrame(int capacity) {
        return ByteBuffer.allocate(capacity).position(Frame.HEAD);
    }

    private static ByteBuffer withRoom(ByteBuffer buffer, int more) {
        if (buffer.remaining() >= more) {
            return buffer;
        }
        int capacity = Math.max(buffer.position() + more, (int) Math.min(MAX_FRAME, 2L * buffer.capacity()));
        return ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity)).position(buffer.position());
    }
}
