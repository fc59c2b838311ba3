package kpipe.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

    private static final ClassLoader LIBRARIES = BuildTest.class.getClassLoader();

    private static final Map<String, String> SOURCES = Map.of(
            "generated.Greeter",
            "package generated; public class Greeter { public String toString() { return Words.of(\"a\"); } "
                    + "public static void main(String[] a) { System.out.print(new Greeter()); } }",
            "generated.Words",
            "package generated; public class Words { static class Nested { int n = 1; } public static String of(String s) { "
                    + "return s + new Nested().n + kpipe.data.Text.of(\"ü\"); } }");

    @Test
    void classesThatReferToEachOtherAreCompiledAndLoaded() throws Exception {
        Map<String, byte[]> classes = new JavaCompiler(LIBRARIES).compile(SOURCES);
        assertThat(classes).containsOnlyKeys("generated.Greeter", "generated.Words", "generated.Words$Nested");
        assertThat(new GeneratedClasses(classes, LIBRARIES).instance("generated.Greeter", Object.class))
                .hasToString("a1ü");
    }

    @Test
    void everyMistakeHasItsPlace() {
        Map<String, String> sources = Map.of(
                "generated.Bad",
                "package generated;\npublic class Bad {\n  int a() { return missing; }\n  int b() { return \"text\".absent(); }\n}\n");
        JavaRefusedException refused =
                catchThrowableOfType(JavaRefusedException.class, () -> new JavaCompiler(LIBRARIES).compile(sources));
        assertThat(refused.problems()).extracting(JavaProblem::line).containsExactly(3, 4);
        assertThat(refused.problems()).extracting(JavaProblem::className).containsOnly("generated.Bad");
    }

    @Test
    void aSyntaxErrorHasItsPlace() {
        Map<String, String> sources =
                Map.of("generated.Bad", "package generated;\npublic class Bad {\n  int a( { }\n}\n");
        JavaRefusedException refused =
                catchThrowableOfType(JavaRefusedException.class, () -> new JavaCompiler(LIBRARIES).compile(sources));
        assertThat(refused.problems()).extracting(JavaProblem::line).containsExactly(3);
    }

    @Test
    void aJarHoldsWhatIsUsedRunsAloneAndHasTheSameBytesEachTime(@TempDir Path folder) throws Exception {
        Map<String, byte[]> classes = new JavaCompiler(LIBRARIES).compile(SOURCES);
        Path first = folder.resolve("first.jar");
        Path second = folder.resolve("sub/second.jar");
        PipelineJar.write(first, "generated.Greeter", "1.0", classes, List.of(), LIBRARIES);
        PipelineJar.write(second, "generated.Greeter", "1.0", classes, List.of(), LIBRARIES);
        assertThat(first).hasSameBinaryContentAs(second);
        try (JarFile jar = new JarFile(first.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("kpipe/data/Text.class", "generated/Words$Nested.class", "META-INF/LICENSE")
                    .noneMatch(name -> name.startsWith("kpipe/compiler") || name.contains("janino"));
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=UTF-8",
                        "-Dfile.encoding=UTF-8",
                        "-jar",
                        first.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isIn("a1ü", "a1?");
        assertThat(process.waitFor()).isZero();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("first.jar", "sub");
    }
}
