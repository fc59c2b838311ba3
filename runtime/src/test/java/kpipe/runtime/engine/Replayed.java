package kpipe.runtime.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kpipe.spi.ByteSource;
import kpipe.spi.Chunk;
import kpipe.spi.Delivery;
import kpipe.spi.Disk;
import kpipe.spi.PreparingSink;
import kpipe.spi.Sink;
import kpipe.spi.SinkConnector;
import kpipe.spi.SinkContext;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;
import kpipe.spi.WholeFiles;

/** Reads a file a few bytes a time, and goes on where it stood. */
final class Replayed implements SourceConnector {

    private static final int READ_BYTES = 50;

    private final String path;

    Replayed(String path) {
        this.path = path;
    }

    @Override
    public Spec spec() {
        return new Spec("REPLAYED", "A file of a test.", null, false, List.of(), false, null, List.of());
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public Source source(SourceContext context) {
        Disk disk = context.disk();
        return new ByteSource() {
            private long position;

            @Override
            public void open() {}

            @Override
            public byte[] position() {
                return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
            }

            @Override
            public void seek(byte[] from) {
                position = ByteBuffer.wrap(from).getLong();
            }

            @Override
            public Status read(Chunk into) throws IOException {
                into.input = path;
                byte[] bytes;
                try (InputStream from = disk.read(path, position)) {
                    bytes = from.readNBytes(READ_BYTES);
                }
                into.compact(bytes.length);
                System.arraycopy(bytes, 0, into.bytes, into.end, bytes.length);
                into.end += bytes.length;
                position += bytes.length;
                return bytes.length == 0 ? Status.ENDED : Status.READ;
            }

            @Override
            public void close() {}
        };
    }

    /** Shows each delivery as a file, whole, once it may be seen. */
    static final class Shown implements SinkConnector {
        @Override
        public Spec spec() {
            return new Spec("SHOWN", "Files of a test.", "a folder", true, List.of(), false, null, List.of());
        }

        @Override
        public Sink sink(SinkContext context) {
            WholeFiles files = new WholeFiles(context.disk());
            return new PreparingSink() {
                @Override
                public void open() {}

                @Override
                public byte[] prepare(Delivery delivery) throws IOException {
                    String path = delivery.address() + delivery.objectName();
                    files.prepare(path, delivery.bytes(), delivery.length());
                    return path.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public void commit(byte[] token) throws IOException {
                    files.commit(new String(token, StandardCharsets.UTF_8));
                }

                @Override
                public void discard(String address, String objectName) throws IOException {
                    files.discard(address + objectName);
                }

                @Override
                public void close() {}
            };
        }
    }
}
