package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.INTEGER;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT_AS_FIRST;

import java.util.Locale;
import kpipe.data.Text;

/** Length and letters: counting characters, changing case, turning around. Stateless. */
public final class Letters {

    private Letters() {}

    /** CHAR_LENGTH. */
    public static final class CharLength extends Definition {
        public CharLength() {
            super(
                    Letters.class,
                    "CHAR_LENGTH",
                    "How many characters a text has; the blanks that fill up a CHAR count.");
            alias("CHARACTER_LENGTH");
            alias("LENGTH");
            takes(INTEGER, "characters", text("s"));
            example("CHAR_LENGTH('fred')", "4");
            example("CHAR_LENGTH('')", "0");
        }
    }

    public static long characters(Text s) {
        return s.characters();
    }

    /** OCTET_LENGTH. */
    public static final class OctetLength extends Definition {
        public OctetLength() {
            super(Letters.class, "OCTET_LENGTH", "How many bytes a binary value has, or a text in UTF-8.");
            takes(INTEGER, "octets", text("s"));
            takes(INTEGER, "octets", binary("s"));
            example("OCTET_LENGTH('fred')", "4");
        }
    }

    public static long octets(Text s) {
        return s.length();
    }

    /** UPPER. */
    public static final class Upper extends Definition {
        public Upper() {
            super(Letters.class, "UPPER", "A text in upper case.");
            takes(TEXT, "upper", text("s"));
            example("UPPER('abc')", "ABC");
        }
    }

    public static Text upper(Text s) {
        return Strings.isAscii(s)
                ? shifted(s, 'a', 'z', -32)
                : Strings.text(s.toString().toUpperCase(Locale.ROOT));
    }

    /** LOWER. */
    public static final class Lower extends Definition {
        public Lower() {
            super(Letters.class, "LOWER", "A text in lower case.");
            takes(TEXT, "lower", text("s"));
            example("LOWER('ABC')", "abc");
        }
    }

    public static Text lower(Text s) {
        return Strings.isAscii(s)
                ? shifted(s, 'A', 'Z', 32)
                : Strings.text(s.toString().toLowerCase(Locale.ROOT));
    }

    private static Text shifted(Text s, char from, char to, int by) {
        byte[] bytes = Strings.copy(s);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= from && bytes[i] <= to) {
                bytes[i] += (byte) by;
            }
        }
        return Text.of(bytes);
    }

    /** INITCAP. */
    public static final class InitCap extends Definition {
        public InitCap() {
            super(
                    Letters.class,
                    "INITCAP",
                    "A text with the first letter of each word in upper case, the others in lower case. Blanks divide words.");
            takes(TEXT, "initCap", text("s"));
            example("INITCAP('Each FIRST lEtTeR')", "Each First Letter");
        }
    }

    public static Text initCap(Text s) {
        StringBuilder out = new StringBuilder(s.length());
        boolean first = true;
        String text = s.toString();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            out.appendCodePoint(first ? Character.toTitleCase(c) : Character.toLowerCase(c));
            first = c == ' ';
            i += Character.charCount(c);
        }
        return Strings.text(out.toString());
    }

    /** REVERSE. */
    public static final class Reverse extends Definition {
        public Reverse() {
            super(Letters.class, "REVERSE", "A text with its characters in reverse order.");
            takes(TEXT_AS_FIRST, "reverse", text("s"));
            example("REVERSE('abc')", "cba");
        }
    }

    public static Text reverse(Text s) {
        return Strings.text(new StringBuilder(s.toString()).reverse().toString());
    }

    /** ASCII. */
    public static final class Ascii extends Definition {
        public Ascii() {
            super(Letters.class, "ASCII", "The code point of the first character; 0 for an empty text.");
            takes(INTEGER, "ascii", text("s"));
            example("ASCII('A')", "65");
        }
    }

    public static long ascii(Text s) {
        return s.length() == 0
                ? 0
                : Strings.between(s, s.offset(), Strings.place(s, 1)).toString().codePointAt(0);
    }

    /** CHR. */
    public static final class Chr extends Definition {
        public Chr() {
            super(Letters.class, "CHR", "The character of a code point.");
            takes(TEXT, "chr", integer("code"));
            example("CHR(65)", "A");
        }
    }

    public static Text chr(long code) {
        if (code < 0
                || code > Character.MAX_CODE_POINT
                || code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw Failures.badArgument("CHR of " + code + ", which is no code point of a character");
        }
        return Strings.text(Character.toString((int) code));
    }
}
