package kpipe.runtime.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file of the virtual disk: what it holds, and what of that would be left if the power failed. */
final class VirtualFile {

    private static final int SECTOR = 512;

    /** A change that is not durable yet: bytes written at a place, or the file cut to a size. */
    private record Change(long position, byte[] bytes, boolean cut) {}

    private final long key;
    private final Content now = new Content();
    private final Content durable = new Content();
    private final List<Change> changes = new ArrayList<>();
    private boolean named;
    private long modified;

    /** @param key tells it from a file that takes its name later */
    VirtualFile(long key) {
        this.key = key;
    }

    long key() {
        return key;
    }

    long modified() {
        return modified;
    }

    void modified(long millis) {
        modified = millis;
    }

    /** Its name is durable. */
    void named() {
        named = true;
    }

    boolean isNamed() {
        return named;
    }

    int size() {
        return now.size;
    }

    byte[] content() {
        return Arrays.copyOf(now.bytes, now.size);
    }

    int read(long position, ByteBuffer into) {
        int count = (int) Math.max(0, Math.min(into.remaining(), now.size - position));
        if (count > 0) {
            into.put(now.bytes, (int) position, count);
        }
        return count;
    }

    void write(long position, byte[] bytes, int offset, int length) {
        now.write((int) position, bytes, offset, length);
        changes.add(new Change(position, Arrays.copyOfRange(bytes, offset, offset + length), false));
    }

    void truncate(long size) {
        now.size = (int) Math.min(now.size, size);
        changes.add(new Change(size, new byte[0], true));
    }

    void force() {
        for (Change change : changes) {
            durable.apply(change);
        }
        changes.clear();
        named = true;
    }

    /** Of each change that was not forced, whatever chance leaves: all, nothing, or some sectors of it. */
    void loseUnforced(Random chance) {
        for (Change change : changes) {
            int luck = chance.nextInt(3);
            if (luck == 0) {
                durable.apply(change);
            } else if (luck == 1 && !change.cut) {
                for (int from = 0; from < change.bytes.length; from += SECTOR) {
                    if (chance.nextBoolean()) {
                        int length = Math.min(SECTOR, change.bytes.length - from);
                        durable.write((int) change.position + from, change.bytes, from, length);
                    }
                }
            }
        }
        changes.clear();
        now.bytes = durable.bytes.clone();
        now.size = durable.size;
        named = true;
    }

    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        void apply(Change change) {
            if (change.cut) {
                size = (int) Math.min(size, change.position);
            } else {
                write((int) change.position, change.bytes, 0, change.bytes.length);
            }
        }

        void write(int position, byte[] source, int offset, int length) {
            int end = position + length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            if (position > size) {
                Arrays.fill(bytes, size, position, (byte) 0);
            }
            System.arraycopy(source, offset, bytes, position, length);
            size = Math.max(size, end);
        }
    }
}
