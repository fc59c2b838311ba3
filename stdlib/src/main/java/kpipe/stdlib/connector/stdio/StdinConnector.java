package kpipe.stdlib.connector.stdio;

import java.util.List;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;

/** FROM STDIN: the standard input of the process. */
public final class StdinConnector implements SourceConnector {

    private static final Spec SPEC = new Spec(
            "STDIN",
            "Reads the standard input until it ends.",
            null,
            false,
            List.of(),
            false,
            null,
            List.of("STREAM ticks (symbol VARCHAR(8), price DOUBLE) FROM STDIN FORMAT JSON;"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public Source source(SourceContext context) {
        return new StdinSource(System.in);
    }
}
