package kpipe.runtime.engine;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.ServeOptions;
import kpipe.runtime.serve.StreamCommand;
import org.jspecify.annotations.Nullable;

/** The command line of a built jar: {@code run} (which is meant when nothing is said), {@code describe}, {@code --set NAME=value}, {@code --dir FOLDER}, {@code --data FOLDER}, {@code --from-start}, {@code -h}, {@code --version}. */
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
        if (arguments.length > 0) {
            for (StreamCommand command : ServiceLoader.load(StreamCommand.class, Launcher.class.getClassLoader())) {
                if (command.name().equals(arguments[0])) {
                    return run(command, List.of(arguments).subList(1, arguments.length));
                }
            }
        }
        Map<String, String> given = new TreeMap<>();
        String command = null;
        String folder = "";
        String data = "";
        boolean fromStart = false;
        Map<String, String> serve = new TreeMap<>();
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
                given.put(setting.substring(0, equals), setting.substring(equals + 1));
            } else if (argument.equals("--dir") || argument.startsWith("--dir=")) {
                folder = argument.length() > 5 ? argument.substring(6) : ++i < arguments.length ? arguments[i] : "";
                if (!isFolder(folder)) {
                    return usage(folder.isEmpty() ? "--dir needs a folder" : "there is no folder `" + folder + "`");
                }
            } else if (argument.equals("--data") || argument.startsWith("--data=")) {
                data = argument.length() > 6 ? argument.substring(7) : ++i < arguments.length ? arguments[i] : "";
                if (data.isEmpty()) {
                    return usage("--data needs a folder");
                }
            } else if (ServeOptions.has(argument.replaceFirst("=.*", ""))) {
                String name = argument.replaceFirst("=.*", "");
                serve.put(
                        name,
                        argument.length() > name.length()
                                ? argument.substring(name.length() + 1)
                                : ++i < arguments.length ? arguments[i] : "");
            } else if (argument.equals("--from-start")) {
                fromStart = true;
            } else if (command == null && !argument.startsWith("-")) {
                command = argument;
            } else {
                return usage("unknown argument `" + argument + "`");
            }
        }
        Keeping keeping =
                data.isEmpty() ? Keeping.usual(pipeline.name(), fromStart) : Keeping.in(Path.of(data), fromStart);
        try {
            return run(command, given, folder, keeping, ServeOptions.of(serve));
        } catch (IllegalArgumentException wrong) {
            return usage(String.valueOf(wrong.getMessage()));
        }
    }

    /** The commands about its streams, in the data folder that a run in the same working directory has. */
    private int run(StreamCommand command, List<String> arguments) {
        Path data = Path.of(".kpipe", pipeline.name());
        StreamCommand.Surroundings around = new StreamCommand.Surroundings(
                "java -jar " + pipeline.name() + ".jar", List.of(data), data, System.in, out, messages);
        try {
            return command.run(arguments, around);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return StreamCommand.FAILED;
        }
    }

    private int run(
            @Nullable String command, Map<String, String> given, String folder, Keeping keeping, ServeOptions serve) {
        if (command != null && !command.equals("run") && !command.equals("describe")) {
            return usage("unknown command `" + command + "`");
        }
        if (command != null && command.equals("describe")) {
            out.print(pipeline.description());
            return 0;
        }
        String unknown = unknown(given);
        if (unknown != null) {
            messages.println("error: " + unknown);
            return USAGE;
        }
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.putAll(given);
        Topology topology;
        try {
            topology = pipeline.topology(settings);
        } catch (IllegalArgumentException wrong) {
            messages.println("error: " + wrong.getMessage());
            return USAGE;
        }
        return new PipelineRun(topology, Path.of(folder), keeping, serve, messages).run();
    }

    /** What to say of a name that was set and that the pipeline does not know; null where it knows them all. */
    private @Nullable String unknown(Map<String, String> given) {
        Set<String> known = given.isEmpty() ? Set.of() : pipeline.settingNames();
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                return "there is no parameter `" + name + "` to set; this pipeline has "
                        + (known.isEmpty() ? "none" : "`" + String.join("`, `", known) + "`");
            }
        }
        return null;
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
        return "usage: java -jar PIPELINE.jar [run|describe] [--set NAME=value]... [--dir FOLDER] [--data FOLDER] [--from-start]\n"
                + "\n"
                + "  run                run the pipeline until its sources end or it is stopped (the default)\n"
                + "  describe           show its streams, tables, pumps and destinations\n"
                + streamCommands()
                + "  --set NAME=value   give a parameter its value\n"
                + "  --dir FOLDER       what relative paths are below, instead of the working directory\n"
                + "  --data FOLDER      where it keeps what it goes on from, instead of .kpipe/NAME\n"
                + "  --from-start       begin anew instead of going on from where the last run was\n"
                + serveOptions()
                + "  -h, --help         show this\n"
                + "  --version          show the version of kpipe that built it\n";
    }

    /** Where there is something to serve. */
    private static String serveOptions() {
        StringBuilder lines = new StringBuilder();
        if (EndpointProvider.find() != null) {
            for (Map.Entry<String, String> option : ServeOptions.help()) {
                lines.append(String.format("  %-18s %s%n", option.getKey(), option.getValue()));
            }
        }
        return lines.toString();
    }

    private static String streamCommands() {
        StringBuilder lines = new StringBuilder();
        for (StreamCommand command : ServiceLoader.load(StreamCommand.class, Launcher.class.getClassLoader())) {
            lines.append(String.format("  %-18s %s%n", command.name(), command.summary()));
        }
        return lines.toString();
    }

    private static String version() {
        String version = Launcher.class.getPackage().getImplementationVersion();
        return version == null ? "(development build)" : version;
    }
}
