package kpipe.stdlib.connector.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Disk;
import kpipe.spi.PreparingSink;
import kpipe.spi.SinkContext;
import kpipe.spi.WholeFiles;

/**
 * Writes each delivery as one file: under a name that starts with a dot, forced to the disk, then renamed. A delivery that is repeated replaces its file. What it prepares is known by the
 * path that the file is to have.
 *
 * <p>What data puts into an address cannot lead out of the root, the directory before the first {@code !{…}}.
 */
final class FileSink implements PreparingSink {

    private final Disk disk;
    private final WholeFiles files;
    private final String root;

    FileSink(SinkContext context) {
        disk = context.disk();
        files = new WholeFiles(disk);
        root = rootOf(context.address());
    }

    private static String rootOf(String address) {
        int expression = address.indexOf("!{");
        if (expression < 0) {
            return withSlash(address);
        }
        return address.substring(0, address.lastIndexOf('/', expression) + 1);
    }

    private static String withSlash(String directory) {
        return directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
    }

    /** Tries the root directory, so that one that cannot be written to is said before anything is read. */
    @Override
    public void open() throws IOException {
        String trial = root + ".kpipe.part";
        try {
            disk.create(trial).close();
        } catch (IOException e) {
            String directory = root.isEmpty() ? "the working directory" : root;
            throw new IOException(String.valueOf(e.getMessage()).replace(trial, directory), e);
        }
        disk.delete(trial);
    }

    @Override
    public byte[] prepare(Delivery delivery) throws IOException {
        String path = withSlash(delivery.address()) + delivery.objectName();
        requireBelowRoot(path);
        files.prepare(path, delivery.bytes(), delivery.length());
        return path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void commit(byte[] token) throws IOException {
        files.commit(new String(token, StandardCharsets.UTF_8));
    }

    @Override
    public void discard(String address, String objectName) throws IOException {
        String path = withSlash(address) + objectName;
        requireBelowRoot(path);
        files.discard(path);
    }

    private void requireBelowRoot(String path) throws DeliveryException {
        boolean leaves = !path.startsWith(root) || root.isEmpty() && path.startsWith("/") || path.indexOf('\0') >= 0;
        for (String name : path.substring(leaves ? 0 : root.length()).split("/", -1)) {
            leaves |= name.equals("..") || name.equals(".");
        }
        if (leaves) {
            throw new DeliveryException(
                    "the file '" + path.replace('\0', '?') + "' would not be below "
                            + (root.isEmpty() ? "the working directory" : "'" + root + "'"),
                    false,
                    new IOException(path));
        }
    }

    @Override
    public void close() {}
}
