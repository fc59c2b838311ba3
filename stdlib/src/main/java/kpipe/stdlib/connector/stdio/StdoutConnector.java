package kpipe.stdlib.connector.stdio;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Sink;
import kpipe.spi.SinkConnector;
import kpipe.spi.SinkContext;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Guarantee;

/** TO STDOUT: records to the standard output of the process. */
public final class StdoutConnector implements SinkConnector {

    private static final Spec SPEC = new Spec(
            "STDOUT",
            "Writes records to the standard output, as soon as they are there unless BUFFER says otherwise.",
            null,
            false,
            List.of(),
            false,
            Guarantee.AT_LEAST_ONCE,
            List.of(
                    "STREAM ticks (price DOUBLE) FROM STDIN FORMAT JSON;\nDESTINATION show FROM ticks TO STDOUT FORMAT CSV;"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public Sink sink(SinkContext context) {
        return new StdoutSink(System.out);
    }

    static final class StdoutSink implements Sink {
        private final PrintStream out;

        StdoutSink(PrintStream out) {
            this.out = out;
        }

        @Override
        public void open() {}

        @Override
        public void deliver(Delivery delivery) throws IOException {
            out.write(delivery.bytes(), 0, delivery.length());
            if (out.checkError()) {
                throw DeliveryException.gone("the standard output is closed or full");
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
