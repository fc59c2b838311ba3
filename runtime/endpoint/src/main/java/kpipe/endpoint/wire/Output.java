package kpipe.endpoint.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that grow by pieces of one size, so that nothing is copied while a long answer is written and its pieces can be used again when it is sent. Not thread-safe; taken from {@link Pieces} and given back by
 * {@link #release}.
 */
final class Output {

    private final Pieces pool;
    private final List<ByteBuffer> full = new ArrayList<>(1);
    private byte[] piece;
    private int position;
    private long before;

    Output(Pieces pool) {
        this.pool = pool;
        piece = pool.take();
    }

    /** How many bytes were written. */
    long size() {
        return before + position;
    }

    /** Makes room for so many bytes in a row, at most {@link Pieces#SIZE}, which {@link #put(int)} then fills. */
    void room(int bytes) {
        if (piece.length - position < bytes) {
            full.add(ByteBuffer.wrap(piece, 0, position));
            before += position;
            piece = pool.take();
            position = 0;
        }
    }

    /** Puts a byte that there is {@link #room} for. */
    void put(int value) {
        piece[position++] = (byte) value;
    }

    void put(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            room(1);
            int run = Math.min(length - done, piece.length - position);
            System.arraycopy(bytes, offset + done, piece, position, run);
            position += run;
            done += run;
        }
    }

    void putInt(int value) {
        room(4);
        put(value >>> 24);
        put(value >>> 16);
        put(value >>> 8);
        put(value);
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** Replaces bytes at a position within the first piece. */
    void set(int at, byte[] bytes) {
        byte[] first = full.isEmpty() ? piece : full.get(0).array();
        System.arraycopy(bytes, 0, first, at, bytes.length);
    }

    /** Replaces four bytes at a position within the first piece. */
    void setInt(int at, int value) {
        set(at, new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    /** Puts the base64 of these bytes. */
    void putBase64(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            room(4);
            int run = Math.min((piece.length - position) / 4 * 3, left);
            position = Base64Text.encode(bytes, from, run, piece, position);
            from += run;
            left -= run;
        }
    }

    /** What was written, piece by piece; valid until {@link #release}. */
    List<ByteBuffer> buffers() {
        List<ByteBuffer> all = new ArrayList<>(full.size() + 1);
        for (ByteBuffer buffer : full) {
            all.add(buffer.duplicate());
        }
        if (position > 0) {
            all.add(ByteBuffer.wrap(piece, 0, position));
        }
        return all;
    }

    /** Gives the pieces back; nothing may be read or written any more. */
    void release() {
        for (ByteBuffer buffer : full) {
            pool.giveBack(buffer.array());
        }
        full.clear();
        pool.giveBack(piece);
    }
}
