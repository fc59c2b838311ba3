package kpipe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The architecture, held: which package imports which, and through which one door each library comes in.
 *
 * <p>A package imports only packages printed above it, and of those only the ones named in its row. {@code kpipe.data} is open to all,
 * {@code kpipe.compiler.source} to the rest of the compiler. {@code ..} behind a name takes the packages below it too.
 *
 * <p>Departures from the first draft, for one reason (docs/design/bound-syntax.md): queries are kept as bound syntax instead of a second tree, so
 * the model holds syntax, its shared values (templates, option values, inline Java) are those of the pipeline, and plan reads both. Whoever sees
 * the catalog's plug-ins in a node sees {@code kpipe.spi}; so does the runtime, whose clock and disk are declared there. The interpreter is a
 * kernel that the engine runs like a generated one, and therefore sees {@code kpipe.runtime.operator}.
 */
class ArchitectureTest {

    private static final String TABLE = """
            kpipe.data
            kpipe.spi
            kpipe.runtime.host           kpipe.spi
            kpipe.runtime.state          kpipe.spi host
            kpipe.runtime.log            kpipe.spi host state CRYPTO
            kpipe.runtime.serve          kpipe.spi host log
            kpipe.runtime.stream         kpipe.spi log host state
            kpipe.runtime.operator       kpipe.spi state
            kpipe.runtime.intake         kpipe.spi stream state host log
            kpipe.runtime.pump           kpipe.spi stream operator state host
            kpipe.runtime.firehose       kpipe.spi stream state host
            kpipe.runtime.engine         kpipe.spi host log serve stream state operator intake pump firehose
            kpipe.endpoint.wire          JETTY JACKSON CRYPTO
            kpipe.endpoint.kinesis       kpipe.endpoint.wire kpipe.runtime.log kpipe.runtime.host kpipe.spi CRYPTO
            kpipe.endpoint               kpipe.endpoint.wire kpipe.endpoint.kinesis kpipe.runtime.serve kpipe.runtime.log kpipe.runtime.host kpipe.spi
            kpipe.endpoint.command       kpipe.endpoint kpipe.endpoint.wire kpipe.runtime.serve kpipe.runtime.log kpipe.runtime.host kpipe.spi JACKSON
            kpipe.stdlib.format..        kpipe.spi
            kpipe.stdlib.connector.file      kpipe.spi kpipe.stdlib.format
            kpipe.stdlib.connector.generator kpipe.spi kpipe.stdlib.format
            kpipe.stdlib.connector.stdio     kpipe.spi kpipe.stdlib.format
            kpipe.stdlib.connector.kinesis   kpipe.spi AWS
            kpipe.stdlib.function..      kpipe.spi kpipe.stdlib.format
            kpipe.stdlib.table           kpipe.spi RANDOM_CUT_FOREST
            kpipe.compiler.source
            kpipe.compiler.diagnostic
            kpipe.compiler.syntax
            kpipe.compiler.parse         syntax diagnostic kpipe.grammar ANTLR
            kpipe.compiler.format        syntax
            kpipe.compiler.catalog       kpipe.spi
            kpipe.compiler.pipeline      kpipe.spi
            kpipe.compiler.model         syntax catalog pipeline kpipe.spi
            kpipe.compiler.resolve       syntax model catalog pipeline diagnostic kpipe.spi
            kpipe.compiler.plan..        syntax model pipeline catalog diagnostic kpipe.spi CALCITE
            kpipe.compiler.check         pipeline diagnostic kpipe.spi
            kpipe.compiler.interpret     pipeline kpipe.spi kpipe.runtime.operator kpipe.runtime.state
            kpipe.compiler.generate      pipeline kpipe.spi kpipe.runtime.operator kpipe.runtime.state JAVAPOET
            kpipe.compiler.build         generate JANINO
            kpipe.compiler               kpipe.spi kpipe.runtime.engine kpipe.runtime.state kpipe.runtime.serve diagnostic syntax parse format catalog model resolve pipeline plan check interpret generate build
            kpipe.tool                   kpipe.compiler kpipe.runtime.serve kpipe.runtime.engine kpipe.spi syntax model pipeline
            kpipe.tool.description       YAML
            kpipe.tool.importer          kpipe.tool.description kpipe.compiler diagnostic
            kpipe.tool.discover          kpipe.tool kpipe.tool.description kpipe.compiler model
            kpipe.tool.diff              kpipe.compiler kpipe.runtime.host kpipe.runtime.state pipeline kpipe.spi
            kpipe.tool.why               kpipe.tool.description kpipe.runtime.engine
            kpipe.cli                    kpipe.tool kpipe.tool.importer kpipe.tool.discover kpipe.tool.diff kpipe.tool.why kpipe.compiler kpipe.runtime.state kpipe.runtime.serve PICOCLI
            """;

    /** Each library has one doorway. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("ANTLR", List.of("org.antlr..")),
            Map.entry("CALCITE", List.of("org.apache.calcite..", "com.google.common..")),
            Map.entry("JAVAPOET", List.of("com.palantir.javapoet..", "javax.lang.model..")),
            Map.entry("JANINO", List.of("org.codehaus..", "javax.tools..")),
            Map.entry("PICOCLI", List.of("picocli..")),
            Map.entry("CRYPTO", List.of("javax.crypto..")),
            Map.entry("JETTY", List.of("org.eclipse.jetty..")),
            Map.entry("JACKSON", List.of("com.fasterxml.jackson..")),
            Map.entry("AWS", List.of("software.amazon.awssdk..", "org.reactivestreams..", "javax.net.ssl..")),
            Map.entry("YAML", List.of("org.yaml.snakeyaml..")),
            Map.entry("RANDOM_CUT_FOREST", List.of("com.amazon.randomcutforest..")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("kpipe");

    /** One row of the table: a package and all that its classes may depend on, as ArchUnit's package patterns. */
    record Row(String name, List<String> allowed) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void importsOnlyWhatItsRowNames(Row row) {
        classes()
                .that()
                .resideInAPackage(row.name())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(row.allowed().toArray(String[]::new))
                .because("the table of packages says so")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageHasARow() {
        List<String> names = rows().map(Row::name).toList();
        Set<String> strangers = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String name = type.getPackageName();
            if (names.stream().noneMatch(known -> covers(known, name)) && !name.equals("kpipe.grammar")) {
                strangers.add(name);
            }
        }
        assertThat(strangers).as("packages without a row in the table").isEmpty();
    }

    @Test
    void oneConnectorNeverImportsAnother() {
        slices().matching("kpipe.stdlib.connector.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Set<String> above = new HashSet<>();
        for (String line : TABLE.lines().toList()) {
            String[] words = line.trim().split("\\s+");
            String name = words[0];
            List<String> allowed = new ArrayList<>(List.of(name, "java..", "org.jspecify.annotations..", "kpipe.data"));
            if (name.startsWith("kpipe.compiler") || name.startsWith("kpipe.tool") || name.equals("kpipe.cli")) {
                allowed.add("kpipe.compiler.source");
            }
            for (int i = 1; i < words.length; i++) {
                allowed.addAll(patterns(words[i], name, above));
            }
            above.add(name);
            rows.add(new Row(name, allowed));
        }
        return rows.stream();
    }

    private static List<String> patterns(String word, String importer, Set<String> above) {
        if (LIBRARIES.containsKey(word)) {
            return LIBRARIES.get(word);
        }
        if (word.equals("kpipe.grammar")) {
            return List.of(word);
        }
        String parent = importer.startsWith("kpipe.runtime") ? "kpipe.runtime." : "kpipe.compiler.";
        String full = word.contains(".") ? word : parent + word;
        String known = above.contains(full) ? full : full + "..";
        assertThat(above).as("rows above %s", importer).contains(known);
        return List.of(known);
    }

    private static boolean covers(String pattern, String name) {
        if (pattern.endsWith("..")) {
            String base = pattern.substring(0, pattern.length() - 2);
            return name.equals(base) || name.startsWith(base + ".");
        }
        return name.equals(pattern);
    }
}
