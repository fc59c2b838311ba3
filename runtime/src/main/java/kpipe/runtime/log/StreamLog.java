package kpipe.runtime.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import kpipe.data.Hash128;
import kpipe.runtime.host.Host;
import kpipe.runtime.log.ShardLog.Outcome;
import kpipe.spi.Clock;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/**
 * A durable stream: its shards and their logs. Records are put by any number of threads; {@link #commit} and {@link #maintain} are called by one at a time; shards are split and merged beside both.
 */
public final class StreamLog {

    private static final long HOUR = 3_600_000;

    private final Disk disk;
    private final Clock clock;
    private final String folder;
    private final Salts salts;
    private final @Nullable LogCipher cipher;
    private volatile Durability durability;
    private volatile Function<ShardLog, Runnable> committer = log -> () -> {};

    /** Putting holds it shared; what changes the shards holds it alone. */
    private final ReadWriteLock changing = new ReentrantReadWriteLock();

    private volatile StreamState state;
    private volatile Map<Integer, ShardLog> logs;

    private StreamLog(
            Host host,
            String folder,
            StreamState state,
            Map<Integer, ShardLog> logs,
            Salts salts,
            @Nullable LogCipher cipher,
            Durability durability) {
        disk = host.disk();
        clock = host.clock();
        this.folder = folder;
        this.state = state;
        this.logs = logs;
        this.salts = salts;
        this.cipher = cipher;
        this.durability = durability;
        logs.values().forEach(log -> log.epochs(state.epochs()));
    }

    /** Makes a stream with so many equal shards in a folder that holds none. */
    public static StreamLog create(
            Host host, String folder, int shards, int retentionHours, @Nullable LogCipher cipher, Durability durability)
            throws IOException {
        return create(host, folder, shards, retentionHours, cipher, durability, Long.MIN_VALUE);
    }

    /** As {@link #create}, for a stream whose time of creation is {@code notBefore} at the earliest: by that time it is told from others of the same name. */
    static StreamLog create(
            Host host,
            String folder,
            int shards,
            int retentionHours,
            @Nullable LogCipher cipher,
            Durability durability,
            long notBefore)
            throws IOException {
        if (StreamState.exists(host.disk(), folder)) {
            throw new IOException("cannot create a stream in `" + folder + "`: there is one");
        }
        long now = Math.max(host.clock().millis(), notBefore);
        // Its second is over when the first record arrives: as Kinesis does, the shards are a little older than the
        // stream.
        ShardMap map = ShardMap.equal(shards, now / 1000 - 2);
        new StreamState(now, retentionHours, Long.MIN_VALUE, map, Epochs.NONE).write(host.disk(), folder);
        return open(host, folder, cipher, durability);
    }

    /** Opens a stream, recovering what a process that died has left. */
    public static StreamLog open(Host host, String folder, @Nullable LogCipher cipher, Durability durability)
            throws IOException {
        return open(host, folder, cipher, durability, Salts.random());
    }

    static StreamLog open(Host host, String folder, @Nullable LogCipher cipher, Durability durability, Salts salts)
            throws IOException {
        StreamState state = StreamState.read(host.disk(), folder);
        Map<Integer, ShardLog> logs = new TreeMap<>();
        for (Shard shard : state.shards().shards()) {
            logs.put(shard.index(), log(host.disk(), host.clock(), folder, shard, state.created(), salts, cipher));
        }
        return new StreamLog(host, folder, state, logs, salts, cipher, durability);
    }

    private static ShardLog log(
            Disk disk, Clock clock, String folder, Shard shard, long created, Salts salts, @Nullable LogCipher cipher)
            throws IOException {
        return ShardLog.open(disk, clock, folder + "/" + shard.id(), shard, created, salts, cipher);
    }

    public ShardMap shards() {
        return state.shards();
    }

    public int retentionHours() {
        return state.retentionHours();
    }

    /** In milliseconds since 1970. */
    public long created() {
        return state.created();
    }

    /** Whether the shard, open or closed, has not expired. */
    public boolean hasShard(int shard) {
        return logs.containsKey(shard);
    }

    /** The log of a shard, open or closed; null if there is none of that index, or none any more. */
    public @Nullable ShardLog find(int shard) {
        return logs.get(shard);
    }

    /** The log of a shard, open or closed, that is known to be there. */
    public ShardLog log(int shard) {
        ShardLog log = find(shard);
        if (log == null) {
            throw new IllegalArgumentException(Shard.id(shard) + " is not there");
        }
        return log;
    }

    /**
     * Puts a record into the shard that owns {@code hash}. It is stored when {@code where}'s commit is.
     *
     * @return false if so much waits in that shard that nothing more is taken until a commit
     */
    public boolean put(Hash128 hash, byte[] key, byte[] data, int offset, int length, long watermark, Appended where) {
        changing.readLock().lock();
        try {
            return log(state.shards().owner(hash).index()).append(key, data, offset, length, watermark, where);
        } finally {
            changing.readLock().unlock();
        }
    }

    /**
     * Puts a record that the pipeline of this process writes itself into the shard that owns a hash key. It can be read at once from within ({@link LogReader#readOpenEpochs}), and from
     * outside when its epoch is {@link #committed}.
     *
     * @return false if so much waits in that shard that nothing more is taken until a commit
     */
    public boolean write(
            long hashHigh,
            long hashLow,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] data,
            int offset,
            int length,
            Stamp stamp) {
        changing.readLock().lock();
        try {
            int owner = state.shards().owner(hashHigh, hashLow).index();
            return log(owner).write(key, keyOffset, keyLength, data, offset, length, stamp);
        } finally {
            changing.readLock().unlock();
        }
    }

    /** For each shard the index behind the last record that was put into it so far, stored or not. */
    public Map<Integer, Long> appended() {
        changing.readLock().lock();
        try {
            Map<Integer, Long> ends = new TreeMap<>();
            logs.forEach((shard, log) -> ends.put(shard, log.appended()));
            return ends;
        } finally {
            changing.readLock().unlock();
        }
    }

    /** The last epoch whose records count for good. */
    public long committed() {
        return state.epochs().committed();
    }

    /**
     * A pipeline goes on: what it wrote in epochs behind {@code last} never counts, and from now on it writes in epochs from {@code next} on.
     *
     * @param last the number of the checkpoint from which it goes on, or 0
     */
    public synchronized void goOn(long last, long next) throws IOException {
        changing.writeLock().lock();
        try {
            StreamState after = state.with(state.epochs().goingOn(last, next));
            after.write(disk, folder);
            take(after);
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** Records of epochs up to this one count from now on. Nothing is written: whoever opens the stream says so again ({@link #goOn}). */
    public synchronized void committed(long epoch) {
        changing.writeLock().lock();
        try {
            take(state.with(state.epochs().committed(epoch)));
        } finally {
            changing.writeLock().unlock();
        }
        logs.values().forEach(ShardLog::tellReaders);
    }

    private void take(StreamState after) {
        state = after;
        logs.values().forEach(log -> log.epochs(after.epochs()));
    }

    /** Lets shards commit again whose last commit has failed. */
    void tryAgain() {
        logs.values().forEach(ShardLog::tryAgain);
    }

    /** Why the last commit of a shard has failed and what it was to store still waits, or null. */
    public @Nullable IOException failure() {
        for (ShardLog log : logs.values()) {
            IOException failure = log.failure();
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /** Stores what waits in every shard. Returns how many records that were. */
    public int commit() {
        int stored = 0;
        for (ShardLog log : logs.values()) {
            stored += log.commit(durability);
        }
        return stored;
    }

    /** From now on records are acknowledged so. */
    public void durability(Durability choice) {
        durability = choice;
    }

    public Durability durability() {
        return durability;
    }

    /** Makes for each shard, also those to come, what is called whenever its first record comes to wait for a commit. */
    void committer(Function<ShardLog, Runnable> whenWaiting) {
        changing.writeLock().lock();
        try {
            committer = whenWaiting;
            logs.values().forEach(log -> log.committer(whenWaiting.apply(log)));
        } finally {
            changing.writeLock().unlock();
        }
    }

    /**
     * Makes durable all that was written so far.
     *
     * @throws IOException if the disk does not take it; it is kept and tried again
     */
    public void makeDurable() throws IOException {
        for (ShardLog log : logs.values()) {
            Outcome outcome = log.store(durability);
            if (outcome != null) {
                outcome.tell();
            }
            log.force();
        }
    }

    /** Makes durable what was acknowledged before it was ({@link Durability#EACH_SECOND}). */
    public void force() throws IOException {
        IOException failure = null;
        for (ShardLog log : logs.values()) {
            try {
                log.force();
            } catch (IOException one) {
                failure = one;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What arrived before this time, in milliseconds since 1970, is not read any more. */
    public long horizon() {
        return horizon(state);
    }

    private long horizon(StreamState now) {
        return Math.max(now.expiredBefore(), clock.millis() - now.retentionHours() * HOUR);
    }

    /** A reader of a shard, from the record with {@code index} on, or the oldest behind it that retention has left. */
    public LogReader readFrom(int shard, long index) {
        LogReader reader = log(shard).readFrom(index);
        reader.passOverBefore(horizon());
        return reader;
    }

    /** A reader of a shard, from the first record that arrived at {@code millis} or later. */
    public LogReader readFromTime(int shard, long millis) {
        ShardLog log = log(shard);
        long index = log.end();
        for (Segment segment : log.segments()) {
            if (segment.lastArrival() >= millis) {
                index = segment.base();
                break;
            }
        }
        LogReader reader = log.readFrom(index);
        reader.passOverBefore(Math.max(millis, horizon()));
        return reader;
    }

    /**
     * Splits a shard in two.
     *
     * @param key where the second part begins
     * @throws IllegalArgumentException if the shard is not open or its range does not allow it
     */
    public void split(int shard, Hash128 key) throws IOException {
        reshard(List.of(shard), (map, closed) -> map.split(shard, key, closed));
    }

    /** Merges two neighbours, {@code first} the one with the lower keys. */
    public void merge(int first, int second) throws IOException {
        reshard(List.of(first, second), (map, closed) -> map.merge(first, second, closed));
    }

    private interface Change {
        ShardMap apply(ShardMap map, long closed);
    }

    private synchronized void reshard(List<Integer> parents, Change change) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        changing.writeLock().lock();
        try {
            StreamState before = state;
            long closed = clock.millis() / 1000;
            for (int parent : parents) {
                ShardLog log = log(parent);
                Outcome outcome = log.store(Durability.EACH_COMMIT);
                if (outcome != null) {
                    outcomes.add(outcome);
                }
                log.force();
                closed = Math.max(closed, log.lastArrival() / 1000);
            }
            StreamState after = before.with(change.apply(before.shards(), closed));
            after.write(disk, folder);
            Map<Integer, ShardLog> more = new TreeMap<>(logs);
            for (Shard shard : after.shards().shards()) {
                if (!more.containsKey(shard.index())) {
                    ShardLog log = log(disk, clock, folder, shard, after.created(), salts, cipher);
                    log.committer(committer.apply(log));
                    log.epochs(after.epochs());
                    more.put(shard.index(), log);
                }
            }
            logs = more;
            state = after;
        } finally {
            changing.writeLock().unlock();
            outcomes.forEach(Outcome::tell);
        }
        parents.forEach(parent -> log(parent).tellReaders());
    }

    /** Changes how long records can be read; what has expired by now stays so. */
    public synchronized void retain(int hours) throws IOException {
        changing.writeLock().lock();
        try {
            StreamState before = state;
            StreamState after =
                    new StreamState(before.created(), hours, horizon(before), before.shards(), before.epochs());
            after.write(disk, folder);
            state = after;
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** Deletes what has expired, and forgets closed shards of which nothing is left. */
    public synchronized void maintain() throws IOException {
        long horizon = horizon();
        List<Integer> expired = new ArrayList<>();
        for (ShardLog log : logs.values()) {
            log.trim(horizon);
            Shard shard = state.shards().shard(log.shard().index());
            if (!shard.isOpen() && log.segments().isEmpty() && (shard.closed() + 1) * 1000 < horizon) {
                expired.add(shard.index());
            }
        }
        if (!expired.isEmpty()) {
            StreamState after = state.with(state.shards().without(expired));
            after.write(disk, folder);
            Map<Integer, ShardLog> fewer = new TreeMap<>(logs);
            fewer.keySet().removeAll(expired);
            state = after;
            logs = fewer;
            for (int shard : expired) {
                UsedIndices.delete(disk, folder + "/" + Shard.id(shard));
                disk.delete(folder + "/" + Shard.id(shard));
            }
        }
    }

    /** Lets go of memory that was taken when more was going on. */
    void rest() {
        logs.values().forEach(ShardLog::rest);
    }

    /** Seals and closes every shard. Records that wait for a commit are not stored, and those who put them are told so. */
    public void close() throws IOException {
        end(ShardLog::close);
    }

    /** Deletes every record. The stream's own file is left to the caller. */
    void deleteRecords() throws IOException {
        end(ShardLog::delete);
    }

    private interface End {
        @Nullable
        Outcome of(ShardLog log) throws IOException;
    }

    private synchronized void end(End end) throws IOException {
        IOException failure = null;
        for (ShardLog log : logs.values()) {
            try {
                Outcome lost = end.of(log);
                if (lost != null) {
                    lost.tell();
                }
            } catch (IOException one) {
                failure = one;
            }
            log.tellReaders();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
