package kpipe.runtime.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import kpipe.spi.Disk;
import kpipe.spi.DiskFile;
import org.jspecify.annotations.Nullable;

/** The file system of the machine. Thread-safe. */
public final class RealDisk implements Disk {

    private final Path folder;

    /** @param folder what relative paths are below; empty: the working directory */
    public RealDisk(Path folder) {
        this.folder = folder;
    }

    @Override
    public @Nullable FileStatus status(String path) throws IOException {
        try {
            return status(path, Files.readAttributes(at(path), BasicFileAttributes.class));
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return null;
        } catch (IOException failure) {
            if ("Not a directory".equals(reasonOf(failure))) {
                return null;
            }
            throw DiskFailures.failure("cannot look at", path, failure);
        }
    }

    private static @Nullable String reasonOf(IOException failure) {
        return failure instanceof java.nio.file.FileSystemException system ? system.getReason() : null;
    }

    private static FileStatus status(String path, BasicFileAttributes attributes) {
        return new FileStatus(
                path,
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                attributes.isDirectory(),
                attributes.fileKey());
    }

    @Override
    public List<FileStatus> list(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(directory))) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (java.nio.file.DirectoryIteratorException failure) {
            throw DiskFailures.failure("cannot list", directory, new IOException(failure.getMessage(), failure));
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot list", directory, failure);
        }
        names.sort(null);
        List<FileStatus> result = new ArrayList<>(names.size());
        String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
        for (String name : names) {
            FileStatus status = status(prefix + name);
            if (status != null) {
                result.add(status);
            }
        }
        return result;
    }

    @Override
    public InputStream read(String path, long position) throws IOException {
        Path file = at(path);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot read", path, failure);
        }
        if (Files.isDirectory(file)) {
            channel.close();
            throw DiskFailures.failure("cannot read", path, "it is a directory");
        }
        try {
            channel.position(position);
        } catch (IOException failure) {
            channel.close();
            throw DiskFailures.failure("cannot read", path, failure);
        }
        return new Reading(path, channel);
    }

    @Override
    public OutputStream create(String path) throws IOException {
        Path file = at(path);
        try {
            createDirectories(file.getParent());
            return new Writing(
                    path,
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
        } catch (FileAlreadyExistsException inTheWay) {
            throw DiskFailures.failure("cannot write", path, "a part of the path is not a directory");
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot write", path, failure);
        }
    }

    @Override
    public DiskFile open(String path, boolean create) throws IOException {
        Path file = at(path);
        try {
            if (!create) {
                return new Open(path, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
            }
            createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            try {
                forceDirectory(file.toAbsolutePath().getParent());
            } catch (IOException failure) {
                // Who tries again must not find it there.
                channel.close();
                Files.deleteIfExists(file);
                throw failure;
            }
            return new Open(path, channel);
        } catch (FileAlreadyExistsException there) {
            throw DiskFailures.failure("cannot create", path, "it exists already");
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot open", path, failure);
        }
    }

    /** Those that are missing; they are durable when this returns. */
    private static void createDirectories(@Nullable Path directory) throws IOException {
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        List<Path> above = new ArrayList<>();
        for (Path missing = directory.toAbsolutePath(); missing != null && !Files.isDirectory(missing); ) {
            missing = missing.getParent();
            above.add(missing);
        }
        Files.createDirectories(directory);
        for (Path changed : above) {
            forceDirectory(changed);
        }
    }

    @Override
    public void force(String path) throws IOException {
        try (FileChannel channel = FileChannel.open(at(path), StandardOpenOption.WRITE)) {
            channel.force(true);
            forceDirectory(at(path).toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot write", path, failure);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = at(to);
        try {
            createDirectories(target.getParent());
            Files.move(at(from), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(target.toAbsolutePath().getParent());
        } catch (FileAlreadyExistsException inTheWay) {
            throw DiskFailures.failure("cannot write", to, "a part of the path is not a directory");
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot write", to, failure);
        }
    }

    /** A new name is durable once its directory is. Systems that cannot open a directory make it so by themselves. */
    private static void forceDirectory(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException unsupported) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            Files.deleteIfExists(at(path));
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot delete", path, failure);
        }
    }

    @Override
    public @Nullable Closeable lock(String path) throws IOException {
        Path file = at(path);
        FileChannel channel;
        try {
            createDirectories(file.getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw DiskFailures.failure("cannot lock", path, failure);
        }
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ownProcess) {
            channel.close();
            return null;
        } catch (IOException failure) {
            channel.close();
            throw DiskFailures.failure("cannot lock", path, failure);
        }
        channel.close();
        return null;
    }

    private Path at(String path) throws IOException {
        try {
            return folder.resolve(path);
        } catch (InvalidPathException invalid) {
            throw DiskFailures.failure(
                    "cannot use the path", path.replace('\0', ' '), "it holds a character that paths cannot hold");
        }
    }

    /** Reads with messages that name the file. */
    private static final class Reading extends InputStream {
        private final String path;
        private final FileChannel channel;

        Reading(String path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return channel.read(ByteBuffer.wrap(bytes, offset, length));
            } catch (IOException failure) {
                throw DiskFailures.failure("cannot read", path, failure);
            }
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, Math.max(0, channel.size() - channel.position()));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Writes with messages that name the file. */
    private static final class Writing extends OutputStream {
        private final String path;
        private final FileChannel channel;

        Writing(String path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException failure) {
                throw DiskFailures.failure("cannot write", path, failure);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Read and written at any place, with messages that name the file. */
    private static final class Open implements DiskFile {
        private final String path;
        private final FileChannel channel;

        Open(String path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            int before = into.position();
            try {
                long at = position;
                while (into.hasRemaining()) {
                    int count = channel.read(into, at);
                    if (count < 0) {
                        break;
                    }
                    at += count;
                }
            } catch (IOException failure) {
                throw DiskFailures.failure("cannot read", path, failure);
            }
            return into.position() - before;
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            try {
                long at = position;
                while (from.hasRemaining()) {
                    at += channel.write(from, at);
                }
            } catch (IOException failure) {
                throw DiskFailures.failure("cannot write", path, failure);
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            try {
                channel.truncate(size);
            } catch (IOException failure) {
                throw DiskFailures.failure("cannot write", path, failure);
            }
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(false);
            } catch (IOException failure) {
                throw DiskFailures.failure("cannot write", path, failure);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
