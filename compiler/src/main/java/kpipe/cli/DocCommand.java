package kpipe.cli;

import java.util.concurrent.Callable;
import kpipe.compiler.Documentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kpipe doc NAME}: what there is to know about a code, a connector, a format or a function. */
@Command(name = "doc", description = "Tell about a code, a connector, a format or a function.")
final class DocCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Such as K0203, FILE, CSV or COALESCE; without it, all names are listed.")
    private @Nullable String name;

    DocCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Documentation documentation = Documentation.load();
        String page =
                name == null ? documentation.contents() : documentation.of(name).orElse(null);
        if (page == null) {
            throw CommandException.failed(
                    "there is no code, connector, format or function `" + name + "`; `kpipe doc` lists all of them");
        }
        terminal.out().print(page);
        return Exit.DONE;
    }
}
