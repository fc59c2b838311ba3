package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.BOOLEAN;
import static kpipe.spi.ScalarFunction.ResultRule.INTEGER;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import kpipe.data.RowException;
import kpipe.data.SimilarPattern;
import kpipe.data.Text;
import kpipe.spi.RecordFunction.BadConstantException;
import kpipe.stdlib.format.regex.PatternFault;
import org.jspecify.annotations.Nullable;

/** Regular expressions of Java. An instance serves one call in the text and keeps the pattern that it saw last compiled. Not thread-safe. */
public final class Regexes {

    private @Nullable Text lastPattern;
    private @Nullable Text lastEscape;
    private @Nullable SimilarPattern similar;
    private Matcher matcher = Pattern.compile("").matcher("");

    private Matcher matcher(Text pattern, String input) {
        if (!pattern.equals(lastPattern)) {
            try {
                matcher = Pattern.compile(pattern.toString()).matcher("");
            } catch (PatternSyntaxException e) {
                throw Failures.badArgument(PatternFault.of(e).of(pattern.toString()));
            }
            lastPattern = pattern.copy();
        }
        return matcher.reset(input);
    }

    private static boolean find(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            throw new RowException(
                    "BAD_ARGUMENT", "the regular expression needs more memory on this text than there is");
        }
    }

    /** A function whose second argument is a regular expression. */
    private abstract static class WithPattern extends Definition {
        WithPattern(String name, String summary) {
            super(Regexes.class, name, summary);
        }

        @Override
        public void check(List<@Nullable Object> constants) throws BadConstantException {
            if (constants.size() > 1 && constants.get(1) instanceof String pattern) {
                int groups;
                try {
                    groups = Pattern.compile(pattern).matcher("").groupCount();
                } catch (PatternSyntaxException e) {
                    PatternFault fault = PatternFault.of(e);
                    throw new BadConstantException(1, fault.from(), fault.to(), fault.sentence());
                }
                if (constants.size() == 3 && constants.get(2) instanceof Long group && group > groups) {
                    throw new BadConstantException(2, 0, 0, "is no group of the pattern, which has " + groups);
                }
            }
        }
    }

    /** REGEX_REPLACE. */
    public static final class RegexReplace extends WithPattern {
        public RegexReplace() {
            super(
                    "REGEX_REPLACE",
                    "A text with matches of a regular expression replaced, from a place on (1: the first character): all of them, or the one of that number. `$1` in the replacement is the first group.");
            alias("REGEXP_REPLACE");
            takes(TEXT, "replace", text("s"), text("pattern"), text("replacement"));
            takes(
                    TEXT,
                    "replace",
                    text("s"),
                    text("pattern"),
                    text("replacement"),
                    integer("place"),
                    integer("occurrence"));
            example("REGEX_REPLACE('a.b.c', '\\.', '-', 1, 0)", "a-b-c");
            example("REGEX_REPLACE('a.b.c', '\\.', '-', 1, 2)", "a.b-c");
            example("REGEX_REPLACE('abc', '(b)', '[$1]')", "a[b]c");
        }
    }

    public Text replace(Text s, Text pattern, Text replacement) {
        return replace(s, pattern, replacement, 1, 0);
    }

    public Text replace(Text s, Text pattern, Text replacement, long place, long occurrence) {
        if (place < 1 || occurrence < 0) {
            throw Failures.badArgument("REGEX_REPLACE takes a place from 1 on and an occurrence from 0 on");
        }
        if (place > s.characters()) {
            return s;
        }
        String input = s.toString();
        int from = input.offsetByCodePoints(0, (int) place - 1);
        Matcher match = matcher(pattern, input.substring(from));
        StringBuilder out = new StringBuilder(input.length()).append(input, 0, from);
        try {
            for (long number = 1; (occurrence == 0 || number <= occurrence) && find(match); number++) {
                if (occurrence == 0 || number == occurrence) {
                    match.appendReplacement(out, replacement.toString());
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new RowException("BAD_ARGUMENT", "'" + replacement + "' names a group that the pattern has not");
        }
        match.appendTail(out);
        return Strings.text(out.toString());
    }

    /** REGEXP_LIKE. */
    public static final class RegexLike extends WithPattern {
        public RegexLike() {
            super("REGEXP_LIKE", "Whether a regular expression matches some part of a text.");
            takes(BOOLEAN, "like", text("s"), text("pattern"));
            example("REGEXP_LIKE('abc', 'b.')", "true");
            example("REGEXP_LIKE('abc', '^b')", "false");
        }
    }

    public boolean like(Text s, Text pattern) {
        return find(matcher(pattern, s.toString()));
    }

    /** REGEXP_EXTRACT. */
    public static final class RegexExtract extends WithPattern {
        public RegexExtract() {
            super(
                    "REGEXP_EXTRACT",
                    "The first match of a regular expression, or that group of it; NULL if there is none.");
            mayBeNull(TEXT, "extract", text("s"), text("pattern"));
            mayBeNull(TEXT, "extract", text("s"), text("pattern"), integer("group"));
            example("REGEXP_EXTRACT('TECHNOLOGY', 'O[A-Z]')", "OL");
            example("REGEXP_EXTRACT('speed=50', '(\\w+)=(\\d+)', 2)", "50");
            example("REGEXP_EXTRACT('abc', 'x')", null);
        }
    }

    public @Nullable Text extract(Text s, Text pattern) {
        return extract(s, pattern, 0);
    }

    public @Nullable Text extract(Text s, Text pattern, long group) {
        Matcher match = matcher(pattern, s.toString());
        if (group < 0 || group > match.groupCount()) {
            throw Failures.badArgument("'" + pattern + "' has no group " + group);
        }
        String found = find(match) ? match.group((int) group) : null;
        return found == null ? null : Strings.text(found);
    }

    /** REGEXP_COUNT. */
    public static final class RegexCount extends WithPattern {
        public RegexCount() {
            super(
                    "REGEXP_COUNT",
                    "How often a regular expression matches in a text, one match behind the end of the other; an empty match counts too.");
            takes(INTEGER, "count", text("s"), text("pattern"));
            example("REGEXP_COUNT('TECHNOLOGY', 'O[A-Z]')", "2");
            example("REGEXP_COUNT('aaa', 'aa')", "1");
        }
    }

    public long count(Text s, Text pattern) {
        Matcher match = matcher(pattern, s.toString());
        long count = 0;
        while (find(match)) {
            count++;
        }
        return count;
    }

    /** REGEXP_INSTR. */
    public static final class RegexPlace extends WithPattern {
        public RegexPlace() {
            super(
                    "REGEXP_INSTR",
                    "Where a regular expression first matches in a text, 1 for the first character; 0 if it does nowhere.");
            takes(INTEGER, "place", text("s"), text("pattern"));
            example("REGEXP_INSTR('Ätna 3357', '[0-9]+')", "6");
            example("REGEXP_INSTR('abc', 'x')", "0");
        }
    }

    public long place(Text s, Text pattern) {
        String input = s.toString();
        Matcher match = matcher(pattern, input);
        return find(match) ? input.codePointCount(0, match.start()) + 1 : 0;
    }

    /** SUBSTRING with a regular expression. */
    public static final class SubstringRegex extends WithPattern {
        public SubstringRegex() {
            super(
                    "SUBSTRING_REGEX",
                    "What SUBSTRING(s FROM 'pattern') calls: the first match of a regular expression; NULL if there is none.");
            mayBeNull(TEXT, "extract", text("s"), text("pattern"));
            example("SUBSTRING('TECHNOLOGY' FROM 'O[A-Z]')", "OL");
        }
    }

    /** SUBSTRING with SIMILAR. */
    public static final class SubstringSimilar extends Definition {
        public SubstringSimilar() {
            super(
                    Regexes.class,
                    "SUBSTRING_SIMILAR",
                    "What SUBSTRING(s SIMILAR 'before#\"part#\"behind' ESCAPE '#') calls: the part that is marked, where a pattern of SIMILAR TO first fits; NULL if it does nowhere.");
            mayBeNull(TEXT, "similarPart", text("s"), text("pattern"), text("escape"));
            example("SUBSTRING('123456789' SIMILAR '23#\"456#\"78' ESCAPE '#')", "456");
            example("SUBSTRING('123456789' SIMILAR '2#\"[5-7]+#\"8' ESCAPE '#')", null);
        }

        @Override
        public void check(List<@Nullable Object> constants) throws BadConstantException {
            if (constants.size() > 2
                    && constants.get(1) instanceof String pattern
                    && constants.get(2) instanceof String escape) {
                checkPart(pattern, escape);
            }
        }

        private static void checkPart(String pattern, String escape) throws BadConstantException {
            if (escape.codePointCount(0, escape.length()) != 1) {
                throw new BadConstantException(2, 0, escape.length(), "is no escape, which is one character");
            }
            try {
                SimilarPattern.ofPart(Text.of(pattern), Text.of(escape));
            } catch (RowException e) {
                throw new BadConstantException(
                        1,
                        0,
                        pattern.length(),
                        "is no pattern of SIMILAR TO that marks one part by two times `" + escape + "\"`");
            }
        }
    }

    public @Nullable Text similarPart(Text s, Text pattern, Text escape) {
        SimilarPattern compiled = similar;
        if (compiled == null || !pattern.equals(lastPattern) || !escape.equals(lastEscape)) {
            compiled = SimilarPattern.ofPart(pattern, escape);
            similar = compiled;
            lastPattern = pattern.copy();
            lastEscape = escape.copy();
        }
        return compiled.part(s);
    }
}
