package kpipe.stdlib.connector.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import kpipe.spi.Chunk;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Source.Status;
import org.junit.jupiter.api.Test;

class StdioTest {

    /** What the source gives until it has ended; it must never wait for long, so that a turn without input is simply repeated. */
    private static String readAll(InputStream in) throws IOException {
        StdinSource source = new StdinSource(in);
        Chunk chunk = new Chunk();
        source.open();
        try {
            Status status = source.read(chunk);
            while (status != Status.ENDED) {
                if (status == Status.IDLE) {
                    Thread.onSpinWait();
                }
                status = source.read(chunk);
            }
        } finally {
            source.close();
        }
        return new String(chunk.bytes, chunk.start, chunk.available(), StandardCharsets.UTF_8);
    }

    @Test
    void readsToTheEnd() throws IOException {
        String text = "{\"a\":1}\n".repeat(100_000);
        assertThat(readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(text);
        assertThat(readAll(new ByteArrayInputStream(new byte[0]))).isEmpty();
    }

    @Test
    void anInputThatFailsIsSaidSo() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("bad file descriptor");
            }
        };
        assertThatThrownBy(() -> readAll(broken)).hasMessage("cannot read the standard input: bad file descriptor");
    }

    private static Delivery delivery(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Delivery("", "", bytes, bytes.length, new int[] {bytes.length}, 1);
    }

    @Test
    void writesRecordsAtOnce() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StdoutConnector.StdoutSink sink = new StdoutConnector.StdoutSink(new PrintStream(bytes));
        sink.open();
        sink.deliver(delivery("a\n"));
        assertThat(bytes).hasToString("a\n");
        sink.deliver(delivery("b\n"));
        sink.close();
        assertThat(bytes).hasToString("a\nb\n");
    }

    @Test
    void aClosedPipeEndsThePipelineWithoutFurtherTries() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        StdoutConnector.StdoutSink sink = new StdoutConnector.StdoutSink(new PrintStream(closed));
        assertThatThrownBy(() -> sink.deliver(delivery("a\n")))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        failure -> assertThat(failure.retryable()).isFalse())
                .hasMessage("the standard output is closed or full");
    }
}
