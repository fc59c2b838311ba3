package kpipe.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kpipe.compiler.diagnostic.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code has one number, a spec that gives it, and a page whose first example gives it and whose others are right. */
class CodeTest {

    private static final Path PAGES = Path.of("..", "docs", "codes");
    private static final Pattern BLOCK =
            Pattern.compile("```(\\S+)(?: (K\\d{4}))?(?: \\S+=\\S+)*\\n(.*?)```", Pattern.DOTALL);

    static List<Path> pages() {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noTwoCodesShareANumber() {
        Map<String, List<Code>> byId = DeclaredCodes.all().stream().collect(Collectors.groupingBy(Code::id));
        assertThat(byId.values()).allSatisfy(codes -> assertThat(codes).hasSize(1));
    }

    @Test
    void everyCodeHasASpec() {
        Set<String> specs = new TreeSet<>();
        Stream.concat(SpecFiles.inputs("errors").stream(), SpecFiles.descriptions().stream())
                .map(spec -> spec.getFileName().toString())
                .filter(name -> name.startsWith("K"))
                .forEach(name -> specs.add(name.substring(0, 5)));
        assertThat(specs).isEqualTo(ids());
    }

    @Test
    void everyCodeHasAPage() {
        Set<String> named = new TreeSet<>();
        pages().forEach(page -> named.add(page.getFileName().toString()));
        assertThat(named)
                .isEqualTo(ids().stream().map(id -> id + ".md").collect(Collectors.toCollection(TreeSet::new)));
    }

    /** {@code kpipe-error K0203} gives this code alone, {@code kpipe} gives none. */
    @ParameterizedTest
    @MethodSource("pages")
    void examplesDoWhatThePageSays(Path page) throws IOException {
        String id = page.getFileName().toString().substring(0, 5);
        String text = Files.readString(page);
        assertThat(text).startsWith("# " + id + ": ");
        List<String> wrong = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            Checking checking = check(blocks.group(3));
            if (blocks.group(1).equals("kpipe-error")) {
                wrong.add(blocks.group(2));
                assertThat(checking.codes()).as(checking.text()).containsOnly(id);
            } else if (blocks.group(1).equals("kpipe")) {
                assertThat(checking.text()).isEmpty();
            } else if (blocks.group(3).contains("[" + id + "]")) {
                // A command line gives the code; the test of the documentation runs it.
                wrong.add(id);
            }
        }
        assertThat(wrong).as("the example that gives the code").containsExactly(id);
    }

    private static Checking check(String text) {
        return Checking.of(ErrorSpecTest.FOLDER, "pipeline.kpipe", text, ErrorSpecTest.settings(text));
    }

    private static Set<String> ids() {
        return DeclaredCodes.all().stream().map(Code::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
