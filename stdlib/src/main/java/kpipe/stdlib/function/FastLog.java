package kpipe.stdlib.function;

import java.nio.charset.StandardCharsets;
import java.util.List;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import org.jspecify.annotations.Nullable;

/** FAST_REGEX_LOG_PARSER. An instance serves one call in the text, whose pattern it compiles once. Not thread-safe. */
public final class FastLog {

    private @Nullable FastPattern compiled;
    private RecordWriter writer = new RecordWriter(List.of());

    /** FAST_REGEX_LOG_PARSER. */
    public static final class FastRegexLogParser extends Definition implements RecordFunction {
        public FastRegexLogParser() {
            super(
                    FastLog.class,
                    "FAST_REGEX_LOG_PARSER",
                    "What the groups of a pattern match, as the fields COLUMN1 and so on of a ROW, each a VARCHAR(1024); NULL where the pattern does not match the whole text. It never goes back in the text, so that each group takes "
                            + "as little as it can. Beside what regular expressions share, `@` is any text, `#` none, `&` both, `~` not, `<Digit>` a class of characters, `<1-31>` a number, `\"…\"` a text as it stands; there is no `\\d`.");
            alias("FAST_REGEX_LOG_PARSE");
            record("parse", text("s"), text("pattern"));
            example("FAST_REGEX_LOG_PARSER('Mary_had_a_little_lamb', '(.*)_(._.*)_.*').COLUMN1", "Mary_had");
            example("FAST_REGEX_LOG_PARSER('Mary____had_a_little_lamb', '(.*)_+(.*)').COLUMN2", "had_a_little_lamb");
            example("FAST_REGEX_LOG_PARSER('Mary_had_a_little_lamb', '(.*)_+(._.*)').COLUMN1", null);
        }

        @Override
        public Type record(List<@Nullable Object> constants) throws BadConstantException {
            FastPattern pattern = new FastPattern(String.valueOf(constants.get(1)));
            return RecordColumns.row(RecordColumns.numbered(pattern.groups()));
        }
    }

    public @Nullable Text parse(Text s, Text pattern) {
        FastPattern fast = compiled == null ? compile(pattern) : compiled;
        String line = s.toString();
        if (!fast.matches(line)) {
            return null;
        }
        boolean ascii = line.length() == s.length();
        writer.begin();
        for (int group = 0; group < fast.groups(); group++) {
            int from = fast.start(group);
            int to = fast.end(group);
            if (ascii) {
                writer.add(s.bytes(), s.offset() + from, s.offset() + to);
            } else {
                byte[] field = line.substring(from, to).getBytes(StandardCharsets.UTF_8);
                writer.add(field, 0, field.length);
            }
        }
        return writer.row();
    }

    private FastPattern compile(Text pattern) {
        try {
            FastPattern fast = new FastPattern(pattern.toString());
            writer = new RecordWriter(RecordColumns.numbered(fast.groups()));
            compiled = fast;
            return fast;
        } catch (RecordFunction.BadConstantException e) {
            throw new IllegalStateException(e);
        }
    }
}
