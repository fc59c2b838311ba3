package kpipe.stdlib.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kpipe.runtime.host.RealDisk;
import kpipe.runtime.host.VirtualDisk;
import kpipe.runtime.host.VirtualHost;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Disk;
import kpipe.spi.Options;
import kpipe.spi.SinkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

    private static final String TEXT = "{\"a\":1}\n";

    @TempDir
    Path folder;

    private final VirtualHost host = new VirtualHost(1, 1_000_000);

    private FileSink sink(String address, Disk disk) {
        return new FileSink(new SinkContext("lake", address, Options.NONE, disk, host.clock()));
    }

    private static Delivery delivery(String address, String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Delivery(address, name, bytes, bytes.length, new int[] {bytes.length}, 1);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    @Test
    void eachDeliveryIsOneFile() throws IOException {
        FileSink sink = sink("out", new RealDisk(folder));
        sink.deliver(delivery("out", "a.json", TEXT));
        sink.deliver(delivery("out", "b.json", TEXT + TEXT));
        assertThat(files()).containsExactly("out/a.json", "out/b.json");
        assertThat(folder.resolve("out/a.json")).hasContent(TEXT);
        assertThat(folder.resolve("out/b.json")).hasContent(TEXT + TEXT);
    }

    @Test
    void aRepeatedDeliveryReplacesItsFile() throws IOException {
        FileSink sink = sink("out/!{timestamp:yyyy}/", new RealDisk(folder));
        sink.deliver(delivery("out/2026/", "a.json", TEXT + TEXT));
        sink.deliver(delivery("out/2026/", "a.json", TEXT));
        assertThat(files()).containsExactly("out/2026/a.json");
        assertThat(folder.resolve("out/2026/a.json")).hasContent(TEXT);
    }

    /** Notes what is done, and in which order. */
    private static final class Witness implements Disk {
        private final Disk disk;
        private final List<String> log = new ArrayList<>();

        Witness(Disk disk) {
            this.disk = disk;
        }

        @Override
        public FileStatus status(String path) throws IOException {
            return disk.status(path);
        }

        @Override
        public List<FileStatus> list(String directory) throws IOException {
            return disk.list(directory);
        }

        @Override
        public java.io.InputStream read(String path, long position) throws IOException {
            return disk.read(path, position);
        }

        @Override
        public OutputStream create(String path) throws IOException {
            log.add("create " + path);
            return disk.create(path);
        }

        @Override
        public kpipe.spi.DiskFile open(String path, boolean create) throws IOException {
            log.add("open " + path);
            return disk.open(path, create);
        }

        @Override
        public void force(String path) throws IOException {
            log.add("force " + path);
            disk.force(path);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            log.add("rename " + from + " " + to);
            disk.rename(from, to);
        }

        @Override
        public @Nullable Closeable lock(String path) throws IOException {
            return disk.lock(path);
        }

        @Override
        public void delete(String path) throws IOException {
            log.add("delete " + path);
            disk.delete(path);
        }
    }

    @Test
    void aFileAppearsWholeAndDurable() throws IOException {
        Witness disk = new Witness(host.disk());
        sink("out/", disk).deliver(delivery("out/", "a.json", TEXT));
        assertThat(disk.log)
                .containsExactly(
                        "create out/.a.json.part", "force out/.a.json.part", "rename out/.a.json.part out/a.json");
    }

    @Test
    void whatIsPreparedIsSeenOnceItIsCommittedEvenByAnotherProcess() throws IOException {
        byte[] token = sink("out", new RealDisk(folder)).prepare(delivery("out", "a.json", TEXT));
        assertThat(files()).containsExactly("out/.a.json.part");
        FileSink later = sink("out", new RealDisk(folder));
        later.commit(token);
        assertThat(files()).containsExactly("out/a.json");
        assertThat(folder.resolve("out/a.json")).hasContent(TEXT);
        later.commit(token);
        assertThat(files()).containsExactly("out/a.json");
        Files.delete(folder.resolve("out/a.json"));
        later.commit(token);
        assertThat(files()).isEmpty();
    }

    @Test
    void whatWasPreparedInVainIsTakenAwayAndWhatIsSeenIsNot() throws IOException {
        FileSink sink = sink("out", new RealDisk(folder));
        sink.prepare(delivery("out", "a.json", TEXT));
        sink.deliver(delivery("out", "b.json", TEXT));
        sink.discard("out", "a.json");
        sink.discard("out", "b.json");
        sink.discard("out", "c.json");
        assertThat(files()).containsExactly("out/b.json");
        assertThatThrownBy(() -> sink.discard("../elsewhere", "a.json")).hasMessageContaining("would not be below");
    }

    @Test
    void aFullDiskIsSaidInPlainWordsAndLeavesNothingHalfWritten() throws IOException {
        VirtualDisk disk = host.disk();
        FileSink sink = sink("out/", disk);
        disk.capacity(10);
        sink.deliver(delivery("out/", "a.json", TEXT));
        assertThatThrownBy(() -> sink.deliver(delivery("out/", "b.json", TEXT)))
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.retryable()).isTrue())
                .hasMessage("cannot write `out/b.json`: no space left on the disk");
        assertThat(disk.paths()).containsExactly("out/a.json");
        disk.heal();
        sink.deliver(delivery("out/", "b.json", TEXT));
        assertThat(disk.paths()).containsExactly("out/a.json", "out/b.json");
    }

    @Test
    void aDeviceThatIsFull() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/full")));
        Files.createSymbolicLink(folder.resolve(".a.json.part"), Path.of("/dev/full"));
        FileSink sink = sink("", new RealDisk(folder));
        assertThatThrownBy(() -> sink.deliver(delivery(folder + "/", "b.json", TEXT)))
                .hasMessageContaining("would not be below");
        assertThatThrownBy(() -> sink.deliver(delivery("", "a.json", TEXT)))
                .hasMessage("cannot write `a.json`: no space left on the disk");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileWhereADirectoryIsNeeded() throws IOException {
        Files.writeString(folder.resolve("out"), "in the way");
        FileSink sink = sink("out/", new RealDisk(folder));
        assertThatThrownBy(() -> sink.deliver(delivery("out/", "a.json", TEXT)))
                .hasMessage("cannot write `out/a.json`: a part of the path is not a directory");
        Files.createDirectories(folder.resolve("other/a.json/b"));
        assertThatThrownBy(() -> sink("other/", new RealDisk(folder)).deliver(delivery("other/", "a.json", TEXT)))
                .hasMessage("cannot write `other/a.json`: it is a directory");
        assertThat(files()).containsExactly("out");
    }

    @Test
    void whatMayNotBeWrittenIsSaidByItsName() {
        host.disk().denyWriting("out");
        assertThatThrownBy(() -> sink("out/", host.disk()).deliver(delivery("out/", "a.json", TEXT)))
                .hasMessage("cannot write `out/a.json`: permission denied");
    }

    @Test
    void nothingLeavesTheRoot() {
        FileSink sink = sink("out/!{partition:region}/", host.disk());
        for (String address : List.of("out/../", "out/a/../../etc/", "etc/", "/etc/", "out/./", "out/\0/")) {
            assertThatThrownBy(() -> sink.deliver(delivery(address, "a.json", TEXT)))
                    .as(address)
                    .isInstanceOfSatisfying(
                            DeliveryException.class,
                            e -> assertThat(e.retryable()).isFalse())
                    .hasMessageContaining("would not be below 'out/'");
        }
        FileSink anywhere = sink("!{partition:region}/", host.disk());
        assertThatThrownBy(() -> anywhere.deliver(delivery("/etc/", "a.json", TEXT)))
                .hasMessage("the file '/etc/a.json' would not be below the working directory");
        assertThat(host.disk().paths()).isEmpty();
    }
}
