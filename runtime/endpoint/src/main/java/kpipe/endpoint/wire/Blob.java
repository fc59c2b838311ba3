package kpipe.endpoint.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes within an array, not copied: that of a request lies in the request's body, which is the service's to keep; that of an answer in whatever buffer the service read. Equal by its bytes. Whoever shares the
 * array does not change it.
 */
public final class Blob {

    private final byte[] bytes;
    private final int offset;
    private final int length;

    public Blob(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    public static Blob of(byte[] bytes) {
        return new Blob(bytes, 0, bytes.length);
    }

    /** The array that it lies in. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** An array of its own. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blob blob
                && Arrays.equals(bytes, offset, offset + length, blob.bytes, blob.offset, blob.offset + blob.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** As the texts of AWS show a blob. */
    @Override
    public String toString() {
        return "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]";
    }
}
