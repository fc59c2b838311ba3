package kpipe.runtime.firehose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import kpipe.spi.Delivery;
import kpipe.spi.Disk;
import kpipe.spi.PreparingSink;
import kpipe.spi.WholeFiles;

/** Files beside the delivery: each one whole in a folder. Stateless. */
final class SideSink implements PreparingSink {

    private final WholeFiles files;

    SideSink(Disk disk) {
        files = new WholeFiles(disk);
    }

    @Override
    public void open() {}

    @Override
    public byte[] prepare(Delivery delivery) throws IOException {
        String path = path(delivery.address(), delivery.objectName());
        files.prepare(path, delivery.bytes(), delivery.length());
        return path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void commit(byte[] token) throws IOException {
        files.commit(new String(token, StandardCharsets.UTF_8));
    }

    @Override
    public void discard(String address, String objectName) throws IOException {
        files.discard(path(address, objectName));
    }

    private static String path(String folder, String name) {
        return (folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/") + name;
    }

    @Override
    public void close() {}
}
