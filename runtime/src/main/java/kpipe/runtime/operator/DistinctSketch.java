package kpipe.runtime.operator;

import java.io.IOException;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * How many different values there are, nearly: HyperLogLog with 4,096 registers and the estimator of Ertl (2017), whose standard error is 1.04 / sqrt(4,096), that is 1.6 percent. Up to 512 values are kept by
 * their hashes and counted exactly.
 */
public final class DistinctSketch extends Gathering {

    private static final int BITS = 12;
    private static final int REGISTERS = 1 << BITS;

    /** How many bits of a hash the registers do not choose. */
    private static final int REST = 64 - BITS;

    private static final int MOST_EXACT = 512;

    private LongSet few = new LongSet();
    private byte[] registers = new byte[0];

    /** Adds a value by its hash. */
    public void add(long hash) {
        long mixed = mix(hash);
        if (registers.length == 0) {
            few.add(mixed);
            if (few.size() > MOST_EXACT) {
                spill();
            }
        } else {
            raise(mixed);
        }
    }

    /** All bits of the result depend on all of the hash. */
    private static long mix(long hash) {
        long mixed = hash;
        mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }

    private void spill() {
        registers = new byte[REGISTERS];
        for (long mixed : few.values()) {
            raise(mixed);
        }
        few = new LongSet();
    }

    private void raise(long mixed) {
        int register = (int) (mixed >>> REST);
        byte rank = (byte) (Math.min(REST, Long.numberOfLeadingZeros(mixed << BITS)) + 1);
        if (rank > registers[register]) {
            registers[register] = rank;
        }
    }

    /** The estimate. */
    public long count() {
        if (registers.length == 0) {
            return few.size();
        }
        int[] counts = new int[REST + 2];
        for (byte rank : registers) {
            counts[rank]++;
        }
        double sum = REGISTERS * tau(1 - counts[REST + 1] / (double) REGISTERS);
        for (int rank = REST; rank >= 1; rank--) {
            sum = 0.5 * (sum + counts[rank]);
        }
        sum += REGISTERS * sigma(counts[0] / (double) REGISTERS);
        return Math.round(REGISTERS / (2 * Math.log(2)) * REGISTERS / sum);
    }

    private static double sigma(double share) {
        double power = share;
        double weight = 1;
        double sum = share;
        double before;
        do {
            power *= power;
            before = sum;
            sum += power * weight;
            weight += weight;
        } while (sum != before);
        return sum;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double root = share;
        double weight = 1;
        double sum = 1 - share;
        double before;
        do {
            root = Math.sqrt(root);
            before = sum;
            weight *= 0.5;
            sum -= (1 - root) * (1 - root) * weight;
        } while (sum != before);
        return sum / 3;
    }

    @Override
    Gathering fresh() {
        return new DistinctSketch();
    }

    @Override
    void addAll(Gathering other) {
        DistinctSketch from = (DistinctSketch) other;
        if (from.registers.length > 0 && registers.length == 0) {
            spill();
        }
        for (int i = 0; i < from.registers.length; i++) {
            registers[i] = (byte) Math.max(registers[i], from.registers[i]);
        }
        for (long mixed : from.few.values()) {
            if (registers.length > 0) {
                raise(mixed);
            } else {
                few.add(mixed);
            }
        }
        if (few.size() > MOST_EXACT) {
            spill();
        }
    }

    @Override
    long bytes() {
        return 48 + few.bytes() + registers.length;
    }

    @Override
    int kind() {
        return Gathering.DISTINCT_SKETCH;
    }

    @Override
    void save(StateWriter out) throws IOException {
        few.save(out);
        out.bytes(registers, 0, registers.length);
    }

    @Override
    void restore(StateReader in) throws IOException {
        few.restore(in);
        registers = in.bytes();
    }
}
