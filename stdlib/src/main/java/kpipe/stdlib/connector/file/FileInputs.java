package kpipe.stdlib.connector.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
        if (exact != null) {
            walk(address, found, 0);
        } else if (pattern != null && disk.status(pattern.root()) != null) {
            walk(pattern.root(), found, 0);
        }
        found.sort(Comparator.comparing(FileStatus::path));
        return found;
    }

    private void walk(String directory, List<FileStatus> found, int depth) throws IOException {
        for (FileStatus entry : disk.list(directory)) {
            String path = entry.path().startsWith("./") && !address.startsWith("./")
                    ? entry.path().substring(2)
                    : entry.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (entry.directory()) {
                if (depth < MAX_DEPTH && (pattern != null || !name.startsWith("."))) {
                    walk(entry.path(), found, depth + 1);
                }
            } else if (pattern != null ? pattern.matches(path) : !name.startsWith(".")) {
                found.add(new FileStatus(path, entry.size(), entry.modified(), false, entry.key()));
            }
        }
    }
}
