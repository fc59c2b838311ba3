package kpipe.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kpipe.spi.Disk;
import kpipe.spi.Disk.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real disk and the virtual one behave alike. */
final class DiskTest {

    @TempDir
    Path folder;

    private final VirtualHost host = new VirtualHost(1, 1000);

    private static void write(Disk disk, String path, String text) throws Exception {
        try (OutputStream out = disk.create(path)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String read(Disk disk, String path, long position) throws Exception {
        try (InputStream in = disk.read(path, position)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void behaves(Disk disk, String root) throws Exception {
        write(disk, root + "a/b/two.txt.part", "two words");
        disk.force(root + "a/b/two.txt.part");
        disk.rename(root + "a/b/two.txt.part", root + "a/c/two.txt");
        write(disk, root + "a/one.txt", "one");
        assertThat(read(disk, root + "a/c/two.txt", 4)).isEqualTo("words");
        assertThat(disk.status(root + "a/b/two.txt.part")).isNull();
        assertThat(disk.status(root + "a/one.txt/below")).isNull();
        FileStatus status = disk.status(root + "a/one.txt");
        assertThat(status).isNotNull();
        assertThat(status.size()).isEqualTo(3);
        assertThat(status.directory()).isFalse();
        assertThat(status.key()).isNotNull();
        List<FileStatus> entries = disk.list(root + "a");
        assertThat(entries).extracting(FileStatus::path).contains(root + "a/c", root + "a/one.txt");
        assertThatThrownBy(() -> disk.read(root + "a/none", 0))
                .hasMessage("cannot read `" + root + "a/none`: it does not exist");
        assertThatThrownBy(() -> disk.read(root + "a/c", 0))
                .hasMessage("cannot read `" + root + "a/c`: it is a directory");
        assertThatThrownBy(() -> disk.create(root + "a/c"))
                .hasMessage("cannot write `" + root + "a/c`: it is a directory");
        assertThatThrownBy(() -> disk.list(root + "none"))
                .hasMessage("cannot list `" + root + "none`: it does not exist");
        disk.delete(root + "a/one.txt");
        disk.delete(root + "a/one.txt");
        assertThat(disk.status(root + "a/one.txt")).isNull();
    }

    @Test
    void theRealDisk() throws Exception {
        RealDisk disk = new RealDisk(Path.of(""));
        behaves(disk, folder + "/");
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> disk.create(folder + "/file/below"))
                .hasMessageEndingWith("a part of the path is not a directory");
        assertThatThrownBy(() -> disk.create(folder + "/" + "n".repeat(300)))
                .hasMessageEndingWith("the file name is too long");
    }

    @Test
    void relativePathsAreBelowTheFolder() throws Exception {
        RealDisk disk = new RealDisk(folder);
        behaves(disk, "");
        write(disk, "below/x", "here");
        assertThat(Files.readString(folder.resolve("below/x"))).isEqualTo("here");
        assertThat(read(disk, folder + "/below/x", 0)).isEqualTo("here");
        assertThat(disk.list("below")).extracting(status -> status.path()).containsExactly("below/x");
        assertThatThrownBy(() -> disk.read("missing", 0)).hasMessage("cannot read `missing`: it does not exist");
    }

    @Test
    void theVirtualDisk() throws Exception {
        behaves(host.disk(), "");
    }

    @Test
    void theVirtualDiskFailsAsToldTo() throws Exception {
        VirtualDisk disk = host.disk();
        disk.capacity(10);
        assertThatThrownBy(() -> write(disk, "big", "more than ten bytes"))
                .hasMessage("cannot write `big`: no space left on the disk");
        disk.heal();
        disk.denyWriting("out/");
        assertThatThrownBy(() -> disk.create("out/x")).hasMessage("cannot write `out/x`: permission denied");
        disk.heal();
        write(disk, "out/x", "fine");
        assertThat(read(disk, "out/x", 0)).isEqualTo("fine");
    }
}
