package kpipe.stdlib.connector.generator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Random numbers (SplitMix64) that are the same for the same seed on every machine: what is not exact by Java's rules goes through StrictMath. Not
 * thread-safe.
 */
final class Randomness {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;
    private double spare;
    private boolean hasSpare;

    /** Numbers of their own for each name, so that a column's values do not change with the columns beside it. */
    Randomness(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        state = mix(seed * GOLDEN + hash);
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(state);
        out.writeDouble(spare);
        out.writeBoolean(hasSpare);
    }

    /** Goes on where {@link #write} stood. */
    void read(DataInputStream in) throws IOException {
        state = in.readLong();
        spare = in.readDouble();
        hasSpare = in.readBoolean();
    }

    long word() {
        state += GOLDEN;
        return mix(state);
    }

    /** Evenly from [0, 1). */
    double fraction() {
        return (word() >>> 11) * 0x1.0p-53;
    }

    /** Evenly from 0 to {@code count} - 1. */
    int below(int count) {
        return (int) ((word() >>> 32) * count >>> 32);
    }

    /** Evenly from {@code least} to {@code greatest}, both included. */
    long between(long least, long greatest) {
        long span = greatest - least + 1;
        if (span == 0) {
            return word();
        }
        long word = word();
        long high = Math.multiplyHigh(word, span) + (word >> 63 & span) + (span >> 63 & word);
        return least + high;
    }

    /** Of the standard normal distribution (Marsaglia's polar method). */
    double normal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * fraction() - 1;
            y = 2 * fraction() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        hasSpare = true;
        return x * factor;
    }

    /** Of the exponential distribution with mean 1. */
    double exponential() {
        return -StrictMath.log(1 - fraction());
    }
}
