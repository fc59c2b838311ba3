package kpipe.data;

/**
 * MD5 of short byte strings without allocation: partition keys are hashed row by row. The two halves of the last digest, read as one unsigned big-endian
 * 128-bit number, are {@link #high} and {@link #low}. Not thread-safe.
 */
public final class Md5 {

    private static final int[] SINES = new int[64];

    static {
        for (int i = 0; i < 64; i++) {
            SINES[i] = (int) (long) (StrictMath.abs(StrictMath.sin(i + 1)) * (1L << 32));
        }
    }

    private final int[] words = new int[16];
    private final byte[] tail = new byte[128];
    private int a;
    private int b;
    private int c;
    private int d;

    /** Computes the digest of a run of bytes. */
    public void digest(byte[] bytes, int offset, int length) {
        a = 0x67452301;
        b = 0xEFCDAB89;
        c = 0x98BADCFE;
        d = 0x10325476;
        int whole = length & ~63;
        for (int i = 0; i < whole; i += 64) {
            block(bytes, offset + i);
        }
        int left = length - whole;
        System.arraycopy(bytes, offset + whole, tail, 0, left);
        int padded = left < 56 ? 64 : 128;
        tail[left] = (byte) 0x80;
        for (int i = left + 1; i < padded - 8; i++) {
            tail[i] = 0;
        }
        long bits = (long) length << 3;
        for (int i = 0; i < 8; i++) {
            tail[padded - 8 + i] = (byte) (bits >>> (i << 3));
        }
        block(tail, 0);
        if (padded == 128) {
            block(tail, 64);
        }
    }

    public long high() {
        return (long) Integer.reverseBytes(a) << 32 | Integer.reverseBytes(b) & 0xFFFFFFFFL;
    }

    public long low() {
        return (long) Integer.reverseBytes(c) << 32 | Integer.reverseBytes(d) & 0xFFFFFFFFL;
    }

    private void block(byte[] bytes, int offset) {
        for (int i = 0; i < 8; i++) {
            long two = Words.at(bytes, offset + (i << 3));
            words[i << 1] = (int) two;
            words[(i << 1) + 1] = (int) (two >>> 32);
        }
        int w = a;
        int x = b;
        int y = c;
        int z = d;
        for (int i = 0; i < 16; i += 4) {
            w = x + Integer.rotateLeft(w + (z ^ x & (y ^ z)) + SINES[i] + words[i], 7);
            z = w + Integer.rotateLeft(z + (y ^ w & (x ^ y)) + SINES[i + 1] + words[i + 1], 12);
            y = z + Integer.rotateLeft(y + (x ^ z & (w ^ x)) + SINES[i + 2] + words[i + 2], 17);
            x = y + Integer.rotateLeft(x + (w ^ y & (z ^ w)) + SINES[i + 3] + words[i + 3], 22);
        }
        for (int i = 16; i < 32; i += 4) {
            w = x + Integer.rotateLeft(w + (y ^ z & (x ^ y)) + SINES[i] + words[5 * i + 1 & 15], 5);
            z = w + Integer.rotateLeft(z + (x ^ y & (w ^ x)) + SINES[i + 1] + words[5 * i + 6 & 15], 9);
            y = z + Integer.rotateLeft(y + (w ^ x & (z ^ w)) + SINES[i + 2] + words[5 * i + 11 & 15], 14);
            x = y + Integer.rotateLeft(x + (z ^ w & (y ^ z)) + SINES[i + 3] + words[5 * i + 16 & 15], 20);
        }
        for (int i = 32; i < 48; i += 4) {
            w = x + Integer.rotateLeft(w + (x ^ y ^ z) + SINES[i] + words[3 * i + 5 & 15], 4);
            z = w + Integer.rotateLeft(z + (w ^ x ^ y) + SINES[i + 1] + words[3 * i + 8 & 15], 11);
            y = z + Integer.rotateLeft(y + (z ^ w ^ x) + SINES[i + 2] + words[3 * i + 11 & 15], 16);
            x = y + Integer.rotateLeft(x + (y ^ z ^ w) + SINES[i + 3] + words[3 * i + 14 & 15], 23);
        }
        for (int i = 48; i < 64; i += 4) {
            w = x + Integer.rotateLeft(w + (y ^ (x | ~z)) + SINES[i] + words[7 * i & 15], 6);
            z = w + Integer.rotateLeft(z + (x ^ (w | ~y)) + SINES[i + 1] + words[7 * i + 7 & 15], 10);
            y = z + Integer.rotateLeft(y + (w ^ (z | ~x)) + SINES[i + 2] + words[7 * i + 14 & 15], 15);
            x = y + Integer.rotateLeft(x + (z ^ (y | ~w)) + SINES[i + 3] + words[7 * i + 21 & 15], 21);
        }
        a += w;
        b += x;
        c += y;
        d += z;
    }
}
