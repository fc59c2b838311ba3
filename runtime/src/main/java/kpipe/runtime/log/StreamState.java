package kpipe.runtime.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import kpipe.data.Hash128;
import kpipe.spi.Disk;

/**
 * What a stream is, apart from its records. It stands in one file that is replaced whole, so that a change of several shards has happened or not. Immutable.
 *
 * @param created in milliseconds since 1970
 * @param retentionHours how long records can be read
 * @param expiredBefore what arrived before this time (milliseconds since 1970) had expired under an earlier retention, and stays so
 * @param epochs which records of pipelines count, as of when it was written
 */
record StreamState(long created, int retentionHours, long expiredBefore, ShardMap shards, Epochs epochs) {

    private static final int MAGIC = 0x4b50_5353;
    private static final int VERSION = 1;
    private static final String FILE = "/stream";

    static boolean exists(Disk disk, String folder) throws IOException {
        return disk.status(folder + FILE) != null;
    }

    static StreamState read(Disk disk, String folder) throws IOException {
        byte[] bytes;
        try (InputStream file = disk.read(folder + FILE, 0)) {
            bytes = file.readAllBytes();
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (bytes.length < 12
                    || in.readInt() != MAGIC
                    || in.readInt() != VERSION
                    || in.readInt() != checksum(bytes)) {
                throw new IOException("it is damaged, or of a later version");
            }
            return read(in);
        } catch (IOException damaged) {
            throw new IOException("cannot read `" + folder + FILE + "`: it is damaged, or of a later version", damaged);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 12, bytes.length - 12);
        return (int) crc.getValue();
    }

    private static StreamState read(DataInputStream in) throws IOException {
        long created = in.readLong();
        int retentionHours = in.readInt();
        long expiredBefore = in.readLong();
        int count = in.readInt();
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = in.readInt();
            Hash128 start = new Hash128(in.readLong(), in.readLong());
            HashRange range = new HashRange(start, new Hash128(in.readLong(), in.readLong()));
            shards.add(new Shard(index, range, in.readInt(), in.readInt(), in.readLong(), in.readLong()));
        }
        long committed = in.readLong();
        long[] aborted = new long[in.readInt()];
        for (int i = 0; i < aborted.length; i++) {
            aborted[i] = in.readLong();
        }
        return new StreamState(
                created, retentionHours, expiredBefore, ShardMap.of(shards), new Epochs(committed, aborted));
    }

    void write(Disk disk, String folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(created);
        out.writeInt(retentionHours);
        out.writeLong(expiredBefore);
        out.writeInt(shards.shards().size());
        for (Shard shard : shards.shards()) {
            out.writeInt(shard.index());
            for (Hash128 end :
                    Arrays.asList(shard.range().start(), shard.range().end())) {
                out.writeLong(end.high());
                out.writeLong(end.low());
            }
            out.writeInt(shard.parent());
            out.writeInt(shard.adjacentParent());
            out.writeLong(shard.created());
            out.writeLong(shard.closed());
        }
        out.writeLong(epochs.committed());
        out.writeInt(epochs.aborted().length);
        for (long epoch : epochs.aborted()) {
            out.writeLong(epoch);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.toByteArray());
        String part = folder + FILE + ".part";
        try (OutputStream file = disk.create(part)) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream head = new DataOutputStream(whole);
            head.writeInt(MAGIC);
            head.writeInt(VERSION);
            head.writeInt((int) crc.getValue());
            bytes.writeTo(whole);
            file.write(whole.toByteArray());
        }
        disk.force(part);
        disk.rename(part, folder + FILE);
    }

    StreamState with(ShardMap changed) {
        return new StreamState(created, retentionHours, expiredBefore, changed, epochs);
    }

    StreamState with(Epochs changed) {
        return new StreamState(created, retentionHours, expiredBefore, shards, changed);
    }
}
