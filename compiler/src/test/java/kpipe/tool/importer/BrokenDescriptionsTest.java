package kpipe.tool.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import kpipe.compiler.Checking;
import kpipe.compiler.SpecFiles;
import kpipe.tool.discover.Discovery;
import kpipe.tool.discover.Discovery.Form;
import kpipe.tool.discover.Discovery.Terms;
import kpipe.tool.discover.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptions and samples that somebody has damaged: every one gives a result or a message, and none a fault. Run with -Dcampaign=5000 for more. */
class BrokenDescriptionsTest {

    private static final int ROUNDS = Integer.getInteger("campaign", 4);
    private static final String PIECES = "{}[]\"':,.$%~#!&*|>-<\\ \n\t01Aaé\u0000\uFEFF";

    @TempDir
    private Path folder;

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "spec", "import"))) {
            return files.filter(file -> file.toString().matches(".*[.](json|yaml|yml|tf|tfstate|tftpl|tfvars)"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyDamagedDescriptionGivesAResultOrAMessage() throws IOException {
        for (Path file : files()) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            String ending =
                    file.toString().replaceAll("^.*[.](tfvars|tftpl)$", "tf").replaceAll("^.*[.]", "");
            for (int round = 0; round < ROUNDS; round++) {
                Random random = new Random(round * 31L + file.hashCode());
                String damaged = text;
                for (int i = random.nextInt(4); i >= 0; i--) {
                    damaged = damage(damaged, random);
                }
                Path broken = folder.resolve("broken." + ending);
                Files.write(broken, damaged.getBytes(StandardCharsets.UTF_8));
                try {
                    Importer.Result result = Importer.run(broken, Map.of("Limit", "1"), null);
                    assertThat(result.text() == null).isEqualTo(result.report().hasErrors());
                    assertThat(result.report().text(false)).doesNotContain("snakeyaml");
                } catch (RuntimeException | StackOverflowError e) {
                    fail(file + ", round " + round + ":\n" + damaged, e);
                }
                Files.delete(broken);
            }
        }
    }

    @Test
    void everyDamagedSampleGivesADeclarationOrNothing() throws IOException {
        List<String> samples = List.of(
                "{\"a\": 1, \"b\": {\"c\": [1, {\"d\": \"2026-01-01T00:00:00Z\"}]}, \"e\": null}\n".repeat(5),
                "[{\"a\": \"x\"},\n {\"a\": 1.5e3}]",
                "id,name,at\n1,\"a, b\",2026-01-01\n2,\"c\"\"d\",NA\n",
                "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 -\n".repeat(3),
                SpecFiles.read(Path.of("src", "test", "spec", "import", "rides.tfstate")));
        for (int round = 0; round < ROUNDS * 10; round++) {
            Random random = new Random(round);
            String damaged = samples.get(round % samples.size());
            for (int i = random.nextInt(5); i >= 0; i--) {
                damaged = damage(damaged, random);
            }
            try {
                Sample sample = Sample.read(
                        new ByteArrayInputStream(damaged.getBytes(StandardCharsets.UTF_8)), 1 + random.nextInt(20));
                Terms terms = new Terms("s", "FILE 'x'", "x", Form.AUTO, 1 + random.nextInt(20), random.nextBoolean());
                Discovery.run(sample, terms)
                        .ifPresent(found -> assertThat(
                                        Checking.of(found.declaration()).text())
                                .isEmpty());
            } catch (RuntimeException | AssertionError e) {
                fail("round " + round + ":\n" + damaged, e);
            }
        }
    }

    private static String damage(String text, Random random) {
        if (text.isEmpty()) {
            return "{";
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(30));
        String piece = String.valueOf(PIECES.charAt(random.nextInt(PIECES.length())));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + piece + text.substring(at);
            case 1 -> text.substring(0, at) + piece + text.substring(at + 1);
            case 2 -> text.substring(0, at) + text.substring(end);
            case 3 -> text.substring(0, end) + text.substring(at);
            default -> text.substring(0, at);
        };
    }
}
