package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.parse.SourceLoader;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import org.junit.jupiter.api.Test;

/**
 * Specs and examples with words left out, doubled, swapped and taken from one another. Whatever stands there, checking it ends in time and without an exception, and says
 * nothing in the words of the libraries below.
 */
class CheckFuzzTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final int TEXTS = Boolean.getBoolean("campaign") ? 100_000 : 300;
    private static final int LONGEST = 3_000;
    private static final long LIMIT_SECONDS = 30;

    private static final Pattern WORDS = Pattern.compile("\\w+|\\s+|'[^'\\n]*'|.", Pattern.DOTALL);

    /** What no message holds, unless the text itself does. */
    private static final Pattern FOREIGN = Pattern.compile(
            "Exception|\\borg\\.|\\bjava\\.|kpipe\\.[a-z]+\\.|antlr|calcite|janino"
                    + "|Sql[A-Z]|Rex[A-Z]|Logical[A-Z]|EXPR\\$|\\$f\\d|\\bt\\d+\\.|<EOF>|mismatched input|extraneous|no viable|token recognition|\\bnull\\b");

    /** What is said of inline Java. */
    private static final String JAVA_PACKAGES = "java.lang, java.math, java.time, java.util and java.util.regex";

    private static final String NAME = "fuzz.kpipe";

    private final List<String> texts = texts();
    private final List<String> words = words(texts);
    private final OneText loader = new OneText();
    private final Compiler compiler = new Compiler(loader, CheckFuzzTest.class.getClassLoader(), Map.of());

    @Test
    void damagedFilesGiveDiagnosticsAndNothingElse() {
        for (long seed = FIRST; seed < FIRST + TEXTS; seed++) {
            check(seed);
        }
    }

    private void check(long seed) {
        String text = damaged(new Random(seed));
        String told = "-Dseed=" + seed + "\n" + text + "\n";
        for (Diagnostic diagnostic : diagnostics(text, told)) {
            String said = (diagnostic.message() + " " + (diagnostic.note() == null ? "" : diagnostic.note()))
                    .replace(JAVA_PACKAGES, "");
            Matcher foreign = FOREIGN.matcher(said);
            while (foreign.find()) {
                assertThat(text).as(told + said).containsIgnoringCase(foreign.group());
            }
            assertThat(diagnostic.message()).as(told).isNotBlank();
            Span span = diagnostic.span();
            assertThat(span != null && span.start() >= 0 && span.end() <= text.length())
                    .as(told + "the place of: " + said)
                    .isTrue();
        }
    }

    private List<Diagnostic> diagnostics(String text, String told) {
        FutureTask<List<Diagnostic>> checking = new FutureTask<>(() -> {
            loader.text = text;
            Report report = compiler.check(NAME, Map.of(), true).report();
            report.text(true);
            report.json();
            return report.diagnostics();
        });
        Thread thread = new Thread(checking, "fuzz");
        thread.setDaemon(true);
        thread.start();
        try {
            return checking.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            throw new AssertionError("no end: " + told, hangs);
        } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError(told, failed);
        }
    }

    private String damaged(Random random) {
        String original = texts.get(random.nextInt(texts.size()));
        int from = original.length() <= LONGEST ? 0 : random.nextInt(original.length() - LONGEST);
        List<String> text = split(original.substring(from, Math.min(original.length(), from + LONGEST)));
        for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
            int place = random.nextInt(text.size());
            switch (random.nextInt(7)) {
                case 0 -> text.remove(place);
                case 1 -> text.add(place, text.get(place) + " ");
                case 2 -> text.set(place, text.set(random.nextInt(text.size()), text.get(place)));
                case 3 ->
                    text.subList(place, Math.min(text.size(), place + random.nextInt(12)))
                            .clear();
                case 4 -> text.add(place, " " + word(random) + " ");
                default -> replace(text, place, random);
            }
        }
        return String.join("", text);
    }

    /** Another word instead of one that is no space: most of what comes about still reads. */
    private void replace(List<String> text, int place, Random random) {
        int at = place;
        while (at < text.size() - 1 && text.get(at).isBlank()) {
            at++;
        }
        boolean near = random.nextInt(3) > 0;
        text.set(at, near ? text.get(random.nextInt(text.size())) : word(random));
    }

    private String word(Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private static List<String> split(String text) {
        return new ArrayList<>(
                WORDS.matcher(text).results().map(found -> found.group()).toList());
    }

    private static List<String> words(List<String> texts) {
        return texts.stream()
                .flatMap(text -> split(text).stream())
                .filter(word -> !word.isBlank())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Path folder : List.of(Path.of("src", "test", "spec"), Path.of("..", "examples"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".kpipe"))
                        .filter(file -> !file.toString().contains("import-"))
                        .sorted()
                        .forEach(file -> texts.add(SpecFiles.read(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    /** The text at hand, and no other file. */
    private static final class OneText implements SourceLoader {

        private volatile String text = "";

        @Override
        public String resolve(String path, String importing) {
            return path;
        }

        @Override
        public SourceFile load(String name) throws IOException {
            if (name.equals(NAME)) {
                return new SourceFile(name, text);
            }
            throw new NoSuchFileException(name);
        }
    }
}
