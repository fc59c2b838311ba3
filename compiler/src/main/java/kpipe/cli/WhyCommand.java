package kpipe.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import kpipe.tool.why.Facts;
import kpipe.tool.why.Running;
import kpipe.tool.why.WhyText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kpipe why PUMP}: tells who holds back the time of a pump of a pipeline that is running. */
@Command(
        name = "why",
        description = "Tell who holds back the time of a pump of a pipeline that is running.",
        footer = {
            "",
            "Without PUMP: all pumps of the pipelines that you are running, a line each.",
            "It finds what runs under your name on this machine: `kpipe run`, and jars."
        })
final class WhyCommand implements Callable<Integer> {

    private enum Output {
        TEXT,
        JSON
    }

    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "PUMP", description = "The pump.")
    private @Nullable String pump;

    @Option(
            names = "--in",
            paramLabel = "PIPELINE",
            description =
                    "Its pipeline, by name, number of its process, or folder; needed where several have such a pump.")
    private @Nullable String pipeline;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "text: for people (the default). json: an array of objects, one per pump.")
    private Output output = Output.TEXT;

    WhyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Running> candidates = candidates();
        if (pump == null) {
            showAll(candidates);
        } else {
            show(answer(one(candidates, pump), pump));
        }
        return Exit.DONE;
    }

    private List<Running> candidates() throws IOException {
        List<Running> candidates = Running.all();
        if (candidates.isEmpty()) {
            throw CommandException.failed("no pipeline is running under your name on this machine");
        }
        String wanted = pipeline;
        if (wanted == null) {
            return candidates;
        }
        List<Running> named =
                candidates.stream().filter(each -> each.isCalled(wanted)).toList();
        if (named.isEmpty()) {
            throw CommandException.failed("no pipeline `" + wanted + "` is running; there " + list(candidates));
        }
        return named;
    }

    /** The one that has a pump of that name. */
    private Running one(List<Running> candidates, String name) {
        List<Running> having =
                candidates.stream().filter(each -> each.pumps().contains(name)).toList();
        if (having.size() == 1) {
            return having.get(0);
        }
        if (!having.isEmpty()) {
            throw CommandException.failed("several pipelines that run have a pump `" + name
                    + "`, and --in with the number of a process says which: there " + list(having));
        }
        if (candidates.size() == 1) {
            Facts only = candidates.get(0).description();
            List<String> pumps = candidates.get(0).pumps();
            throw CommandException.failed("`" + only.text("pipeline") + "` has no pump `" + name + "`; it has "
                    + (pumps.isEmpty() ? "none" : "`" + String.join("`, `", pumps) + "`"));
        }
        throw CommandException.failed("no pipeline that runs has a pump `" + name + "`: there " + list(candidates));
    }

    private static String list(List<Running> candidates) {
        List<String> lines = new ArrayList<>();
        candidates.forEach(each -> lines.add(WhyText.headline(each.description())));
        return (lines.size() == 1 ? "is " : "are ") + String.join(" and ", lines);
    }

    private static String answer(Running candidate, String name) throws IOException {
        return candidate
                .why(name)
                .orElseThrow(() ->
                        CommandException.failed("`" + candidate.description().text("pipeline") + "` has ended"));
    }

    private void show(String answer) {
        if (output == Output.JSON) {
            terminal.out().println("[" + answer.strip() + "]");
        } else {
            terminal.out().print(WhyText.of(Facts.of(answer)));
        }
    }

    private void showAll(List<Running> candidates) throws IOException {
        List<String> answers = new ArrayList<>();
        for (Running candidate : candidates) {
            if (output == Output.TEXT) {
                terminal.out().println(WhyText.headline(candidate.description()));
            }
            for (String name : candidate.pumps()) {
                String answer = answer(candidate, name);
                answers.add(answer.strip());
                if (output == Output.TEXT) {
                    terminal.out().println("  " + WhyText.line(Facts.of(answer)));
                }
            }
        }
        if (output == Output.JSON) {
            terminal.out().println("[" + String.join(",\n ", answers) + "]");
        }
    }
}
