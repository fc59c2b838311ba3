package kpipe.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results to {@code out}, talk and diagnostics to {@code err}, both in UTF-8 whatever the locale.
 *
 * @param outColour whether {@code out} shows colours
 * @param errColour whether {@code err} shows colours
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean outColour, boolean errColour) {

    /** The process's own streams. The launcher tells which of them are terminals, since Java cannot; NO_COLOR is honoured. */
    static Terminal ofProcess() {
        String noColour = System.getenv("NO_COLOR");
        boolean colours = noColour == null || noColour.isEmpty();
        return new Terminal(
                System.in,
                utf8(new FileOutputStream(FileDescriptor.out)),
                utf8(new FileOutputStream(FileDescriptor.err)),
                colours && Boolean.getBoolean("kpipe.terminal.stdout"),
                colours && Boolean.getBoolean("kpipe.terminal.stderr"));
    }

    /** Streams for a test: no terminal, no colours. */
    static Terminal plain(InputStream in, OutputStream out, OutputStream err) {
        return new Terminal(in, utf8(out), utf8(err), false, false);
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
