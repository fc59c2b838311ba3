package kpipe.tool.importer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.tool.description.JsonText;
import kpipe.tool.description.MalformedException;
import kpipe.tool.description.Value;
import kpipe.tool.description.YamlText;
import org.jspecify.annotations.Nullable;

/** Makes a .kpipe file of an application of Kinesis Data Analytics. */
public final class Importer {

    private static final Code NOTHING =
            Code.error("K0802", "no application of Kinesis Data Analytics is described here");
    private static final Code SEVERAL =
            Code.error("K0803", "{0} applications are described here: choose one with --application");
    private static final Code UNKNOWN = Code.error("K0804", "no application `{0}` is described here");
    private static final Code UNREADABLE = Code.error("K0812", "`{0}` cannot be read: {1}");

    private static final Pattern SCRIPT = Pattern.compile(
            "(?is)^(?:\\s|--[^\\n]*\\n|//[^\\n]*\\n|/\\*.*?\\*/)*CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:STREAM|PUMP|FUNCTION)\\b.*");
    private static final Pattern HCL =
            Pattern.compile("(?m)^(?:resource|variable|locals|module|provider|terraform|data|output)\\b[^:\\n]*\\{");

    private final Path file;
    /** The description, where it is no file. */
    private final @Nullable SourceFile text;

    private final Map<String, String> given;
    private final @Nullable String wanted;
    private final DiagnosticCollector diagnostics = new DiagnosticCollector();

    private Importer(Path file, @Nullable SourceFile text, Map<String, String> given, @Nullable String wanted) {
        this.file = file;
        this.text = text;
        this.given = given;
        this.wanted = wanted;
    }

    /**
     * A .kpipe file, if there is one.
     *
     * @param text of the file; null where the report holds an error
     * @param name what the application is called
     * @param report what is wrong with the description, and what could not be carried over
     */
    public record Result(@Nullable String text, String name, Report report) {}

    /**
     * Imports an application.
     *
     * @param file the description: JSON, YAML, a file of Terraform or a folder of them, or a state of Terraform
     * @param given values of the description's parameters
     * @param application which application; null where there is one only
     */
    public static Result run(Path file, Map<String, String> given, @Nullable String application) {
        return new Importer(file, null, given, application).run();
    }

    /** As the other, of a description that is no file; files that it names are looked for in the working directory. */
    public static Result run(SourceFile text, Map<String, String> given, @Nullable String application) {
        return new Importer(Path.of(""), text, given, application).run();
    }

    private Result run() {
        String name = "";
        String made = null;
        try {
            Description chosen = chosen(descriptions());
            name = chosen.name();
            Application application = new ApplicationReader(chosen, diagnostics).read();
            if (!diagnostics.hasErrors()) {
                made = text(chosen, application);
            }
        } catch (RefusedException refused) {
            diagnostics.report(refused.diagnostic());
        } catch (MalformedException malformed) {
            diagnostics.report(RefusedException.of(malformed).diagnostic());
        }
        return new Result(made, name, new Report(diagnostics.diagnostics()));
    }

    private List<Description> descriptions() throws RefusedException, MalformedException {
        if (text == null && Files.isDirectory(file)) {
            return Terraform.applications(this::files, file, null, given);
        }
        SourceFile source = text == null ? load(file) : text;
        String content = source.text().strip();
        String lower = file.toString().toLowerCase(Locale.ROOT);
        boolean braces = content.startsWith("{") || content.startsWith("[") || content.startsWith("\uFEFF{");
        if (lower.endsWith(".tf") || !braces && HCL.matcher(content).find()) {
            Path parent = file.getParent();
            return Terraform.applications(this::files, parent == null ? Path.of("") : parent, source, given);
        }
        if (SCRIPT.matcher(content).matches()) {
            throw new RefusedException(
                    Diagnostic.of(NOTHING, source.span(0, 0))
                            .withNote(
                                    "this is an application's code alone; it is a .kpipe file as it is, once its input is declared"));
        }
        Value root = braces && !lower.matches(".*\\.ya?ml") ? JsonText.read(source) : YamlText.read(source);
        List<Description> found = ApplicationFinder.find(root, given);
        if (found.isEmpty()) {
            throw new RefusedException(Diagnostic.of(NOTHING, source.span(0, 0)));
        }
        return found;
    }

    private Description chosen(List<Description> found) throws RefusedException {
        if (found.isEmpty()) {
            throw new RefusedException(Diagnostic.ofNoPlace(NOTHING));
        }
        List<String> names = found.stream().map(Description::name).toList();
        String known = names.stream().distinct().collect(Collectors.joining("`, `", "`", "`"));
        Span first = found.get(0).place();
        if (wanted == null) {
            if (found.size() > 1) {
                throw new RefusedException(
                        Diagnostic.of(SEVERAL, first, found.size()).withNote("there are " + known));
            }
            return found.get(0);
        }
        return found.stream()
                .filter(one -> one.names().contains(wanted))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Diagnostic.of(UNKNOWN, first, wanted).withNote("there are " + known)));
    }

    private String text(Description description, Application application) {
        PipelineText statements = new PipelineText(application, diagnostics);
        Path name = text == null ? file.getFileName() : Path.of(text.name());
        StringBuilder made = new StringBuilder();
        made.append(PipelineText.commented(application.name() + ": imported from " + (name == null ? file : name) + " ("
                + description.origin() + ")."));
        made.append(PipelineText.commented(application.description())).append('\n');
        made.append(formatted(statements.before()));
        made.append("-- The application's code, as it was.\n\n");
        made.append(ScriptText.closed(application.code().text()));
        String behind = statements.behind();
        if (!behind.isEmpty()) {
            made.append('\n').append(formatted(behind));
        }
        return made.toString().stripTrailing() + "\n";
    }

    /** In the canonical form. */
    private static String formatted(String statements) {
        return statements.isEmpty()
                ? ""
                : new Compiler().format("statements", statements).text().stripTrailing() + "\n\n";
    }

    /** The files of a folder whose names end so, by name. */
    private List<SourceFile> files(Path folder, String ending) throws RefusedException {
        List<Path> paths;
        try (Stream<Path> all = Files.list(folder)) {
            paths = all.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, "the folder cannot be listed");
        }
        List<SourceFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(load(path));
        }
        return files;
    }

    private SourceFile load(Path path) throws RefusedException {
        try {
            byte[] bytes = Files.readAllBytes(path);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(path.toString(), text);
        } catch (NoSuchFileException e) {
            throw unreadable(path, "there is no such file");
        } catch (CharacterCodingException e) {
            throw unreadable(path, "it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(path, "reading it fails");
        }
    }

    private static RefusedException unreadable(Path path, String why) {
        return new RefusedException(Diagnostic.ofNoPlace(UNREADABLE, path, why));
    }
}
