package kpipe.runtime.host;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder in which the runs of one user can be found: a socket for each, named after its process. */
final class RunFolder {

    static final String SUFFIX = ".sock";

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private RunFolder() {}

    /** Where it is, whether it is there or not. */
    static Path path() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty() && Files.isDirectory(Path.of(runtime))) {
            return Path.of(runtime, "kpipe");
        }
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir"), "kpipe-" + user);
    }

    /** Makes it where it is missing. */
    static Path make() throws IOException {
        Path folder = path();
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            if (isPosix()) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER));
            } else {
                Files.createDirectory(folder);
            }
        }
        if (!isOwn(folder)) {
            throw new IOException(folder + " is open to others");
        }
        return folder;
    }

    /** It, if it is there and belongs to this user alone; else null. */
    static @Nullable Path find() throws IOException {
        Path folder = path();
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isOwn(folder) ? folder : null;
    }

    /** Where there are no permissions of this kind the folder is one of the user's own already. */
    private static boolean isOwn(Path folder) throws IOException {
        if (!isPosix()) {
            return true;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> others = EnumSet.copyOf(attributes.permissions());
        others.removeAll(OWNER);
        Path home = Path.of(System.getProperty("user.home", ""));
        boolean ofUser = attributes.owner().getName().equals(System.getProperty("user.name"))
                || Files.exists(home) && attributes.owner().equals(Files.getOwner(home));
        return attributes.isDirectory() && others.isEmpty() && ofUser;
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
