package kpipe.benchmarks;

/**
 * What {@link KernelBenchmark} measures, as ratios in one process: the loop by hand and the generated kernel in turns, by the processor time of the thread, the least of many rounds
 * each. For machines that have other things to do, where the times of JMH tell little.
 */
public final class KernelRatios {

    private static final int ROUNDS = 40;

    private KernelRatios() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        KernelBenchmark benchmark = new KernelBenchmark();
        for (String query : new String[] {"passThrough", "filterProject"}) {
            KernelBenchmark.Stateless state = new KernelBenchmark.Stateless();
            state.query = query;
            state.prepare();
            compare(query, () -> benchmark.statelessByHand(state), () -> benchmark.statelessGenerated(state));
        }
        for (int devices : new int[] {1_000, 1_000_000}) {
            KernelBenchmark.Tumbling state = new KernelBenchmark.Tumbling();
            state.devices = devices;
            state.prepare();
            compare(
                    "tumbling aggregate, " + devices + " keys",
                    () -> benchmark.tumblingByHand(state),
                    () -> benchmark.tumblingGenerated(state));
        }
    }

    private static void compare(String what, Runnable byHand, Runnable generated) {
        Ratios.compare(what, KernelBenchmark.ROWS, ROUNDS, () -> byHand, () -> generated);
    }
}
