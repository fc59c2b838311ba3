package kpipe.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import kpipe.tool.discover.Discovery;
import kpipe.tool.discover.Discovery.Form;
import kpipe.tool.discover.Discovery.Found;
import kpipe.tool.discover.DiscoveryReport;
import kpipe.tool.discover.Sample;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe discover FILE}: infers the declaration of a stream from sample data. */
@Command(
        name = "discover",
        description = "Infer the declaration of a stream from sample data.",
        footer = {
            "",
            "The declaration goes to standard output; what was seen of each column, and the first rows, to standard error.",
            "It knows JSON (lines, arrays, laid out in any way), delimited text, some logs, and lines of any kind; also gzipped."
        })
final class DiscoverCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private enum Output {
        TEXT,
        JSON
    }

    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The sample; `-`, or none, for standard input.")
    private String file = STANDARD_INPUT;

    @Option(
            names = "--as",
            paramLabel = "auto|json|csv|regex|raw",
            description = "The format of the sample; otherwise it is found out.")
    private Form form = Form.AUTO;

    @Option(names = "--name", paramLabel = "NAME", description = "What the stream is called; otherwise after the file.")
    private @Nullable String name;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "How many rows are looked at at most (10000 where nothing is said).")
    private int rows = 10_000;

    @Option(names = "--kda", description = "Names and types as the discovery of Kinesis Data Analytics chose them.")
    private boolean asService;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description =
                    "text: a declaration and a report for people (the default). json: one object, on standard output.")
    private Output output = Output.TEXT;

    DiscoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (rows < 1) {
            throw CommandException.usage("`--rows` is at least 1");
        }
        if (name != null && name.isBlank()) {
            throw CommandException.usage("`--name` is the name of a stream");
        }
        boolean standard = file.equals(STANDARD_INPUT);
        String title = standard ? "standard input" : file;
        Sample sample = sample(standard);
        String source = standard ? "STDIN" : "FILE '" + file.replace("'", "''") + "'";
        Discovery.Terms terms = new Discovery.Terms(streamName(standard), source, title, form, rows, asService);
        Found found = Discovery.run(sample, terms)
                .orElseThrow(() -> CommandException.failed(title + " holds no record"
                        + (form == Form.AUTO ? "" : " of " + form) + " to infer columns from"));
        if (output == Output.JSON) {
            terminal.out().println(DiscoveryReport.json(found));
        } else {
            terminal.err().print(DiscoveryReport.text(found));
            terminal.err().println();
            terminal.out().print(found.declaration());
        }
        return Exit.DONE;
    }

    private Sample sample(boolean standard) {
        try {
            if (standard) {
                return Sample.read(terminal.in(), rows);
            }
            try (InputStream input = Files.newInputStream(Path.of(file))) {
                return Sample.read(input, rows);
            }
        } catch (NoSuchFileException e) {
            throw CommandException.failed("there is no file `" + file + "`");
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw CommandException.failed("`" + file + "` cannot be read");
        }
    }

    private String streamName(boolean standard) {
        if (name != null) {
            return name;
        }
        if (asService) {
            return "SOURCE_SQL_STREAM_001";
        }
        String last = standard ? "sample" : file.replaceAll("^.*[/\\\\]", "");
        String plain = last.replaceFirst("\\..*$", "")
                .replaceAll("[^A-Za-z0-9_]+", "_")
                .toLowerCase(Locale.ROOT);
        return plain.matches("[a-z_].*") ? plain : "sample" + (plain.isEmpty() || plain.equals("_") ? "" : "_" + plain);
    }
}
