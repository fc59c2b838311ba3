package kpipe.spi;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Files that appear whole: written under a name that starts with a dot and ends with {@code .part}, beside the place where they are to appear, and renamed when they may be seen. Paths are
 * those that the files are to have. Failures are retryable {@link DeliveryException}s. Thread-safe.
 */
public final class WholeFiles {

    private final Disk disk;

    public WholeFiles(Disk disk) {
        this.disk = disk;
    }

    /** Writes a file that is durable when this returns, and not seen yet. */
    public void prepare(String path, byte[] bytes, int length) throws DeliveryException {
        String part = partOf(path);
        try {
            try (OutputStream out = disk.create(part)) {
                out.write(bytes, 0, length);
            }
            disk.force(part);
        } catch (IOException failure) {
            takeBack(part);
            throw failed(path, failure);
        }
    }

    /** Lets a prepared file be seen, durably. One that is not there in preparation was shown before, and is left alone. */
    public void commit(String path) throws DeliveryException {
        String part = partOf(path);
        try {
            if (disk.status(part) != null) {
                disk.rename(part, path);
            }
        } catch (IOException failure) {
            throw failed(path, failure);
        }
    }

    /** Deletes what was prepared, if it is there. */
    public void discard(String path) throws DeliveryException {
        try {
            disk.delete(partOf(path));
        } catch (IOException failure) {
            throw failed(path, failure);
        }
    }

    private static String partOf(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + "." + path.substring(slash) + ".part";
    }

    /** Takes away what a failed attempt left, so that a full disk gets its space back; if even that fails, the next try writes over it. */
    private void takeBack(String part) {
        try {
            disk.delete(part);
        } catch (IOException ignored) {
            // The failure before this one is what the user must hear of.
        }
    }

    /** The disk's message names the file that was being written; users know it by the name that it is to have. */
    private static DeliveryException failed(String path, IOException failure) {
        return new DeliveryException(String.valueOf(failure.getMessage()).replace(partOf(path), path), true, failure);
    }
}
