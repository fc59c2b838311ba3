package kpipe.stdlib.connector.file;

import java.util.List;
import kpipe.data.Schema;
import kpipe.spi.Options;
import kpipe.spi.Sink;
import kpipe.spi.SinkConnector;
import kpipe.spi.SinkContext;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Guarantee;
import kpipe.spi.Spec.Problem;
import org.jspecify.annotations.Nullable;

/** TO FILE: whole files in a directory, each appearing at once. */
public final class FileSinkConnector implements SinkConnector {

    private static final Spec SPEC = new Spec(
            "FILE",
            "Writes files into a directory. Each appears whole under its name, durable; until then it has a name that starts with a dot.",
            "The directory, made if need be; `!{timestamp:yyyy/MM/dd/HH}` and `!{partition:name}` in it are set for each file, and cannot lead out of the part before the first of them.",
            true,
            List.of(),
            false,
            Guarantee.EXACTLY_ONCE,
            List.of(
                    "STREAM speeders (vin VARCHAR, speed DOUBLE) FROM STDIN FORMAT JSON;\n"
                            + "DESTINATION lake FROM speeders TO FILE 'out/speeders/!{timestamp:yyyy/MM/dd}/' FORMAT JSON COMPRESSION GZIP;"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        return address == null || address.isEmpty()
                ? List.of(new Problem(null, "FILE needs the name of a directory to write into"))
                : List.of();
    }

    @Override
    public Sink sink(SinkContext context) {
        return new FileSink(context);
    }
}
