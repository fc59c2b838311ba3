package kpipe.runtime.host;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import kpipe.spi.Disk;
import kpipe.spi.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory whose misfortunes a test decides: it can be full, paths of it can be unwritable, and the power can fail at any operation, after which it holds what was made durable and
 * any part of what was not. Not thread-safe.
 */
public final class VirtualDisk implements Disk {

    /** The power failed in the middle of what was being done: nothing of the process goes on. */
    public static final class PowerFailure extends Error {
        private static final long serialVersionUID = 1;

        PowerFailure() {
            super("the power failed");
        }
    }

    private final VirtualHost host;
    private final NavigableMap<String, VirtualFile> files = new TreeMap<>();
    private final NavigableMap<String, VirtualFile> deleted = new TreeMap<>();
    private final Set<String> locked = new HashSet<>();
    private final List<String> unwritable = new ArrayList<>();
    private long capacity = Long.MAX_VALUE;
    private long nextKey = 1;
    private long operations;
    private long powerFailsAt = Long.MAX_VALUE;

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

    /** How many times something was written, cut, forced, renamed, created or deleted. */
    public long operations() {
        return operations;
    }

    /** The power fails at that operation, counted as {@link #operations} does: a {@link PowerFailure} comes out of it. */
    public void powerFailsAt(long operation) {
        powerFailsAt = operation;
    }

    /** The power is back: what was made durable is there, and of everything else whatever {@code chance} leaves of it. */
    public void powerReturns(Random chance) {
        powerFailsAt = Long.MAX_VALUE;
        locked.clear();
        for (Map.Entry<String, VirtualFile> gone : deleted.entrySet()) {
            if (gone.getValue().isNamed() && chance.nextBoolean()) {
                files.putIfAbsent(gone.getKey(), gone.getValue());
            }
        }
        deleted.clear();
        files.values().removeIf(file -> !file.isNamed() && chance.nextBoolean());
        for (VirtualFile file : files.values()) {
            file.loseUnforced(chance);
        }
    }

    /** Before something is changed. */
    private void operate() {
        operations++;
        if (operations >= powerFailsAt) {
            throw new PowerFailure();
        }
    }

    /** Puts a file there, whatever the disk's misfortunes. */
    public void put(String path, byte[] bytes) {
        VirtualFile file = new VirtualFile(nextKey++);
        file.write(0, bytes, 0, bytes.length);
        file.force();
        file.modified(host.clock().millis());
        files.put(clean(path), file);
    }

    /** The content of a file, or null. */
    public byte @Nullable [] get(String path) {
        VirtualFile file = files.get(clean(path));
        return file == null ? null : file.content();
    }

    /** The paths of all files, in order. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    @Override
    public @Nullable FileStatus status(String path) throws IOException {
        String clean = clean(path);
        VirtualFile file = files.get(clean);
        if (file != null) {
            return new FileStatus(path, file.size(), file.modified(), false, file.key());
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
        byte[] bytes = file(path).content();
        int from = (int) Math.min(position, bytes.length);
        return new ByteArrayInputStream(bytes, from, bytes.length - from);
    }

    private VirtualFile file(String path) throws IOException {
        VirtualFile file = files.get(clean(path));
        if (file == null) {
            throw DiskFailures.failure(
                    "cannot read", path, isDirectory(clean(path)) ? "it is a directory" : "it does not exist");
        }
        return file;
    }

    @Override
    public OutputStream create(String path) throws IOException {
        VirtualFile file = add("cannot write", path);
        return new Writing(new Open(path, file));
    }

    private VirtualFile add(String what, String path) throws IOException {
        String clean = clean(path);
        checkWriting(what, path);
        if (isDirectory(clean)) {
            throw DiskFailures.failure(what, path, "it is a directory");
        }
        operate();
        VirtualFile file = new VirtualFile(nextKey++);
        file.modified(host.clock().millis());
        files.put(clean, file);
        return file;
    }

    @Override
    public DiskFile open(String path, boolean create) throws IOException {
        if (!create) {
            return new Open(path, file(path));
        }
        if (files.containsKey(clean(path))) {
            throw DiskFailures.failure("cannot create", path, "it exists already");
        }
        VirtualFile file = add("cannot open", path);
        file.force();
        forceFolderOf(path);
        return new Open(path, file);
    }

    @Override
    public void force(String path) throws IOException {
        VirtualFile file = files.get(clean(path));
        if (file == null) {
            throw DiskFailures.failure("cannot write", path, "it does not exist");
        }
        operate();
        file.force();
        forceFolderOf(path);
    }

    /** What was deleted from the folder of that file is gone for good. */
    private void forceFolderOf(String path) {
        String folder = folderOf(clean(path));
        deleted.keySet().removeIf(gone -> folderOf(gone).equals(folder));
    }

    private static String folderOf(String clean) {
        return clean.substring(0, clean.lastIndexOf('/') + 1);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        checkWriting("cannot write", to);
        VirtualFile file = files.get(clean(from));
        if (file == null) {
            throw DiskFailures.failure("cannot rename", from, "it does not exist");
        }
        operate();
        files.remove(clean(from));
        file.named();
        files.put(clean(to), file);
        forceFolderOf(to);
    }

    @Override
    public void delete(String path) throws IOException {
        checkWriting("cannot delete", path);
        operate();
        VirtualFile file = files.remove(clean(path));
        if (file != null) {
            deleted.put(clean(path), file);
        }
    }

    @Override
    public @Nullable Closeable lock(String path) throws IOException {
        checkWriting("cannot lock", path);
        String clean = clean(path);
        return locked.add(clean) ? () -> locked.remove(clean) : null;
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
        for (VirtualFile file : files.values()) {
            total += file.size();
        }
        return total;
    }

    private final class Open implements DiskFile {
        private final String path;
        private final VirtualFile file;

        Open(String path, VirtualFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(long position, ByteBuffer into) {
            return file.read(position, into);
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            long room = capacity - used() + Math.max(0, file.size() - position);
            int fits = (int) Math.max(0, Math.min(bytes.length, room));
            try {
                operate();
            } finally {
                // What the power failed in is there in part, perhaps.
                file.write(position, bytes, 0, fits);
                file.modified(host.clock().millis());
            }
            if (fits < bytes.length) {
                throw DiskFailures.failure("cannot write", path, "no space left on the disk");
            }
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void truncate(long size) {
            operate();
            file.truncate(size);
        }

        @Override
        public void force() {
            operate();
            file.force();
        }

        @Override
        public void close() {}
    }

    private static final class Writing extends OutputStream {
        private final DiskFile file;

        Writing(DiskFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(file.size(), ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
