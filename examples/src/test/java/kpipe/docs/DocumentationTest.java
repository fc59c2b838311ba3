package kpipe.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import kpipe.docs.Page.Block;
import kpipe.endtoend.Workspace;
import kpipe.endtoend.Workspace.Outcome;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every code block of the README and of {@code docs/} does what the page says. The word after the fence tells what a block is:
 *
 * <ul>
 *   <li>{@code kpipe}: a whole program, that {@code check} has nothing to say about and whose tests pass
 *   <li>{@code kpipe-part FILE}: lines of a file of the source tree, which stand there as they stand here
 *   <li>{@code kpipe-error K0203}: a program that gives this code first
 *   <li>{@code console}: commands after {@code $ } that are run, and what they write; {@code ...} stands for any lines or any part of one; a command
 *       ends well unless {@code exit=N} says how
 *   <li>{@code sh}: commands that end well
 *   <li>{@code java}: a class that compiles
 *   <li>{@code text}, {@code json}, {@code csv}, or no word at all: something to look at
 * </ul>
 *
 * The pages of codes, which are many and small, are held by a test of the compiler. Blocks of a page share a folder; {@code file=NAME} saves a block there. {@code mvn verify} is what runs this test.
 */
final class DocumentationTest {

    private static final Path ROOT = Workspace.sourceTree();

    /** Its blocks in the languages of clients are run where the clients are: {@code kpipe.clients.DocumentationTest}. */
    private static final Path OF_CLIENTS = Path.of("docs/endpoint.md");

    private static final Set<String> CLIENTS = Set.of("sh", "python", "js", "java");
    private static final Pattern ERROR = Pattern.compile("error\\[(K\\d{4})][^\\n]*\\n +┌─ (wrong-\\d+\\.kpipe):");
    private static final Pattern IMAGE_TEXT = Pattern.compile("<text [^>]*>([^<]*)</text>");
    private static final Pattern PUBLIC_CLASS =
            Pattern.compile("^public (?:final |abstract )*(?:class|interface|record|enum) (\\w+)", Pattern.MULTILINE);

    @TempDir
    private Path folders;

    @TestFactory
    Stream<DynamicTest> pages() throws IOException {
        List<Path> paths = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith(ROOT.resolve("docs/codes")) || hasCommands(file))
                    .sorted()
                    .forEach(paths::add);
        }
        return paths.stream()
                .map(Page::read)
                .filter(page -> !page.blocks().isEmpty())
                .map(page -> DynamicTest.dynamicTest(
                        ROOT.relativize(page.path()).toString(), page.path().toUri(), () -> holds(page)));
    }

    private static boolean hasCommands(Path page) {
        try {
            return Files.readString(page).contains("```console");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pictures of terminals show what happens: each line is a text of the image; how long something takes and how large it is may differ. */
    @TestFactory
    Stream<DynamicTest> pictures() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/images"))) {
            return files.sorted().toList().stream()
                    .map(image -> DynamicTest.dynamicTest(
                            ROOT.relativize(image).toString(), image.toUri(), () -> showsWhatHappens(image)));
        }
    }

    private void showsWhatHappens(Path image) throws Exception {
        StringBuilder lines = new StringBuilder();
        Matcher texts = IMAGE_TEXT.matcher(Files.readString(image));
        while (texts.find()) {
            String line =
                    texts.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            lines.append(line.replaceAll("\\d+ (ms|KB)\\)", "... $1)")).append('\n');
        }
        Workspace workspace = new Workspace(Files.createTempDirectory(folders, "image"));
        converses(new Block(1, "console", Map.of(), lines.toString()), workspace, image.toString());
    }

    private void holds(Page page) throws Exception {
        Workspace workspace = new Workspace(Files.createTempDirectory(folders, "page"));
        for (Block block : page.blocks()) {
            String file = block.attributes().get("file");
            if (file != null) {
                workspace.save(file, block.text());
            }
        }
        if (!ROOT.relativize(page.path()).startsWith("docs/codes")) {
            // Those of the hundreds of pages of codes are checked in one process, beside the specs of diagnostics.
            checkPrograms(page, workspace);
            checkWrongPrograms(page, workspace);
        }
        for (Block block : page.blocks()) {
            String place = ROOT.relativize(page.path()) + ":" + block.line();
            if (ROOT.relativize(page.path()).equals(OF_CLIENTS) && CLIENTS.contains(block.language())) {
                continue;
            }
            switch (block.language()) {
                case "kpipe", "kpipe-error", "text", "", "json", "csv" -> {}
                case "kpipe-part" -> standsInFile(block, place);
                case "console" -> converses(block, workspace, place);
                case "sh" -> runs(block, workspace, place);
                case "java" -> compiles(block, workspace, place);
                default -> fail(place + ": no test knows what to do with a block of `" + block.language() + "`");
            }
        }
    }

    /** All programs of a page at once: starting costs more than checking. */
    private static void checkPrograms(Page page, Workspace workspace) throws Exception {
        List<String> plain = new ArrayList<>();
        List<String> tested = new ArrayList<>();
        for (Block block : page.blocks()) {
            if (block.language().equals("kpipe")) {
                String name = block.attributes().getOrDefault("file", "line-" + block.line() + ".kpipe");
                workspace.save(name, block.text());
                (block.text().contains("TEST '") ? tested : plain).add("'" + name + "'");
            }
        }
        if (!plain.isEmpty()) {
            succeeds(
                    workspace.run("kpipe check " + String.join(" ", plain)),
                    page.path().toString());
        }
        if (!tested.isEmpty()) {
            succeeds(
                    workspace.run("kpipe test " + String.join(" ", tested)),
                    page.path().toString());
        }
    }

    /** The first error of every program that is wrong is the one that the page says. */
    private static void checkWrongPrograms(Page page, Workspace workspace) throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (Block block : page.blocks()) {
            if (block.language().equals("kpipe-error")) {
                String name = "wrong-" + block.line() + ".kpipe";
                workspace.save(name, block.text());
                expected.put(
                        name,
                        block.attributes().keySet().stream()
                                .filter(word -> word.matches("K\\d{4}"))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(
                                        page.path() + ":" + block.line() + ": which code does it give?")));
            }
        }
        if (!expected.isEmpty()) {
            Outcome outcome = workspace.run("kpipe check " + String.join(" ", expected.keySet()));
            Map<String, String> actual = new TreeMap<>();
            Matcher errors = ERROR.matcher(outcome.output());
            while (errors.find()) {
                actual.putIfAbsent(errors.group(2), errors.group(1));
            }
            assertThat(actual).as(page.path() + "\n" + outcome.output()).isEqualTo(expected);
        }
    }

    private static void standsInFile(Block block, String place) throws IOException {
        String file = block.attributes().keySet().iterator().next();
        assertThat(ROOT.resolve(file)).as(place).content().contains(block.text());
    }

    private static void runs(Block block, Workspace workspace, String place) throws Exception {
        for (String command : block.text().split("\n")) {
            if (!command.isBlank() && !command.startsWith("#") && !command.startsWith("mvn verify")) {
                succeeds(workspace.run(command), place + ": " + command);
            }
        }
    }

    private static void succeeds(Outcome outcome, String what) {
        assertThat(outcome.exitCode()).as(what + "\n" + outcome.output()).isZero();
    }

    private static void converses(Block block, Workspace workspace, String place) throws Exception {
        String[] lines = block.text().split("\n");
        int expectedExit = Integer.parseInt(block.attributes().getOrDefault("exit", "0"));
        for (int i = 0; i < lines.length; ) {
            if (!lines[i].startsWith("$ ")) {
                fail(place + ": a console block begins with `$ ` and a command");
            }
            String command = lines[i++].substring(2);
            StringBuilder expected = new StringBuilder();
            for (; i < lines.length && !lines[i].startsWith("$ "); i++) {
                expected.append(lines[i].stripTrailing()).append('\n');
            }
            Outcome outcome = workspace.run(command);
            String as = place + ": " + command + "\n" + outcome.output();
            assertThat(outcome.exitCode()).as(as).isEqualTo(i == lines.length ? expectedExit : 0);
            String written = outcome.output()
                    .lines()
                    .map(line -> line.stripTrailing() + "\n")
                    .reduce("", String::concat);
            if (!Pattern.matches(asPattern(expected.toString()), written)) {
                assertThat(written).as(as).isEqualTo(expected.toString());
            }
        }
    }

    /** A line that is {@code ...} stands for any number of lines, {@code ...} within a line for any part of it. */
    private static String asPattern(String expected) {
        StringBuilder pattern = new StringBuilder();
        for (String line : expected.split("(?<=\n)")) {
            if (line.strip().equals("...")) {
                pattern.append("(?:.*\n)*");
            } else {
                String[] parts = line.split(Pattern.quote("..."), -1);
                for (int i = 0; i < parts.length; i++) {
                    pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
                }
            }
        }
        return pattern.toString();
    }

    private static void compiles(Block block, Workspace workspace, String place) throws IOException {
        Matcher name = PUBLIC_CLASS.matcher(block.text());
        if (!name.find()) {
            fail(place + ": a block of Java is a file with a public class");
        }
        Path source = workspace.save("java/" + name.group(1) + ".java", block.text());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-classpath",
                    Workspace.classPath(),
                    "-d",
                    Files.createDirectories(workspace.folder().resolve("classes"))
                            .toString());
            boolean done = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(done).as(place + "\n" + messages).isTrue();
        }
    }
}
