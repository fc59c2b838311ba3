package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.TEXT_AS_FIRST;

import kpipe.data.Text;

/** Taking characters off the ends of text. Stateless. */
public final class Trimming {

    private static final Text BLANK = Text.of(" ");

    private Trimming() {}

    /** TRIM. */
    public static final class Trim extends Definition {
        public Trim() {
            super(
                    Trimming.class,
                    "TRIM",
                    "A text without a character (a blank, if left out) at its ends: TRIM(BOTH 'x' FROM s), or LEADING or TRAILING for one end.");
            takes(TEXT_AS_FIRST, "trim", text("s"));
            takes(TEXT_AS_FIRST, "trim", text("s"), text("character"));
            example("TRIM('  abc ')", "abc");
            example("TRIM(BOTH 'x' FROM 'xxax')", "a");
        }
    }

    public static Text trim(Text s) {
        return trim(s, BLANK);
    }

    public static Text trim(Text s, Text character) {
        return trimLeading(trimTrailing(s, character), character);
    }

    /** TRIM with LEADING. */
    public static final class TrimLeading extends Definition {
        public TrimLeading() {
            super(Trimming.class, "TRIM_LEADING", "What TRIM(LEADING 'x' FROM s) calls.");
            takes(TEXT_AS_FIRST, "trimLeading", text("s"));
            takes(TEXT_AS_FIRST, "trimLeading", text("s"), text("character"));
            example("TRIM(LEADING 'x' FROM 'xxax')", "ax");
        }
    }

    public static Text trimLeading(Text s) {
        return trimLeading(s, BLANK);
    }

    public static Text trimLeading(Text s, Text character) {
        requireOne(character);
        return leftTrim(s, character);
    }

    /** TRIM with TRAILING. */
    public static final class TrimTrailing extends Definition {
        public TrimTrailing() {
            super(Trimming.class, "TRIM_TRAILING", "What TRIM(TRAILING 'x' FROM s) calls.");
            takes(TEXT_AS_FIRST, "trimTrailing", text("s"));
            takes(TEXT_AS_FIRST, "trimTrailing", text("s"), text("character"));
            example("TRIM(TRAILING 'x' FROM 'xxax')", "xxa");
        }
    }

    public static Text trimTrailing(Text s) {
        return trimTrailing(s, BLANK);
    }

    public static Text trimTrailing(Text s, Text character) {
        requireOne(character);
        return rightTrim(s, character);
    }

    /** LTRIM. */
    public static final class LeftTrim extends Definition {
        public LeftTrim() {
            super(Trimming.class, "LTRIM", "A text without any of some characters (blanks, if left out) at its start.");
            takes(TEXT_AS_FIRST, "leftTrim", text("s"));
            takes(TEXT_AS_FIRST, "leftTrim", text("s"), text("characters"));
            example("LTRIM('  abc ')", "abc ");
            example("LTRIM('xyxabc', 'xy')", "abc");
        }
    }

    public static Text leftTrim(Text s) {
        return leftTrim(s, BLANK);
    }

    public static Text leftTrim(Text s, Text characters) {
        int from = s.offset();
        int end = Strings.end(s);
        while (from < end) {
            int next = behind(s.bytes(), from, end);
            if (!contains(characters, s.bytes(), from, next)) {
                break;
            }
            from = next;
        }
        return Strings.between(s, from, end);
    }

    /** RTRIM. */
    public static final class RightTrim extends Definition {
        public RightTrim() {
            super(Trimming.class, "RTRIM", "A text without any of some characters (blanks, if left out) at its end.");
            takes(TEXT_AS_FIRST, "rightTrim", text("s"));
            takes(TEXT_AS_FIRST, "rightTrim", text("s"), text("characters"));
            example("RTRIM('abcxyx', 'xy')", "abc");
        }
    }

    public static Text rightTrim(Text s) {
        return rightTrim(s, BLANK);
    }

    public static Text rightTrim(Text s, Text characters) {
        int end = Strings.end(s);
        while (end > s.offset()) {
            int from = end - 1;
            while (from > s.offset() && (s.bytes()[from] & 0xC0) == 0x80) {
                from--;
            }
            if (!contains(characters, s.bytes(), from, end)) {
                break;
            }
            end = from;
        }
        return Strings.between(s, s.offset(), end);
    }

    private static int behind(byte[] bytes, int at, int end) {
        at++;
        while (at < end && (bytes[at] & 0xC0) == 0x80) {
            at++;
        }
        return at;
    }

    private static boolean contains(Text characters, byte[] bytes, int from, int to) {
        return Strings.indexOf(characters, characters.offset(), new Text(bytes, from, to - from)) >= 0;
    }

    private static void requireOne(Text character) {
        if (character.characters() != 1) {
            throw Failures.badArgument("TRIM takes off one character, not '" + character + "'");
        }
    }
}
