package kpipe.runtime.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kpipe.runtime.firehose.DeliveryWorld.Step;
import kpipe.runtime.host.VirtualDisk.PowerFailure;
import org.junit.jupiter.api.Test;

/** The power fails at any operation of the disk; whatever happens, the files that a destination leaves are those of a run that nothing disturbed, byte for byte, names included. */
final class FirehoseCrashTest {

    private static final int SEEDS = Boolean.getBoolean("campaign") ? 2_000 : 60;

    private static final NamedTransform TRANSFORM = new NamedTransform("odd", record -> {
        int number = Integer.parseInt(record.text().substring(record.text().indexOf(',') + 1));
        return number % 7 == 3
                ? record.fail("no " + number + " today")
                : number % 5 == 0 ? record.append("more," + number) : number % 11 == 0 ? record.drop() : record;
    });

    private static Terms terms(String address, boolean gzip, int bufferBytes) {
        return new Terms(
                "lake",
                "FILES",
                address,
                List.of(0, 1),
                List.of("k"),
                List.of(0),
                gzip,
                gzip ? ".csv.gz" : ".csv",
                bufferBytes,
                1 << 20,
                1_000,
                10_000,
                "errors",
                "backup/!{firehose:random-string}/");
    }

    private static List<Step> script(Random random) {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        long millis = 0;
        for (int i = 0; i < 9; i++) {
            List<String> rows = new ArrayList<>();
            for (int row = random.nextInt(5); row > 0; row--) {
                rows.add("abc".charAt(random.nextInt(3)) + "," + number++);
            }
            millis += random.nextInt(700);
            steps.add(new Step(millis, rows));
        }
        return steps;
    }

    private static Map<String, String> undisturbed(Terms terms, List<Step> script) throws IOException {
        DeliveryWorld world = new DeliveryWorld(terms, SideSink::new, List.of(TRANSFORM), 1);
        world.start();
        world.play(script);
        assertThat(world.unfinished()).isEmpty();
        return world.visible();
    }

    @Test
    void whereverThePowerFailsTheFilesAreThoseOfAnUndisturbedRun() throws Exception {
        Terms terms = terms("out/!{partition:k}/", false, 40);
        List<Step> script = script(new Random(7));
        Map<String, String> expected = undisturbed(terms, script);
        assertThat(expected).hasSizeGreaterThan(6);
        assertThat(expected.keySet()).anyMatch(path -> path.startsWith("errors/"));
        long operations = Long.MAX_VALUE;
        for (long at = 1; at <= operations; at++) {
            DeliveryWorld world = new DeliveryWorld(terms, SideSink::new, List.of(TRANSFORM), 2);
            world.virtualDisk().powerFailsAt(at);
            try {
                world.start();
                world.play(script);
                operations = world.virtualDisk().operations();
            } catch (PowerFailure failure) {
                world.virtualDisk().powerReturns(new Random(at));
                world.start();
                world.play(script);
            }
            assertThat(world.visible()).as("power failed at operation " + at).isEqualTo(expected);
            assertThat(world.unfinished()).as("power failed at operation " + at).isEmpty();
            assertThat(world.said).isEmpty();
        }
        assertThat(operations).isBetween(100L, 10_000L);
    }

    @Test
    void anyNumberOfFailuresOneAfterTheOther() throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            Terms terms = terms(
                    random.nextBoolean() ? "out/" : "out/!{partition:k}/!{timestamp:ss}-!{firehose:random-string}/",
                    random.nextBoolean(),
                    random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(100));
            List<Step> script = script(random);
            Map<String, String> expected = undisturbed(terms, script);
            DeliveryWorld world = new DeliveryWorld(terms, SideSink::new, List.of(TRANSFORM), seed);
            for (int failures = 1 + random.nextInt(8); ; failures--) {
                if (failures > 0) {
                    world.virtualDisk().powerFailsAt(world.virtualDisk().operations() + 1 + random.nextInt(100));
                }
                try {
                    world.start();
                    world.play(script);
                    break;
                } catch (PowerFailure failure) {
                    world.virtualDisk().powerReturns(random);
                }
            }
            world.virtualDisk().powerFailsAt(Long.MAX_VALUE);
            assertThat(world.visible().entrySet()).as("seed " + seed).containsExactlyElementsOf(expected.entrySet());
        }
    }
}
