package kpipe.endpoint.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.ServeOptions;

/** {@code kpipe serve}: durable streams for AWS clients, without a pipeline. */
public final class ServeCommand extends Command {

    private static final int COLUMN = 20;

    public ServeCommand() {
        super("serve", "Serve durable streams to AWS clients: the Kinesis API on this machine.");
    }

    @Override
    String help(String program) {
        StringBuilder help = new StringBuilder("usage: " + program + " serve [--data DIR] [options]\n"
                + "\n"
                + "Answers the Kinesis Data Streams API until Ctrl-C: HTTP/1.1 and HTTP/2, JSON and CBOR. Point clients at\n"
                + "it by their endpoint URL. Streams and records stay in the data folder.\n"
                + "\n"
                + "  --data DIR           where streams are kept (.kpipe/serve)\n");
        for (Map.Entry<String, String> option : ServeOptions.help()) {
            help.append(String.format("  %-" + COLUMN + "s %s%n", option.getKey(), option.getValue()));
        }
        return help.toString();
    }

    @Override
    int execute(List<String> arguments, Surroundings around) throws CommandException, InterruptedException {
        Arguments given =
                Arguments.of(arguments, name -> name.equals("--data") || ServeOptions.has(name), name -> false);
        given.end();
        ServeOptions options;
        try {
            options = ServeOptions.of(given.values(ServeOptions::has));
        } catch (IllegalArgumentException wrong) {
            throw CommandException.usage(String.valueOf(wrong.getMessage()));
        }
        String data = given.value("--data");
        Path folder = (data == null ? around.serveFolder() : Path.of(data))
                .toAbsolutePath()
                .normalize();
        Host host = new RealHost(Path.of(""));
        EndpointProvider provider = Objects.requireNonNull(EndpointProvider.find(), "the endpoint is this module's");
        try {
            StreamStore store = StreamStore.open(host, folder.toString(), StreamStore.Options.of(host));
            store.damaged()
                    .forEach((name, reason) ->
                            around.err().println("warning: stream `" + name + "` is left out: " + reason.getMessage()));
            EndpointProvider.Serving serving;
            try {
                store.start();
                serving = provider.serve(store, host, folder, options, around.err()::println);
            } catch (IOException failure) {
                store.close();
                throw failure;
            }
            untilStopped(serving, store);
            return 0;
        } catch (IOException failure) {
            throw CommandException.failed(String.valueOf(failure.getMessage()));
        }
    }

    /** A signal ends it: what is under way is answered, and the streams are closed, before the process is gone. */
    private static void untilStopped(EndpointProvider.Serving serving, StreamStore store) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread("kpipe-stop") {
            @Override
            public void run() {
                serving.close();
                try {
                    store.close();
                } catch (IOException failure) {
                    System.err.println("kpipe: " + failure.getMessage());
                }
                stopped.countDown();
            }
        });
        stopped.await();
    }
}
