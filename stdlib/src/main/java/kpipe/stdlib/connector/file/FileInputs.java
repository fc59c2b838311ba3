package kpipe.stdlib.connector.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kpipe.spi.Disk;
import kpipe.spi.Disk.FileStatus;
import org.jspecify.annotations.Nullable;

/** The files that an address means, as they are at the moment: one file, all files of a directory and those below it, or those that match a pattern. */
final class FileInputs {

    private static final int MAX_DEPTH = 64;

    private final Disk disk;
    private final String address;
    private final @Nullable FilePattern pattern;

    FileInputs(Disk disk, String address) {
        this.disk = disk;
        this.address =
                address.length() > 1 && address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.pattern = FilePattern.isPattern(address) ? FilePattern.parse(address) : null;
    }

    /** The files in the order of their names; empty where nothing is there. Names that start with a dot are files still being written. */
    List<FileStatus> list() throws IOException {
        FileStatus exact = disk.status(address);
        if (exact != null && !exact.directory()) {
            return List.of(exact);
        }
        List<FileStatus> found = new ArrayList<>();
        FileStatus root = exact == null && pattern != null ? disk.status(pattern.root()) : exact;
        if (root != null && root.directory()) {
            Set<Object> above = new HashSet<>();
            enter(root, above);
            walk(root.path(), found, above);
        }
        found.sort(Comparator.comparing(FileStatus::path));
        return found;
    }

    /** Notes a directory among those above; false if it is there already, so that links lead round in a circle. */
    private static boolean enter(FileStatus directory, Set<Object> above) {
        return above.size() < MAX_DEPTH && above.add(identity(directory));
    }

    private static Object identity(FileStatus file) {
        Object key = file.key();
        return key == null ? file.path() : key;
    }

    /** @param above the directories on the way down, by what they are rather than by their names */
    private void walk(String directory, List<FileStatus> found, Set<Object> above) throws IOException {
        for (FileStatus entry : disk.list(directory)) {
            String path = entry.path().startsWith("./") && !address.startsWith("./")
                    ? entry.path().substring(2)
                    : entry.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (entry.directory()) {
                if ((pattern != null || !name.startsWith(".")) && enter(entry, above)) {
                    walk(entry.path(), found, above);
                    above.remove(identity(entry));
                }
            } else if (pattern != null ? pattern.matches(path) : !name.startsWith(".")) {
                found.add(new FileStatus(path, entry.size(), entry.modified(), false, entry.key()));
            }
        }
    }
}
