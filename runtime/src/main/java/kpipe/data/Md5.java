package kpipe.data;

/**
 * MD5 of short byte strings without allocation: partition keys are hashed row by row. The two halves of the last digest, read as one unsigned big-endian
 * 128-bit number, are {@link #high} and {@link #low}. Not thread-safe.
 */
public final class Md5 {

    private static final int[] SINES = new int[64];
    private static final int[] SHIFTS = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

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
        for (int i = 0; i < 64; i++) {
            int mixed;
            int word;
            switch (i >>> 4) {
                case 0 -> {
                    mixed = x & y | ~x & z;
                    word = i;
                }
                case 1 -> {
                    mixed = x & z | y & ~z;
                    word = 5 * i + 1 & 15;
                }
                case 2 -> {
                    mixed = x ^ y ^ z;
                    word = 3 * i + 5 & 15;
                }
                default -> {
                    mixed = y ^ (x | ~z);
                    word = 7 * i & 15;
                }
            }
            int sum = w + mixed + SINES[i] + words[word];
            w = z;
            z = y;
            y = x;
            x += Integer.rotateLeft(sum, SHIFTS[i >>> 4 << 2 | i & 3]);
        }
        a += w;
        b += x;
        c += y;
        d += z;
    }
}
