package kpipe.runtime.engine;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kpipe.data.Column;
import org.jspecify.annotations.Nullable;

/** The command line of a built jar: {@code run} (which is meant when nothing is said), {@code describe}, {@code --set NAME=value}, {@code --dir FOLDER}, {@code -h}, {@code --version}. */
public final class Launcher {

    private static final int USAGE = 2;

    private final CompiledPipeline pipeline;
    private final PrintStream out;
    private final PrintStream messages;

    Launcher(CompiledPipeline pipeline, PrintStream out, PrintStream messages) {
        this.pipeline = pipeline;
        this.out = out;
        this.messages = messages;
    }

    /** What the main class of a built jar calls; does not return. */
    public static void main(CompiledPipeline pipeline, String[] arguments) {
        int code;
        try {
            code = new Launcher(pipeline, System.out, System.err).launch(arguments);
        } catch (RuntimeException | LinkageError failure) {
            System.err.println("error: internal error; KPIPE_DEBUG=1 shows what happened");
            if ("1".equals(System.getenv("KPIPE_DEBUG"))) {
                failure.printStackTrace();
            }
            code = 70;
        }
        System.out.flush();
        System.exit(code);
    }

    int launch(String[] arguments) {
        Map<String, String> settings = new HashMap<>(System.getenv());
        String command = null;
        String folder = "";
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("-h") || argument.equals("--help") || argument.equals("help")) {
                out.print(help());
                return 0;
            } else if (argument.equals("--version") || argument.equals("version")) {
                out.println("kpipe " + version());
                return 0;
            } else if (argument.equals("--set") || argument.startsWith("--set=")) {
                String setting =
                        argument.length() > 5 ? argument.substring(6) : ++i < arguments.length ? arguments[i] : "";
                int equals = setting.indexOf('=');
                if (equals < 1) {
                    return usage("--set needs NAME=value");
                }
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            } else if (argument.equals("--dir") || argument.startsWith("--dir=")) {
                folder = argument.length() > 5 ? argument.substring(6) : ++i < arguments.length ? arguments[i] : "";
                if (!isFolder(folder)) {
                    return usage(folder.isEmpty() ? "--dir needs a folder" : "there is no folder `" + folder + "`");
                }
            } else if (command == null && !argument.startsWith("-")) {
                command = argument;
            } else {
                return usage("unknown argument `" + argument + "`");
            }
        }
        return run(command, settings, folder);
    }

    private int run(@Nullable String command, Map<String, String> settings, String folder) {
        if (command != null && !command.equals("run") && !command.equals("describe")) {
            return usage("unknown command `" + command + "`");
        }
        Topology topology;
        try {
            topology = pipeline.topology(settings);
        } catch (IllegalArgumentException wrong) {
            messages.println("error: " + wrong.getMessage());
            return USAGE;
        }
        if (command != null && command.equals("describe")) {
            describe(topology);
            return 0;
        }
        return new PipelineRun(topology, Path.of(folder), messages).run();
    }

    private static boolean isFolder(String folder) {
        try {
            return !folder.isEmpty() && Files.isDirectory(Path.of(folder));
        } catch (InvalidPathException invalid) {
            return false;
        }
    }

    private int usage(String problem) {
        messages.println("error: " + problem);
        messages.print(help());
        return USAGE;
    }

    private static String help() {
        return "usage: java -jar PIPELINE.jar [run|describe] [--set NAME=value]... [--dir FOLDER]\n"
                + "\n"
                + "  run                run the pipeline until its sources end or it is stopped (the default)\n"
                + "  describe           show its streams, tables, pumps and destinations\n"
                + "  --set NAME=value   give a parameter its value\n"
                + "  --dir FOLDER       what relative paths are below, instead of the working directory\n"
                + "  -h, --help         show this\n"
                + "  --version          show the version of kpipe that built it\n";
    }

    private static String version() {
        String version = Launcher.class.getPackage().getImplementationVersion();
        return version == null ? "(development build)" : version;
    }

    private void describe(Topology topology) {
        out.println("pipeline " + topology.name());
        for (Topology.StreamNode stream : topology.streams()) {
            if (stream.role() == Topology.StreamRole.DECLARED) {
                Topology.SourceNode source = stream.source();
                out.println("stream " + stream.name()
                        + (source == null
                                ? ""
                                : " from " + at(source.connector().spec().name(), source.address()))
                        + (stream.lanes() > 1 ? ", " + stream.lanes() + " shards" : ""));
                for (Column column : stream.schema().columns()) {
                    out.println("    " + column);
                }
            }
        }
        for (Topology.TableNode table : topology.tables()) {
            out.println("table " + table.name() + " from "
                    + at(table.connector().spec().name(), table.address()));
            for (Column column : table.schema().columns()) {
                out.println("    " + column);
            }
        }
        String last = "";
        for (Topology.StageNode stage : topology.stages()) {
            if (!stage.pump().equals(last)) {
                out.println("pump " + stage.pump() + " from " + stage.from() + (stage.stopped() ? " (stopped)" : ""));
            }
            last = stage.pump();
        }
        for (Topology.DestinationNode destination : topology.destinations()) {
            out.println("destination " + destination.name() + " from " + destination.from() + " to "
                    + at(destination.connector().spec().name(), destination.address()));
        }
    }

    private static String at(String connector, String address) {
        return address.isEmpty() ? connector : connector + " '" + address + "'";
    }
}
