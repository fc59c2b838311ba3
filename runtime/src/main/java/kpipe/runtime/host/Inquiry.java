package kpipe.runtime.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where a run can be asked about itself by other processes of the same user: one line in, one answer back. Nobody else can reach it; nothing but the owner of the folder does. Thread-safe.
 */
public final class Inquiry implements AutoCloseable {

    /** Answers a line, from any thread. */
    public interface Answers {

        /** Writes the answer; what goes on without end goes on until writing fails, as the caller has left then. */
        void answer(String line, Reply reply) throws IOException;
    }

    /** Where an answer goes. */
    public interface Reply {
        void write(String text) throws IOException;
    }

    private static final int MOST_AT_ONCE = 8;
    private static final int LONGEST_LINE = 4096;
    private static final long PATIENCE_MILLIS = 5_000;

    /** A run that is over before has nothing to be asked, and does not pay for it. */
    private static final long BEGIN_MILLIS = 200;

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Answers answers;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable ServerSocketChannel server;
    private @Nullable Path socket;

    private Inquiry(Answers answers) {
        this.answers = answers;
    }

    /** Begins to answer for this process, where this system lets it. */
    public static Inquiry open(Answers answers) {
        Inquiry inquiry = new Inquiry(answers);
        daemon("kpipe-inquiry", inquiry::run);
        return inquiry;
    }

    private void run() {
        try {
            if (closed.await(BEGIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            ServerSocketChannel opened = bind();
            if (opened != null) {
                accept(opened);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException impossible) {
            close();
        }
    }

    private synchronized @Nullable ServerSocketChannel bind() throws IOException {
        if (closed.getCount() == 0) {
            return null;
        }
        String name = ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet() + RunFolder.SUFFIX;
        Path path = RunFolder.make().resolve(name);
        // One that a process of the same number has left behind.
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server = channel;
        channel.bind(UnixDomainSocketAddress.of(path), MOST_AT_ONCE);
        socket = path;
        return channel;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocketChannel channel) throws IOException {
        while (channel.isOpen()) {
            SocketChannel caller = channel.accept();
            if (free.tryAcquire()) {
                daemon("kpipe-answer", () -> serve(caller));
            } else {
                caller.close();
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            String line = readLine(caller);
            if (line != null) {
                caller.configureBlocking(true);
                answers.answer(line, text -> write(caller, text));
            }
        } catch (IOException gone) {
            // The caller has left; there is nobody to tell.
        } finally {
            free.release();
        }
    }

    private static void write(SocketChannel caller, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            caller.write(bytes);
        }
    }

    /** The caller's line; null where it is too long or does not come. */
    private static @Nullable String readLine(SocketChannel caller) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
        caller.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            caller.register(selector, SelectionKey.OP_READ);
            long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            while (line.hasRemaining()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || selector.select(left) == 0 && System.nanoTime() >= deadline) {
                    return null;
                }
                selector.selectedKeys().clear();
                int read = caller.read(line);
                int end = line.position();
                if (read < 0 || end > 0 && line.get(end - 1) == '\n') {
                    return new String(line.array(), 0, end, StandardCharsets.UTF_8).strip();
                }
            }
        }
        return null;
    }

    /** Answers no more, and leaves nothing behind. */
    @Override
    public synchronized void close() {
        closed.countDown();
        try {
            if (server != null) {
                server.close();
            }
            if (socket != null) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException left) {
            // The next command that looks finds that nobody answers, and takes it away.
        }
    }
}
