package kpipe.runtime.host;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import kpipe.spi.Disk;
import org.jspecify.annotations.Nullable;

/** A disk in memory whose misfortunes a test decides: it can be full, and paths of it can be unwritable. Not thread-safe. */
public final class VirtualDisk implements Disk {

    private static final class Node {
        private final long key;
        private byte[] bytes = new byte[0];
        private long modified;

        Node(long key) {
            this.key = key;
        }
    }

    private final VirtualHost host;
    private final NavigableMap<String, Node> files = new TreeMap<>();
    private final List<String> unwritable = new ArrayList<>();
    private long capacity = Long.MAX_VALUE;
    private long nextKey = 1;

    VirtualDisk(VirtualHost host) {
        this.host = host;
    }

    /** From now on the disk holds no more than so many bytes. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** From now on nothing whose path begins with {@code prefix} can be written. */
    public void denyWriting(String prefix) {
        unwritable.add(clean(prefix));
    }

    /** Takes back every denial and bound. */
    public void heal() {
        unwritable.clear();
        capacity = Long.MAX_VALUE;
    }

    /** Puts a file there, whatever the disk's misfortunes. */
    public void put(String path, byte[] bytes) {
        Node node = files.computeIfAbsent(clean(path), absent -> new Node(nextKey++));
        node.bytes = bytes.clone();
        node.modified = host.clock().millis();
    }

    /** The content of a file, or null. */
    public byte @Nullable [] get(String path) {
        Node node = files.get(clean(path));
        return node == null ? null : node.bytes.clone();
    }

    /** The paths of all files, in order. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    @Override
    public @Nullable FileStatus status(String path) throws IOException {
        String clean = clean(path);
        Node node = files.get(clean);
        if (node != null) {
            return new FileStatus(path, node.bytes.length, node.modified, false, node.key);
        }
        return isDirectory(clean) ? new FileStatus(path, 0, 0, true, clean) : null;
    }

    private boolean isDirectory(String clean) {
        String prefix = clean.isEmpty() ? "" : clean + "/";
        String next = files.ceilingKey(prefix);
        return clean.isEmpty() || next != null && next.startsWith(prefix);
    }

    @Override
    public List<FileStatus> list(String directory) throws IOException {
        String clean = clean(directory);
        if (!isDirectory(clean)) {
            throw DiskFailures.failure(
                    "cannot list",
                    directory,
                    files.containsKey(clean) ? "a part of the path is not a directory" : "it does not exist");
        }
        String prefix = clean.isEmpty() ? "" : clean + "/";
        String shown = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
        List<FileStatus> result = new ArrayList<>();
        String last = "";
        for (String path : files.tailMap(prefix, false).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            int slash = path.indexOf('/', prefix.length());
            String name = slash < 0 ? path.substring(prefix.length()) : path.substring(prefix.length(), slash);
            FileStatus status = name.equals(last) ? null : status(shown + name);
            if (status != null) {
                result.add(status);
            }
            last = name;
        }
        return result;
    }

    @Override
    public InputStream read(String path, long position) throws IOException {
        Node node = files.get(clean(path));
        if (node == null) {
            throw DiskFailures.failure(
                    "cannot read", path, isDirectory(clean(path)) ? "it is a directory" : "it does not exist");
        }
        int from = (int) Math.min(position, node.bytes.length);
        return new ByteArrayInputStream(node.bytes, from, node.bytes.length - from);
    }

    @Override
    public OutputStream create(String path) throws IOException {
        String clean = clean(path);
        checkWriting("cannot write", path);
        if (isDirectory(clean)) {
            throw DiskFailures.failure("cannot write", path, "it is a directory");
        }
        Node node = new Node(nextKey++);
        node.modified = host.clock().millis();
        files.put(clean, node);
        return new Writing(path, node);
    }

    @Override
    public void force(String path) throws IOException {
        if (!files.containsKey(clean(path))) {
            throw DiskFailures.failure("cannot write", path, "it does not exist");
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        checkWriting("cannot write", to);
        Node node = files.remove(clean(from));
        if (node == null) {
            throw DiskFailures.failure("cannot rename", from, "it does not exist");
        }
        files.put(clean(to), node);
    }

    @Override
    public void delete(String path) throws IOException {
        checkWriting("cannot delete", path);
        files.remove(clean(path));
    }

    private void checkWriting(String what, String path) throws IOException {
        String clean = clean(path);
        for (String prefix : unwritable) {
            if (clean.startsWith(prefix)) {
                throw DiskFailures.failure(what, path, "permission denied");
            }
        }
    }

    private static String clean(String path) {
        String result = path;
        while (result.startsWith("./")) {
            result = result.substring(2);
        }
        while (result.endsWith("/")) {
            result = result.substring(0, result.length() - 1);
        }
        return result.equals(".") ? "" : result;
    }

    private long used() {
        long total = 0;
        for (Node node : files.values()) {
            total += node.bytes.length;
        }
        return total;
    }

    private final class Writing extends OutputStream {
        private final String path;
        private final Node node;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Writing(String path, Node node) {
            this.path = path;
            this.node = node;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (used() + length > capacity) {
                throw DiskFailures.failure("cannot write", path, "no space left on the disk");
            }
            written.write(bytes, offset, length);
            node.bytes = written.toByteArray();
            node.modified = host.clock().millis();
        }
    }
}
