package kpipe.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;

/** How long checking a file of 1,000 lines takes in a process that has checked before: what an editor waits for at each stop of the keys. */
public final class CheckTime {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int LINES = 1_000;
    private static final int FIRST_ROUNDS = 20;
    private static final int ROUNDS = 40;
    private static final Pattern DECLARED =
            Pattern.compile("(?m)^(?:STREAM|TABLE|WINDOW|FUNCTION|TRANSFORM|PUMP|DESTINATION) (\\w+)|\\bINTO (\\w+)");

    private CheckTime() {}

    /** One argument: the root of the source tree. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0], "examples/fleet");
        Path file = folder.resolve("thousand-lines.kpipe");
        Files.writeString(file, repeated(Files.readString(folder.resolve("fleet.kpipe"))));
        try {
            double[] millis = new double[ROUNDS];
            double[] processor = new double[ROUNDS];
            for (int round = -FIRST_ROUNDS; round < ROUNDS; round++) {
                long start = System.nanoTime();
                long before = PROCESS.getProcessCpuTime();
                Report report =
                        new Compiler().check(file.toString(), Map.of(), true).report();
                if (report.hasErrors()) {
                    throw new IllegalStateException(report.json());
                }
                if (round >= 0) {
                    millis[round] = (System.nanoTime() - start) / 1e6;
                    processor[round] = (PROCESS.getProcessCpuTime() - before) / 1e6;
                }
            }
            Arrays.sort(millis);
            Arrays.sort(processor);
            System.out.printf(
                    Locale.ROOT,
                    "check of %,d lines, warm: %.0f ms, %.0f ms of processor time (medians of %d; least %.0f ms)%n",
                    LINES,
                    millis[ROUNDS / 2],
                    processor[ROUNDS / 2],
                    ROUNDS,
                    millis[0]);
        } finally {
            Files.delete(file);
        }
    }

    /** The program again and again, each time under other names, cut where a statement ends. */
    private static String repeated(String program) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; text.toString().lines().count() < LINES; i++) {
            String copy = program.replace("TEST '", "TEST '" + i + ": ");
            Matcher declared = DECLARED.matcher(program);
            while (declared.find()) {
                String name = declared.group(1) == null ? declared.group(2) : declared.group(1);
                copy = copy.replaceAll("(?<![\\w'])" + name + "(?![\\w'])", name + "_" + i);
            }
            text.append(copy);
        }
        return text.toString();
    }
}
