package kpipe.runtime.engine;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.Inquiry;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.serve.ServeOptions;
import kpipe.runtime.state.Checkpoint;
import kpipe.runtime.stream.Troubles;
import org.jspecify.annotations.Nullable;

/**
 * A run from the command line: says at the start what to expect, ends by itself or by a signal, and prints the counts. A signal ends it cleanly: what was read is delivered
 * first.
 */
public final class PipelineRun {

    /** How long a signal waits for what is under way. */
    private static final long DRAIN_MILLIS = 30_000;

    /** A run that is over before says at its end why there were errors, and not twice. */
    private static final long QUIET_MILLIS = 3_000;

    /** How often a run that goes on says which errors it has met since. */
    private static final long WARN_MILLIS = 1_000;

    private final Topology topology;
    private final PrintStream messages;
    private final Engine engine;
    private final Troubles troubles;
    private final String folder;
    private final @Nullable RunEndpoint endpoint;

    /**
     * A run that serves nobody.
     *
     * @param keeping where to keep what outlives the run; null: nothing is kept
     * @param messages where notes, failures and counts are printed
     */
    public PipelineRun(Topology topology, Host host, @Nullable Keeping keeping, PrintStream messages) {
        this(topology, host, "", keeping, null, messages);
    }

    private PipelineRun(
            Topology topology,
            Host host,
            String folder,
            @Nullable Keeping keeping,
            @Nullable ServeOptions serve,
            PrintStream messages) {
        this.folder = folder;
        this.topology = topology;
        this.messages = messages;
        troubles = new Troubles(messages::println);
        engine = new Engine(topology, host, keeping, troubles);
        if (serve != null && keeping != null) {
            Path data = Path.of(folder).resolve(keeping.folder());
            RunEndpoint served = new RunEndpoint(host, data, serve, messages::println);
            engine.whenEnding(served::close);
            if (serve.namesPort()) {
                engine.openToClients();
            }
            endpoint = served;
        } else {
            endpoint = null;
        }
    }

    /**
     * A run in this machine's world.
     *
     * @param folder what relative paths are below
     * @param keeping where to keep what outlives the run; null: nothing is kept
     * @param serve how its durable streams are served; null: they are not
     * @param messages where notes, failures and counts are printed
     */
    public PipelineRun(
            Topology topology,
            Path folder,
            @Nullable Keeping keeping,
            @Nullable ServeOptions serve,
            PrintStream messages) {
        this(topology, new RealHost(folder), folder.toAbsolutePath().normalize().toString(), keeping, serve, messages);
    }

    /** Asks it to end as a signal does; returns at once. */
    public void stop() {
        engine.stop();
    }

    /** Runs to the end and returns the exit code: 0, 1 when the pipeline failed, 70 when kpipe did. After a signal the process exits with 128 and the signal's number. */
    public int run() {
        CountDownLatch finished = new CountDownLatch(1);
        Thread hook = new Thread("kpipe-stop") {
            @Override
            public void run() {
                engine.stop();
                try {
                    if (!finished.await(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                        messages.println("kpipe: gave up waiting for what was under way");
                    }
                } catch (InterruptedException interrupted) {
                    messages.println("kpipe: interrupted");
                }
            }
        };
        notes();
        warnLater(finished);
        int code = 0;
        try {
            engine.start();
            begun();
            serve();
            Runtime.getRuntime().addShutdownHook(hook);
            Inquiry inquiry = Inquiry.open(new RunAnswers(topology, engine, folder, data(), engine.now()));
            try {
                engine.await();
            } finally {
                inquiry.close();
                messages.print(Summary.of(engine.counts(), nothingRead()));
                messages.print(Summary.errors(troubles, readsErrors()));
            }
        } catch (PipelineException failure) {
            code = failed(failure);
        } catch (InterruptedException interrupted) {
            engine.stop();
            Thread.currentThread().interrupt();
            code = 1;
        }
        messages.flush();
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stoppingAlready) {
            // A signal has come: it decides the exit code.
            return code;
        }
        return code;
    }

    private void serve() throws PipelineException, InterruptedException {
        if (endpoint == null) {
            return;
        }
        try {
            endpoint.open(engine.store());
        } catch (IOException failure) {
            engine.stop();
            engine.await();
            throw PipelineException.of(null, failure);
        }
    }

    /** Says what it goes on from. */
    private void begun() {
        Checkpoint from = engine.from();
        if (from != null) {
            String time = time(from.head().made());
            messages.println(
                    from.head().ended()
                            ? "note: reads what has come since the run that ended at " + time
                                    + "; --from-start reads everything again"
                            : "note: goes on from where it was at " + time + "; --from-start begins anew");
        }
    }

    /** Where its durable streams are, or null. */
    private @Nullable String data() {
        return engine.store() == null || endpoint == null
                ? null
                : endpoint.dataFolder().toString();
    }

    private String nothingRead() {
        Checkpoint from = engine.from();
        return from == null
                ? "nothing was read: the sources held no records"
                : "nothing new: the sources hold what they held at "
                        + time(from.head().made());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis / 1000 * 1000)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    /** Says why there are errors while a run goes on; a short one says it at its end. */
    private void warnLater(CountDownLatch finished) {
        Thread teller = new Thread("kpipe-warn") {
            @Override
            public void run() {
                try {
                    long wait = QUIET_MILLIS;
                    while (!finished.await(wait, TimeUnit.MILLISECONDS)) {
                        troubles.tell(Summary.MOST_KINDS);
                        wait = WARN_MILLIS;
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        teller.setDaemon(true);
        teller.start();
    }

    private boolean readsErrors() {
        for (Topology.StreamNode stream : topology.streams()) {
            if (stream.role() == Topology.StreamRole.ERROR_STREAM
                    || stream.role() == Topology.StreamRole.SOURCE_ERRORS) {
                return true;
            }
        }
        return false;
    }

    private int failed(PipelineException failure) {
        messages.println("error: " + failure.getMessage());
        if ("1".equals(System.getenv("KPIPE_DEBUG"))) {
            failure.printStackTrace(messages);
        }
        return failure.exitCode();
    }

    private void notes() {
        for (Topology.StageNode stage : topology.stages()) {
            if (stage.stopped()) {
                messages.println("note: pump `" + stage.pump() + "` is declared STOPPED and does not run");
            }
        }
        Sizing sizing = Engine.sizing(topology);
        for (Topology.DestinationNode destination : topology.destinations()) {
            long most = sizing.bufferBytes(destination.bufferBytes());
            if (most < destination.bufferBytes()) {
                messages.println(
                        "note: destination `" + destination.name() + "` delivers at " + (most >> 10) + " KB and not at "
                                + (destination.bufferBytes() >> 10) + " KB: the heap has "
                                + (Runtime.getRuntime().maxMemory() >> 20)
                                + " MB (java -Xmx gives it more)");
            }
        }
    }
}
