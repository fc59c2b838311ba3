package kpipe.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pipeline, and runs it anew whenever its file or one that it imports is saved. A version that is wrong is reported, and the one before it runs on.
 */
public final class WatchedRun {

    private static final long LOOK_MILLIS = 200;
    private static final FileTime MISSING = FileTime.fromMillis(0);

    private final Compiler compiler;
    private final Map<String, String> given;
    private final Path file;
    private final Consumer<Report> reports;
    private final PrintStream messages;
    private Map<String, FileTime> seen = new HashMap<>();

    /**
     * @param given values for {@code ${NAME}} and PARAMETERs
     * @param reports told what there is to say about each version
     * @param messages where notes, failures and counts are printed
     */
    public WatchedRun(
            Compiler compiler, Map<String, String> given, Path file, Consumer<Report> reports, PrintStream messages) {
        this.compiler = compiler;
        this.given = given;
        this.file = file;
        this.reports = reports;
        this.messages = messages;
    }

    /** Runs version after version until the thread is interrupted. */
    public void run() throws InterruptedException {
        CheckedPipeline version = check();
        while (true) {
            LiveRun run = version == null ? null : live(version);
            version = run == null ? awaitVersion() : runUntilNextVersion(run);
            messages.println("kpipe: " + file + " was saved; running it anew");
        }
    }

    private @Nullable LiveRun live(CheckedPipeline version) {
        try {
            return new LiveRun(compiler, version, given, file, messages);
        } catch (IllegalArgumentException wrongValue) {
            messages.println("error: " + wrongValue.getMessage());
            return null;
        }
    }

    /** The next version that is sound. */
    private CheckedPipeline runUntilNextVersion(LiveRun run) throws InterruptedException {
        Thread work = new Thread(run::run, "kpipe-run");
        work.start();
        try {
            boolean ended = false;
            while (true) {
                work.join(LOOK_MILLIS);
                if (!ended && !work.isAlive()) {
                    ended = true;
                    messages.println("kpipe: the run has ended; waiting for " + file + " to be saved");
                }
                if (ended) {
                    Thread.sleep(LOOK_MILLIS);
                }
                CheckedPipeline next = hasChanged() ? check() : null;
                if (next != null) {
                    return next;
                }
            }
        } finally {
            run.stop();
            work.join();
        }
    }

    private CheckedPipeline awaitVersion() throws InterruptedException {
        while (true) {
            Thread.sleep(LOOK_MILLIS);
            CheckedPipeline next = hasChanged() ? check() : null;
            if (next != null) {
                return next;
            }
        }
    }

    /** The file as it is now; null where it is wrong. */
    private @Nullable CheckedPipeline check() {
        // Looked at before it is read: what is saved meanwhile is then seen as a change.
        Map<String, FileTime> before = times(List.of(file.toString()));
        CheckedPipeline checked = compiler.check(file.toString(), given, true);
        Map<String, FileTime> now = times(checked.files());
        now.putAll(before);
        seen = now;
        reports.accept(checked.report());
        return checked.report().hasErrors() ? null : checked;
    }

    private boolean hasChanged() {
        return !times(List.copyOf(seen.keySet())).equals(seen);
    }

    private static Map<String, FileTime> times(List<String> files) {
        Map<String, FileTime> times = new HashMap<>();
        for (String name : files) {
            try {
                times.put(name, Files.getLastModifiedTime(Path.of(name)));
            } catch (IOException missing) {
                times.put(name, MISSING);
            }
        }
        return times;
    }
}
