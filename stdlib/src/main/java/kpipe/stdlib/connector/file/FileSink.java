package kpipe.stdlib.connector.file;

import java.io.IOException;
import java.io.OutputStream;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Disk;
import kpipe.spi.Sink;
import kpipe.spi.SinkContext;

/**
 * Writes each delivery as one file: under a name that starts with a dot, forced to the disk, then renamed. A delivery that is repeated replaces its file.
 *
 * <p>What data puts into an address cannot lead out of the root, the directory before the first {@code !{…}}.
 */
final class FileSink implements Sink {

    private final Disk disk;
    private final String root;

    FileSink(SinkContext context) {
        disk = context.disk();
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
    public void deliver(Delivery delivery) throws IOException {
        String directory = withSlash(delivery.address());
        requireBelowRoot(directory + delivery.objectName());
        String path = directory + delivery.objectName();
        int slash = path.lastIndexOf('/') + 1;
        String unfinished = path.substring(0, slash) + "." + path.substring(slash) + ".part";
        try {
            try (OutputStream out = disk.create(unfinished)) {
                out.write(delivery.bytes(), 0, delivery.length());
            }
            disk.force(unfinished);
            disk.rename(unfinished, path);
        } catch (IOException e) {
            discard(unfinished);
            // The disk's message names the file that was being written; users know it by the name that it was to have.
            throw new DeliveryException(String.valueOf(e.getMessage()).replace(unfinished, path), true, e);
        }
    }

    /** Takes away what a failed delivery left, so that a full disk gets its space back; if even that fails, the next try writes over it. */
    private void discard(String unfinished) {
        try {
            disk.delete(unfinished);
        } catch (IOException ignored) {
            // The failure of the delivery itself is what the user must hear of.
        }
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
