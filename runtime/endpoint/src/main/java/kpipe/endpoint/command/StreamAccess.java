package kpipe.endpoint.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kpipe.runtime.host.Host;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.log.StreamStore;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.ServeOptions;
import kpipe.runtime.serve.StreamCommand.Surroundings;
import org.jspecify.annotations.Nullable;

/**
 * The way to streams: an endpoint that the user names, the one that a running process has opened on a data folder, or one opened here, for the time of the command, on a folder that nobody works with.
 */
final class StreamAccess implements AutoCloseable {

    /** The options that say where streams are; both take a value. */
    static final List<String> OPTIONS = List.of("--endpoint", "--data");

    static final String HELP = "  --data DIR         the data folder, instead of those below .kpipe\n"
            + "  --endpoint URL     where the Kinesis API is answered, instead of a data folder; requests are signed\n"
            + "                     with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, if those are set\n";

    private final KinesisClient client;
    private final EndpointProvider.@Nullable Serving serving;
    private final @Nullable StreamStore store;

    private StreamAccess(
            KinesisClient client, EndpointProvider.@Nullable Serving serving, @Nullable StreamStore store) {
        this.client = client;
        this.serving = serving;
        this.store = store;
    }

    KinesisClient client() {
        return client;
    }

    /** The places where streams may be, as the arguments say: one, or all data folders that there are. */
    static List<String> places(Arguments arguments, Surroundings around) throws CommandException {
        String endpoint = arguments.value("--endpoint");
        String data = arguments.value("--data");
        if (endpoint != null && data != null) {
            throw CommandException.usage("`--endpoint` and `--data` are two places; give one");
        }
        if (endpoint != null) {
            return List.of(endpoint);
        }
        if (data != null) {
            if (!Files.isDirectory(Path.of(data))) {
                throw CommandException.failed("there is no folder `" + data + "`");
            }
            return List.of(data);
        }
        List<String> folders = known(around);
        if (folders.isEmpty()) {
            throw CommandException.failed(
                    "there are no streams below `.kpipe`; `--data DIR` or `--endpoint URL` says where they are");
        }
        return folders;
    }

    /** Opens the place that has the stream. */
    static StreamAccess to(String stream, Arguments arguments, Surroundings around) throws CommandException {
        List<String> places = places(arguments, around);
        List<String> having = new ArrayList<>();
        for (String place : places) {
            if (isAddress(place) || places.size() == 1 || Files.isRegularFile(file(place, stream))) {
                having.add(place);
            }
        }
        if (having.isEmpty()) {
            throw CommandException.failed("there is no stream `" + stream + "` in " + quoted(places));
        }
        if (having.size() > 1) {
            throw CommandException.failed(
                    "`" + stream + "` is in " + quoted(having) + "; `--data` says which of them is meant");
        }
        return open(having.get(0));
    }

    /** The data folders that are looked at without being named. */
    private static List<String> known(Surroundings around) {
        List<String> folders = new ArrayList<>();
        for (Path folder : around.dataFolders()) {
            if (Files.isDirectory(folder.resolve("streams"))) {
                folders.add(folder.toString());
            }
        }
        return folders;
    }

    /** Whether a data folder that is looked at without being named has the stream. */
    static boolean isStored(String stream, Surroundings around) {
        return known(around).stream().anyMatch(folder -> Files.isRegularFile(file(folder, stream)));
    }

    private static Path file(String folder, String stream) {
        return Path.of(folder, "streams", StreamStore.fileName(stream), "stream");
    }

    private static String quoted(List<String> places) {
        return "`" + String.join("`, `", places) + "`";
    }

    private static boolean isAddress(String place) {
        return place.startsWith("http://") || place.startsWith("https://");
    }

    /** Opens a place: an address, or a data folder. */
    static StreamAccess open(String place) throws CommandException {
        if (isAddress(place)) {
            return new StreamAccess(new KinesisClient(URI.create(place)), null, null);
        }
        Path folder = Path.of(place).toAbsolutePath().normalize();
        Host host = new RealHost(Path.of(""));
        StreamStore store;
        try {
            store = StreamStore.open(host, folder.toString(), StreamStore.Options.of(host));
        } catch (StreamStore.LockedException working) {
            return running(folder);
        } catch (IOException failure) {
            throw CommandException.failed(String.valueOf(failure.getMessage()));
        }
        try {
            store.start();
            EndpointProvider provider =
                    Objects.requireNonNull(EndpointProvider.find(), "the endpoint is this module's");
            ServeOptions options = ServeOptions.of(Map.of("--port", "0", "--state-delay", "0"));
            EndpointProvider.Serving serving = provider.serve(store, host, folder, options, message -> {});
            return new StreamAccess(new KinesisClient(serving.address()), serving, store);
        } catch (IOException failure) {
            close(store);
            throw CommandException.failed(String.valueOf(failure.getMessage()));
        }
    }

    /** Another process works with the folder: it says where it answers. */
    private static StreamAccess running(Path folder) throws CommandException {
        Path file = folder.resolve(EndpointProvider.ADDRESS_FILE);
        try {
            return new StreamAccess(
                    new KinesisClient(URI.create(Files.readString(file).strip())), null, null);
        } catch (IOException | IllegalArgumentException missing) {
            throw CommandException.failed(
                    "a process works with `" + folder + "` and does not serve its streams: it found its port taken");
        }
    }

    private static void close(StreamStore store) throws CommandException {
        try {
            store.close();
        } catch (IOException failure) {
            throw CommandException.failed(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void close() throws CommandException {
        if (serving != null) {
            serving.close();
        }
        if (store != null) {
            close(store);
        }
    }
}
