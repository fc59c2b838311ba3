package kpipe.stdlib.function;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.spi.RecordFunction;
import kpipe.stdlib.format.regex.PatternFault;
import org.jspecify.annotations.Nullable;

/** REGEX_LOG_PARSE. An instance serves one call in the text, whose pattern it compiles once. Not thread-safe. */
public final class RegexLog {

    private @Nullable Matcher matcher;
    private RecordWriter writer = new RecordWriter(List.of());

    /** REGEX_LOG_PARSE. */
    public static final class RegexLogParse extends Definition implements RecordFunction {
        public RegexLogParse() {
            super(
                    RegexLog.class,
                    "REGEX_LOG_PARSE",
                    "What the groups of a regular expression of Java match, as the fields COLUMN1 and so on of a ROW, each a VARCHAR(1024); NULL where the expression does not match the whole text. "
                            + "The columns may be named and typed: `'host VARCHAR(64), bytes INTEGER'`.");
            record("parse", text("s"), text("pattern"));
            record("parse", text("s"), text("pattern"), text("columns"));
            example("REGEX_LOG_PARSE('GET /a 200', '(\\w+) (.*) (\\d+)').COLUMN2", "/a");
            example("REGEX_LOG_PARSE('GET /a 200', '(\\w+) (.*) (\\d+)', 'verb, path, status INTEGER').STATUS", "200");
            example("REGEX_LOG_PARSE('GET', '(\\w+) (.*)').COLUMN1", null);
        }

        @Override
        public Type record(List<@Nullable Object> constants) throws BadConstantException {
            String pattern = (String) constants.get(1);
            String columns = constants.size() > 2 ? (String) constants.get(2) : null;
            int groups = groups(String.valueOf(pattern));
            return RecordColumns.row(columns(groups, columns));
        }

        private static int groups(String pattern) throws BadConstantException {
            try {
                return groupsOf(pattern);
            } catch (PatternSyntaxException e) {
                PatternFault fault = PatternFault.of(e);
                throw new BadConstantException(1, fault.from(), fault.to(), fault.sentence());
            }
        }

        private static int groupsOf(String pattern) throws BadConstantException {
            int groups = Pattern.compile(pattern).matcher("").groupCount();
            if (groups == 0) {
                throw new BadConstantException(1, 0, pattern.length(), "has no groups, each of which becomes a column");
            }
            return groups;
        }
    }

    private static List<RecordColumn> columns(int groups, @Nullable String list)
            throws RecordFunction.BadConstantException {
        if (list == null) {
            return RecordColumns.numbered(groups);
        }
        List<RecordColumn> columns;
        try {
            columns = RecordColumns.read(list, false);
        } catch (RecordFunction.BadConstantException e) {
            throw e.within(2, 0);
        }
        if (columns.size() != groups) {
            throw new RecordFunction.BadConstantException(
                    2,
                    0,
                    list.length(),
                    "names " + columns.size() + (columns.size() == 1 ? " column" : " columns")
                            + ", and the pattern has " + groups + (groups == 1 ? " group" : " groups"));
        }
        return columns;
    }

    public @Nullable Text parse(Text s, Text pattern) {
        return parse(s, pattern, null);
    }

    /** @param list the names and types of the columns; null: COLUMN1 and so on */
    public @Nullable Text parse(Text s, Text pattern, @Nullable Text list) {
        Matcher match = matcher == null ? compiled(pattern, list) : matcher;
        String line = s.toString();
        if (!matches(match.reset(line))) {
            return null;
        }
        boolean ascii = line.length() == s.length();
        writer.begin();
        for (int group = 1; group <= match.groupCount(); group++) {
            int from = match.start(group);
            if (from < 0) {
                writer.addNull();
            } else if (ascii) {
                writer.add(s.bytes(), s.offset() + from, s.offset() + match.end(group));
            } else {
                byte[] field = line.substring(from, match.end(group)).getBytes(StandardCharsets.UTF_8);
                writer.add(field, 0, field.length);
            }
        }
        return writer.row();
    }

    private Matcher compiled(Text pattern, @Nullable Text list) {
        Matcher compiled = Pattern.compile(pattern.toString()).matcher("");
        try {
            writer = new RecordWriter(columns(compiled.groupCount(), list == null ? null : list.toString()));
        } catch (RecordFunction.BadConstantException e) {
            throw new IllegalStateException(e);
        }
        matcher = compiled;
        return compiled;
    }

    private static boolean matches(Matcher match) {
        try {
            return match.matches();
        } catch (StackOverflowError e) {
            throw new RowException(
                    "BAD_ARGUMENT", "the regular expression needs more memory on this text than there is");
        }
    }
}
