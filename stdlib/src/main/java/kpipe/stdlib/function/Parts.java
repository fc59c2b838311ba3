package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.AS_FIRST;
import static kpipe.spi.ScalarFunction.ResultRule.BOOLEAN;
import static kpipe.spi.ScalarFunction.ResultRule.INTEGER;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT_AS_FIRST;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT_SUM;

import kpipe.data.Text;
import org.jspecify.annotations.Nullable;

/** Parts of text: cutting out, finding, splitting, trimming. Characters are counted from 1. Stateless. */
public final class Parts {

    private Parts() {}

    /** SUBSTRING with commas. */
    public static final class Substring extends Definition {
        public Substring() {
            super(
                    Parts.class,
                    "SUBSTRING",
                    "The characters from a place on, at most so many. Places before 1 count too, though nothing is there; behind the end it is NULL here, and empty in SUBSTRING(s FROM place).");
            alias("SUBSTR");
            mayBeNull(TEXT_AS_FIRST, "substringOrNull", text("s"), integer("place"));
            mayBeNull(TEXT_AS_FIRST, "substringOrNull", text("s"), integer("place"), integer("count"));
            example("SUBSTRING('123456789', 3, 4)", "3456");
            example("SUBSTRING('123456789', -1, 4)", "12");
            example("SUBSTRING('123', 7)", null);
        }
    }

    public static @Nullable Text substringOrNull(Text s, long place) {
        return substringOrNull(s, place, Integer.MAX_VALUE);
    }

    public static @Nullable Text substringOrNull(Text s, long place, long count) {
        Text result = substring(s, place, count);
        return result.length() == 0 && place > s.characters() ? null : result;
    }

    /** SUBSTRING with FROM. */
    public static final class SubstringFrom extends Definition {
        public SubstringFrom() {
            super(
                    Parts.class,
                    "SUBSTRING_FROM",
                    "What SUBSTRING(s FROM place FOR count) calls: as SUBSTRING with commas, but empty behind the end.");
            takes(TEXT_AS_FIRST, "substring", text("s"), integer("place"));
            takes(TEXT_AS_FIRST, "substring", text("s"), integer("place"), integer("count"));
            takes(AS_FIRST, "bytes", binary("s"), integer("place"));
            takes(AS_FIRST, "bytes", binary("s"), integer("place"), integer("count"));
            example("SUBSTRING('123456789' FROM -1 FOR 4)", "12");
            example("SUBSTRING('123' FROM 7)", "");
        }
    }

    public static Text substring(Text s, long place) {
        return substring(s, place, Integer.MAX_VALUE);
    }

    public static Text substring(Text s, long place, long count) {
        if (count < 0) {
            throw Failures.badArgument("SUBSTRING of " + count + " characters");
        }
        long start = Math.max(place, 1);
        long stop = place > Long.MAX_VALUE - count ? Long.MAX_VALUE : place + count;
        if (stop <= start) {
            return Strings.EMPTY;
        }
        int from = Strings.place(s, start - 1);
        Text rest = Strings.between(s, from, Strings.end(s));
        return Strings.between(s, from, Strings.place(rest, stop - start));
    }

    public static Text bytes(Text s, long place) {
        return bytes(s, place, Integer.MAX_VALUE);
    }

    public static Text bytes(Text s, long place, long count) {
        if (count < 0) {
            throw Failures.badArgument("SUBSTRING of " + count + " bytes");
        }
        long from = Math.min(Math.max(place, 1) - 1, s.length());
        long stop = place > Long.MAX_VALUE - count ? Long.MAX_VALUE : place + count;
        long to = Math.min(stop - 1, s.length());
        return to <= from ? Strings.EMPTY : Strings.between(s, s.offset() + (int) from, s.offset() + (int) to);
    }

    /** LEFT. */
    public static final class Left extends Definition {
        public Left() {
            super(Parts.class, "LEFT", "The first characters of a text; with a negative count, all but the last.");
            takes(TEXT_AS_FIRST, "left", text("s"), integer("count"));
            example("LEFT('abcde', 2)", "ab");
            example("LEFT('abcde', -2)", "abc");
        }
    }

    public static Text left(Text s, long count) {
        return Strings.between(
                s, s.offset(), Strings.place(s, count < 0 ? Math.max(0, s.characters() + count) : count));
    }

    /** RIGHT. */
    public static final class Right extends Definition {
        public Right() {
            super(Parts.class, "RIGHT", "The last characters of a text; with a negative count, all but the first.");
            takes(TEXT_AS_FIRST, "right", text("s"), integer("count"));
            example("RIGHT('abcde', 2)", "de");
            example("RIGHT('abcde', -2)", "cde");
        }
    }

    public static Text right(Text s, long count) {
        return Strings.between(
                s, Strings.place(s, count < 0 ? -count : Math.max(0, s.characters() - count)), Strings.end(s));
    }

    /** OVERLAY. */
    public static final class Overlay extends Definition {
        public Overlay() {
            super(
                    Parts.class,
                    "OVERLAY",
                    "A text with another put over it from a place on, in place of so many characters (as many as the other has, if left out).");
            takes(TEXT_SUM, "overlay", text("s"), text("replacement"), integer("place"));
            takes(TEXT_SUM, "overlay", text("s"), text("replacement"), integer("place"), integer("count"));
            example("OVERLAY('12345' PLACING 'foo' FROM 2)", "1foo5");
            example("OVERLAY('12345' PLACING 'foo' FROM 0)", "foo345");
        }
    }

    public static Text overlay(Text s, Text replacement, long place) {
        return overlay(s, replacement, place, replacement.characters());
    }

    public static Text overlay(Text s, Text replacement, long place, long count) {
        if (count < 0) {
            throw Failures.badArgument("OVERLAY of " + count + " characters");
        }
        return Strings.concat(substring(s, 1, Math.max(0, place - 1)), replacement, substring(s, place + count));
    }

    /** POSITION. */
    public static final class Position extends Definition {
        public Position() {
            super(
                    Parts.class,
                    "POSITION",
                    "Where a text first stands in another, POSITION(what IN s): 0 if it does not, 1 if it is empty.");
            takes(INTEGER, "position", text("what"), text("s"));
            example("POSITION('7' IN '1234567')", "7");
            example("POSITION('x' IN 'abc')", "0");
        }
    }

    public static long position(Text what, Text s) {
        int at = Strings.indexOf(s, s.offset(), what);
        return at < 0 ? 0 : Strings.between(s, s.offset(), at).characters() + 1;
    }

    /** STARTS_WITH. */
    public static final class StartsWith extends Definition {
        public StartsWith() {
            super(Parts.class, "STARTS_WITH", "Whether a text starts with another.");
            alias("STARTSWITH");
            takes(BOOLEAN, "startsWith", text("s"), text("start"));
            example("STARTS_WITH('abc', 'ab')", "true");
        }
    }

    public static boolean startsWith(Text s, Text start) {
        return start.length() <= s.length()
                && Text.equal(s.bytes(), s.offset(), start.bytes(), start.offset(), start.length());
    }

    /** ENDS_WITH. */
    public static final class EndsWith extends Definition {
        public EndsWith() {
            super(Parts.class, "ENDS_WITH", "Whether a text ends with another.");
            alias("ENDSWITH");
            takes(BOOLEAN, "endsWith", text("s"), text("end"));
            example("ENDS_WITH('abc', 'bc')", "true");
        }
    }

    public static boolean endsWith(Text s, Text end) {
        return end.length() <= s.length()
                && Text.equal(s.bytes(), Strings.end(s) - end.length(), end.bytes(), end.offset(), end.length());
    }

    /** SPLIT_PART. */
    public static final class SplitPart extends Definition {
        public SplitPart() {
            super(
                    Parts.class,
                    "SPLIT_PART",
                    "The part of that number between delimiters, counted from 1, or from the end if negative; empty if there are fewer.");
            takes(TEXT_AS_FIRST, "splitPart", text("s"), text("delimiter"), integer("part"));
            example("SPLIT_PART('a-b-c', '-', 2)", "b");
            example("SPLIT_PART('a-b-c', '-', -1)", "c");
        }
    }

    public static Text splitPart(Text s, Text delimiter, long part) {
        if (part == 0) {
            throw Failures.badArgument("SPLIT_PART counts parts from 1");
        }
        if (delimiter.length() == 0) {
            return part == 1 || part == -1 ? s : Strings.EMPTY;
        }
        long wanted = part;
        if (part < 0) {
            long parts = 1;
            for (int at = Strings.indexOf(s, s.offset(), delimiter);
                    at >= 0;
                    at = Strings.indexOf(s, at + delimiter.length(), delimiter)) {
                parts++;
            }
            wanted = parts + 1 + part;
        }
        int from = s.offset();
        for (long number = 1; ; number++) {
            int at = Strings.indexOf(s, from, delimiter);
            if (number == wanted) {
                return Strings.between(s, from, at < 0 ? Strings.end(s) : at);
            }
            if (at < 0 || wanted < 1) {
                return Strings.EMPTY;
            }
            from = at + delimiter.length();
        }
    }
}
