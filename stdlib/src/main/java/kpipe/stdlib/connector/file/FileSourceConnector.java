package kpipe.stdlib.connector.file;

import java.util.List;
import kpipe.data.Schema;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import org.jspecify.annotations.Nullable;

/** FROM FILE: files, directories and patterns of file names, compressed or not. */
public final class FileSourceConnector implements SourceConnector {

    static final long DEFAULT_POLL_MILLIS = 1000;

    private static final Spec SPEC = new Spec(
            "FILE",
            "Reads files, one after the other in the order of their names; each is an input of its own. What is compressed by gzip is unpacked.",
            "A file, a directory (all files in it and below), or a pattern: `*`, `**` (across directories), `?`, `[ab]`, `{a,b}`. Names that start with a dot are left out.",
            true,
            List.of(
                    OptionSpec.optional(
                            "follow",
                            OptionType.BOOLEAN,
                            false,
                            "Keep reading what is appended or added, for ever. A file that is not there yet is waited for. A compressed file is read once."),
                    OptionSpec.optional(
                            "poll",
                            OptionType.DURATION,
                            DEFAULT_POLL_MILLIS,
                            "With follow: how often to look for new files and new bytes.")),
            false,
            null,
            List.of(
                    "STREAM vehicles (vin VARCHAR(17), speed DOUBLE) FROM FILE 'vehicles.jsonl' FORMAT JSON;",
                    "STREAM lines (line VARCHAR) FROM FILE 'logs/*.log' (follow = TRUE, poll = 500 MILLISECONDS) FORMAT RAW;"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        if (address == null || address.isEmpty()) {
            return List.of(new Problem(null, "FILE needs the name of a file or directory, or a pattern"));
        }
        if (options.number("poll", DEFAULT_POLL_MILLIS) <= 0) {
            return List.of(new Problem("poll", "`poll` must be longer than nothing"));
        }
        if (FilePattern.isPattern(address)) {
            try {
                FilePattern.parse(address);
            } catch (IllegalArgumentException e) {
                return List.of(new Problem(null, String.valueOf(e.getMessage())));
            }
        }
        return List.of();
    }

    @Override
    public boolean goesOnBesideOthers(String address, Options options) {
        return options.flag("follow") && (address.endsWith("/") || FilePattern.isPattern(address));
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public Source source(SourceContext context) {
        return new FileSource(context);
    }
}
