package kpipe.cli;

import java.nio.file.Path;
import kpipe.compiler.CheckedPipeline;
import kpipe.compiler.Compiler;
import kpipe.compiler.Report;
import org.jspecify.annotations.Nullable;

/** The first step of every command that does something with a pipeline: it must be right. */
final class Checking {

    private Checking() {}

    /**
     * Checks a file and says on the terminal what there is to say.
     *
     * @param complete whether a parameter without a value is an error: it is where the pipeline runs now
     * @return null where there is an error
     */
    static @Nullable CheckedPipeline sound(
            Compiler compiler, Path file, SettingsOption settings, boolean complete, Terminal terminal) {
        return shown(compiler.check(file.toString(), settings.given(), complete), terminal);
    }

    /** As {@link #sound}, for a file whose TESTs are to run. */
    static @Nullable CheckedPipeline forTests(
            Compiler compiler, Path file, SettingsOption settings, Terminal terminal) {
        return shown(compiler.checkForTests(file.toString(), settings.given()), terminal);
    }

    private static @Nullable CheckedPipeline shown(CheckedPipeline checked, Terminal terminal) {
        show(checked.report(), terminal);
        return checked.report().hasErrors() ? null : checked;
    }

    /** Shows diagnostics and how many there are. */
    static void show(Report report, Terminal terminal) {
        terminal.err().print(report.text(terminal.errColour()));
        if (!report.summary().isEmpty()) {
            terminal.err().println();
            terminal.err().println(report.summary());
        }
    }
}
