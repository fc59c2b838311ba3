package kpipe.runtime.engine;

import static kpipe.runtime.engine.Fixtures.destination;
import static kpipe.runtime.engine.Fixtures.from;
import static kpipe.runtime.engine.Fixtures.stage;
import static kpipe.runtime.engine.Fixtures.stream;
import static kpipe.runtime.engine.Fixtures.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kpipe.runtime.engine.Topology.EventTime;
import kpipe.runtime.engine.Topology.Partitioning;
import kpipe.runtime.host.RealHost;
import kpipe.runtime.stream.Troubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTest {

    private static final Partitioning FORWARD = new Partitioning.Forward();

    @TempDir
    Path folder;

    private static String delivered(Path folder) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Topology passing(Fixtures.Lines source, String address) {
        return topology(
                List.of(
                        stream("in", from(source), 1, FORWARD, EventTime.ARRIVAL),
                        stream("out", null, 1, FORWARD, EventTime.ARRIVAL)),
                List.of(stage("p", "in", "out", Fixtures.Pass::new)),
                List.of(destination("d", "out", new Fixtures.Files(), address)));
    }

    @Test
    void rowsGoFromTheSourceThroughThePumpToTheDestination() throws Exception {
        Fixtures.Lines source =
                new Fixtures.Lines().put("a,1,10\nb,2,20\n").put("c,3,30\n").end();
        Engine engine = new Engine(passing(source, folder + "/"), new RealHost(Path.of("")), new Troubles(line -> {}));
        engine.start();
        engine.await();
        assertThat(delivered(folder)).isEqualTo("a,1,10\nb,2,20\nc,3,30\n");
        assertThat(Summary.of(engine.counts(), "nothing was read")).isEqualTo("""
                               read  late  errors  delivered
                stream in         3             0
                pump p            3     0       0
                destination d                   0          3
                """);
        assertThat(source.closed()).isTrue();
    }

    @Test
    void whatCannotBeOpenedIsSaidWithItsStream() {
        Fixtures.Contents closed = new Fixtures.Contents("") {
            @Override
            public kpipe.spi.Source source(kpipe.spi.SourceContext context) {
                return new kpipe.spi.ByteSource() {
                    @Override
                    public void open() throws java.io.IOException {
                        throw new java.io.IOException("the file 'x' does not exist");
                    }

                    @Override
                    public Status read(kpipe.spi.Chunk into) {
                        return Status.ENDED;
                    }

                    @Override
                    public void close() {}
                };
            }
        };
        Topology topology =
                topology(List.of(stream("in", from(closed), 1, FORWARD, EventTime.ARRIVAL)), List.of(), List.of());
        Engine engine = new Engine(topology, new RealHost(Path.of("")), new Troubles(line -> {}));
        assertThatThrownBy(engine::start).hasMessage("stream in: the file 'x' does not exist");
    }
}
