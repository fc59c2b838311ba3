package kpipe.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.function.Supplier;

/** Measures a loop by hand and generated code in turns, by the processor time of the thread, and takes the least of many rounds of each: what a busy machine disturbs least. */
final class Ratios {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Ratios() {}

    /**
     * Measures and prints one line.
     *
     * @param rows how many rows one pass takes
     * @param byHand makes one pass, ready to go; what it does to be ready is not measured
     * @param generated as {@code byHand}
     */
    static void compare(String what, int rows, int rounds, Supplier<Runnable> byHand, Supplier<Runnable> generated) {
        double hand = Double.MAX_VALUE;
        double kernel = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            hand = Math.min(hand, nanosPerRow(byHand.get(), rows));
            kernel = Math.min(kernel, nanosPerRow(generated.get(), rows));
        }
        System.out.printf(
                Locale.ROOT, "%-44s by hand %7.2f ns, generated %7.2f ns: %.2f%n", what, hand, kernel, kernel / hand);
    }

    private static double nanosPerRow(Runnable pass, int rows) {
        long start = THREADS.getCurrentThreadCpuTime();
        pass.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) rows;
    }
}
