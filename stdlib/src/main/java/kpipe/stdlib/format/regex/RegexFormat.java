package kpipe.stdlib.format.regex;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import kpipe.data.Schema;
import kpipe.spi.Decoder;
import kpipe.spi.Format;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import kpipe.stdlib.format.Patterns;
import org.jspecify.annotations.Nullable;

/** REGEX: lines taken apart by the groups of a regular expression. */
public final class RegexFormat implements Format {

    private static final Spec SPEC = new Spec(
            "REGEX",
            "Each line is matched as a whole by a regular expression of Java; its first group is the first column, and so on. A line that does not match is an error record.",
            null,
            false,
            List.of(
                    OptionSpec.required(
                            "pattern",
                            OptionType.STRING,
                            "The regular expression, with at least one group in parentheses for each column; a group that takes no part in a match is NULL."),
                    OptionSpec.optional(
                            "null", OptionType.STRING, null, "What a group holds that is NULL, such as `-`.")),
            false,
            null,
            List.of("STREAM log (at TIMESTAMP, level VARCHAR(10), message VARCHAR)\n"
                    + "  FROM FILE 'server.log' FORMAT REGEX (pattern = '(\\S+ \\S+) \\[(\\w+)\\] (.*)');"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public boolean decodes() {
        return true;
    }

    @Override
    public boolean encodes() {
        return false;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        String text = options.string("pattern");
        if (text == null) {
            return List.of();
        }
        int groups;
        try {
            groups = Pattern.compile(text).matcher("").groupCount();
        } catch (PatternSyntaxException e) {
            PatternFault fault = PatternFault.of(e);
            return List.of(new Problem(
                    "pattern",
                    "the pattern is no regular expression: `" + text.substring(fault.from(), fault.to()) + "` "
                            + fault.sentence()));
        }
        if (groups < schema.size()) {
            return List.of(new Problem(
                    "pattern",
                    "the pattern has " + groups + (groups == 1 ? " group" : " groups") + " for " + schema.size()
                            + (schema.size() == 1 ? " column" : " columns") + "; put parentheses around each part"));
        }
        return List.of();
    }

    @Override
    public List<Problem> checkColumns(RecordShape shape) {
        return Patterns.checkWithoutPaths(shape, "REGEX");
    }

    @Override
    public Decoder decoder(RecordShape shape) {
        return new RegexDecoder(shape);
    }
}
