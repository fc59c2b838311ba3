package kpipe.runtime.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kpipe.runtime.firehose.DeliveryWorld.Step;
import kpipe.spi.Delivery;
import kpipe.spi.DeliveryException;
import kpipe.spi.Sink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a destination shows, and when, where checkpoints are made. */
final class FirehoseCheckpointTest {

    private static Terms terms(long bufferBytes, long retryMillis, @Nullable String errorsTo) {
        return new Terms(
                "lake",
                "FILES",
                "out/",
                List.of(0, 1),
                List.of(),
                List.of(),
                false,
                ".csv",
                bufferBytes,
                64 << 20,
                1_000,
                retryMillis,
                errorsTo,
                null);
    }

    private static DeliveryWorld world(Terms terms) throws IOException {
        DeliveryWorld world = new DeliveryWorld(terms, SideSink::new, List.of(), 1);
        world.start();
        return world;
    }

    @Test
    void anObjectIsShownOnceACheckpointHoldsIt() throws IOException {
        DeliveryWorld world = world(terms(1 << 20, 0, null));
        world.put(List.of("a,1", "b,2"));
        world.settle();
        assertThat(world.isRequested()).isFalse();
        world.moveTo(1_000);
        assertThat(world.visible()).isEmpty();
        assertThat(world.unfinished()).containsExactly("out/.lake-1970-01-01-00-00-00-z-000001.csv.part");
        assertThat(world.isRequested()).isTrue();
        world.checkpoint();
        world.settle();
        assertThat(world.visible())
                .containsExactly(java.util.Map.entry(
                        "out/lake-1970-01-01-00-00-00-z-000001.csv", "key,number\na,1\nb,2\nend\n"));
        assertThat(world.isRequested()).isFalse();
        assertThat(world.firehose.tally().delivered).isEqualTo(2);
    }

    @Test
    void whatIsPreparedAfterACheckpointWasTakenWaitsForTheNext() throws IOException {
        DeliveryWorld world = world(terms(10, 0, null));
        world.put(List.of("a,1"));
        world.settle();
        world.checkpoint();
        world.put(List.of("b,2"));
        world.settle();
        assertThat(world.visible().values()).containsExactly("key,number\na,1\nend\n");
        assertThat(world.isRequested()).isTrue();
        world.checkpoint();
        world.settle();
        assertThat(world.visible()).hasSize(2);
    }

    @Test
    void withoutCheckpointsItPressesBackInBoundedMemory() throws IOException {
        DeliveryWorld world = world(terms(10, 0, null));
        world.checkpointsFail = true;
        for (int i = 0; i < 3_000; i++) {
            world.put(List.of("a," + i));
            if (i % 100 == 0) {
                world.settle();
            }
        }
        world.settle();
        assertThat(world.visible()).isEmpty();
        assertThat(world.unfinished()).hasSizeBetween(1_000, 1_100);
        assertThat(world.firehose.queuedBytes()).isGreaterThan(0);
        world.checkpointsFail = false;
        world.play(List.of());
        assertThat(world.visible()).hasSize(3_000);
        assertThat(world.unfinished()).isEmpty();
    }

    @Test
    void whereThereIsNoSpaceItTriesAgainAndSaysSoOnce() throws IOException {
        DeliveryWorld world = world(terms(10, 600_000, null));
        world.checkpoint();
        world.virtualDisk().capacity(0);
        world.put(List.of("a,1"));
        world.moveTo(100);
        world.put(List.of("b,2"));
        world.moveTo(60_000);
        assertThat(world.visible()).isEmpty();
        assertThat(world.unfinished()).isEmpty();
        assertThat(world.said).hasSize(1).first().asString().contains("no space left on the disk; it tries again");
        world.virtualDisk().heal();
        world.moveTo(120_000);
        world.play(List.of());
        assertThat(world.visible().values()).containsExactly("key,number\na,1\nend\n", "key,number\nb,2\nend\n");
        assertThat(world.said).hasSize(2).last().asString().contains("delivers again");
    }

    @Test
    void aCheckpointWritesOnlyWhatHasComeSinceTheOneBefore() throws IOException {
        DeliveryWorld world = world(terms(64 << 20, 0, null));
        String text = "x".repeat(900);
        long written = 0;
        for (int checkpoint = 0; checkpoint < 100; checkpoint++) {
            world.put(Collections.nCopies(100, text + ",1"));
            world.settle();
            world.checkpoint();
            written = journalBytes(world);
        }
        assertThat(written).isBetween(9_000_000L, 9_200_000L);
    }

    private static long journalBytes(DeliveryWorld world) throws IOException {
        long bytes = 0;
        for (String path : world.virtualDisk().paths()) {
            if (path.contains("/journal-")) {
                bytes += world.virtualDisk().status(path).size();
            }
        }
        return bytes;
    }

    @Test
    void theJournalDoesNotGrowForEver() throws IOException {
        DeliveryWorld world = world(terms(1 << 20, 0, null));
        String text = "x".repeat(900);
        for (int checkpoint = 0; checkpoint < 100; checkpoint++) {
            world.put(Collections.nCopies(100, text + ",1"));
            world.settle();
            world.checkpoint();
            world.settle();
            assertThat(journalBytes(world)).isLessThan(16 << 20);
        }
        world.play(List.of());
        assertThat(world.unfinished()).isEmpty();
    }

    /** Takes everything at once; a test can make it fail. */
    private static final class Printer implements Sink {
        private final List<String> printed = new ArrayList<>();
        private boolean broken;

        @Override
        public void open() {}

        @Override
        public void deliver(Delivery delivery) throws IOException {
            if (broken) {
                throw new DeliveryException("the printer is broken", false, null);
            }
            printed.add(new String(delivery.bytes(), 0, delivery.length(), StandardCharsets.UTF_8));
        }

        @Override
        public void close() {}
    }

    @Test
    void aSinkThatCannotPrepareGetsEverythingAtLeastOnce() throws IOException {
        Printer printer = new Printer();
        DeliveryWorld world = new DeliveryWorld(terms(18, 0, null), disk -> printer, List.of(), 1);
        world.start();
        world.put(List.of("a,1", "b,2"));
        world.settle();
        assertThat(printer.printed).containsExactly("key,number\na,1\nb,2\nend\n");
        world.put(List.of("c,3"));
        world.settle();
        world.checkpoint();
        world.put(List.of("d,4"));
        world.settle();
        world.start();
        world.put(List.of("d,4"));
        world.settle();
        assertThat(printer.printed).hasSize(3).last().isEqualTo("key,number\nc,3\nd,4\nend\n");
    }

    @Test
    void whatCannotBeDeliveredIsKeptForTheNextRun() throws IOException {
        Printer printer = new Printer();
        printer.broken = true;
        DeliveryWorld world = new DeliveryWorld(terms(10, 0, null), disk -> printer, List.of(), 1);
        world.start();
        world.put(List.of("a,1"));
        assertThatThrownBy(world::settle)
                .hasMessage("destination `lake`: the printer is broken; without ERRORS TO there is no other place for"
                        + " its records");
        world.firehose.giveUp();
        world.put(List.of("b,2"));
        world.play(List.of());
        assertThat(printer.printed).isEmpty();
        printer.broken = false;
        world.start();
        world.put(List.of("c,3"));
        world.play(List.of());
        assertThat(printer.printed)
                .containsExactly("key,number\na,1\nend\n", "key,number\nb,2\nend\n", "key,number\nc,3\nend\n");
    }

    @Test
    void aRunThatHasEndedIsFollowedByOneThatCountsOn() throws IOException {
        DeliveryWorld world = world(terms(1 << 20, 0, null));
        world.play(List.of(new Step(5, List.of("a,1"))));
        world.start();
        world.play(List.of(new Step(5, List.of("a,1")), new Step(5, List.of("b,2"))));
        assertThat(world.visible())
                .containsOnlyKeys(
                        "out/lake-1970-01-01-00-00-00-z-000001.csv", "out/lake-1970-01-01-00-00-00-z-000002.csv");
    }

    @Test
    void aDamagedJournalIsNoticed() throws IOException {
        DeliveryWorld world = world(terms(1 << 20, 0, null));
        world.put(List.of("a,1"));
        world.settle();
        world.checkpoint();
        String journal = "data/destinations/lake/journal-1";
        byte[] bytes = world.virtualDisk().get(journal);
        bytes[bytes.length - 3] ^= 4;
        world.virtualDisk().put(journal, bytes);
        assertThatThrownBy(world::start).hasMessage("`" + journal + "` is damaged");
    }
}
