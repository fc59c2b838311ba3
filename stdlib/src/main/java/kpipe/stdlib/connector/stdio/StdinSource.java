package kpipe.stdlib.connector.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream that may have nothing to give for long. A read that waits cannot be taken back, so a thread of its own does the waiting and hands over
 * what came; the queue between them is short, so that memory is bounded.
 */
final class StdinSource implements ByteSource {

    private static final int READ_BYTES = 1 << 16;
    private static final byte[] END = new byte[0];

    private final InputStream in;
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(8);
    private volatile @Nullable IOException failure;
    private @Nullable Thread reader;
    private boolean ended;

    StdinSource(InputStream in) {
        this.in = in;
    }

    @Override
    public void open() {
        Thread thread = new Thread(this::readAll, "kpipe-stdin");
        thread.setDaemon(true);
        thread.start();
        reader = thread;
    }

    private void readAll() {
        byte[] buffer = new byte[READ_BYTES];
        try {
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (count > 0) {
                        pieces.put(Arrays.copyOf(buffer, count));
                    }
                }
            } catch (IOException e) {
                failure = e;
            }
            pieces.put(END);
        } catch (InterruptedException e) {
            // The source was closed: nobody takes what is left.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Status read(Chunk into) throws IOException {
        if (ended) {
            return Status.ENDED;
        }
        into.input = "stdin";
        byte[] piece = pieces.poll();
        if (piece == null) {
            return Status.IDLE;
        }
        if (piece.length == 0) {
            ended = true;
            IOException why = failure;
            if (why != null) {
                throw new IOException("cannot read the standard input: " + why.getMessage(), why);
            }
            into.endOfInput = true;
            return Status.READ;
        }
        into.compact(piece.length);
        System.arraycopy(piece, 0, into.bytes, into.end, piece.length);
        into.end += piece.length;
        return Status.READ;
    }

    @Override
    public void close() {
        Thread thread = reader;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
