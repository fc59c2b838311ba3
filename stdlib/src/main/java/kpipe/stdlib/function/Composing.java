package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.TEXT;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT_SUM;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Text;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** Making text of other text: joining, repeating, filling up, replacing. Stateless. */
public final class Composing {

    private static final Text BLANK = Text.of(" ");

    private Composing() {}

    /** CONCAT. */
    public static final class Concat extends Definition {
        public Concat() {
            super(Composing.class, "CONCAT", "Its arguments one behind the other; NULL if one of them is.");
            takesMany(TEXT_SUM, "concat", text("first"), text("more"));
            example("CONCAT('a', 'b', 'c')", "abc");
        }
    }

    public static Text concat(Text first, Text[] more) {
        Text[] parts = new Text[more.length + 1];
        parts[0] = first;
        System.arraycopy(more, 0, parts, 1, more.length);
        return Strings.concat(parts);
    }

    /** CONCAT_WS. */
    public static final class ConcatWithSeparator extends Definition {
        public ConcatWithSeparator() {
            super(
                    Composing.class,
                    "CONCAT_WS",
                    "Its other arguments with the first between them; those that are NULL are left out.");
            takesNulls(TEXT, true, "concatWithSeparator", text("separator"), text("part"));
            example("CONCAT_WS('-', 'a', 'b', 'c')", "a-b-c");
        }
    }

    public static @Nullable Text concatWithSeparator(@Nullable Text separator, @Nullable Text[] parts) {
        if (separator == null) {
            return null;
        }
        List<Text> pieces = new ArrayList<>();
        for (Text part : parts) {
            if (part != null) {
                if (!pieces.isEmpty()) {
                    pieces.add(separator);
                }
                pieces.add(part);
            }
        }
        return Strings.concat(pieces.toArray(new Text[0]));
    }

    /** REPEAT. */
    public static final class Repeat extends Definition {
        public Repeat() {
            super(Composing.class, "REPEAT", "A text so many times; empty if not at least once.");
            takes(TEXT, "repeat", text("s"), integer("times"));
            example("REPEAT('ab', 3)", "ababab");
        }
    }

    public static Text repeat(Text s, long times) {
        if (times <= 0 || s.length() == 0) {
            return Strings.EMPTY;
        }
        if (times > Type.MAX_VARCHAR) {
            throw Strings.tooLong();
        }
        Text[] parts = new Text[(int) times];
        java.util.Arrays.fill(parts, s);
        return Strings.concat(parts);
    }

    /** LPAD. */
    public static final class LeftPad extends Definition {
        public LeftPad() {
            super(
                    Composing.class,
                    "LPAD",
                    "A text filled up at its start (with blanks, if left out) to so many characters, or cut to them.");
            takes(TEXT, "leftPad", text("s"), integer("length"));
            takes(TEXT, "leftPad", text("s"), integer("length"), text("fill"));
            example("LPAD('7', 3, '0')", "007");
            example("LPAD('abc', 2, '0')", "ab");
        }
    }

    public static Text leftPad(Text s, long length) {
        return leftPad(s, length, BLANK);
    }

    public static Text leftPad(Text s, long length, Text fill) {
        Text cut = Parts.left(s, Math.max(0, length));
        return Strings.concat(filling(length - cut.characters(), fill), cut);
    }

    /** RPAD. */
    public static final class RightPad extends Definition {
        public RightPad() {
            super(
                    Composing.class,
                    "RPAD",
                    "A text filled up at its end (with blanks, if left out) to so many characters, or cut to them.");
            takes(TEXT, "rightPad", text("s"), integer("length"));
            takes(TEXT, "rightPad", text("s"), integer("length"), text("fill"));
            example("RPAD('7', 3, '0')", "700");
        }
    }

    public static Text rightPad(Text s, long length) {
        return rightPad(s, length, BLANK);
    }

    public static Text rightPad(Text s, long length, Text fill) {
        Text cut = Parts.left(s, Math.max(0, length));
        return Strings.concat(cut, filling(length - cut.characters(), fill));
    }

    private static Text filling(long characters, Text fill) {
        int width = fill.characters();
        if (characters <= 0 || width == 0) {
            return Strings.EMPTY;
        }
        return Parts.left(repeat(fill, (characters + width - 1) / width), characters);
    }

    /** REPLACE. */
    public static final class Replace extends Definition {
        public Replace() {
            super(Composing.class, "REPLACE", "A text with every occurrence of another replaced.");
            takes(TEXT, "replace", text("s"), text("what"), text("replacement"));
            example("REPLACE('a.b.c', '.', '-')", "a-b-c");
        }
    }

    public static Text replace(Text s, Text what, Text replacement) {
        int at = what.length() == 0 ? -1 : Strings.indexOf(s, s.offset(), what);
        if (at < 0) {
            return s;
        }
        List<Text> pieces = new ArrayList<>();
        int from = s.offset();
        for (; at >= 0; at = Strings.indexOf(s, from, what)) {
            pieces.add(Strings.between(s, from, at));
            pieces.add(replacement);
            from = at + what.length();
        }
        pieces.add(Strings.between(s, from, Strings.end(s)));
        return Strings.concat(pieces.toArray(new Text[0]));
    }

    /** TRANSLATE. */
    public static final class Translate extends Definition {
        public Translate() {
            super(
                    Composing.class,
                    "TRANSLATE",
                    "A text with each character that stands in a second text replaced by the one at the same place in a third; taken out if that is shorter.");
            takes(TEXT, "translate", text("s"), text("from"), text("to"));
            example("TRANSLATE('12345', '143', 'ax')", "a2x5");
        }
    }

    public static Text translate(Text s, Text from, Text to) {
        int[] old = from.toString().codePoints().toArray();
        int[] fresh = to.toString().codePoints().toArray();
        StringBuilder out = new StringBuilder();
        int[] source = s.toString().codePoints().toArray();
        for (int c : source) {
            int place = 0;
            while (place < old.length && old[place] != c) {
                place++;
            }
            if (place == old.length) {
                out.appendCodePoint(c);
            } else if (place < fresh.length) {
                out.appendCodePoint(fresh[place]);
            }
        }
        return Strings.text(out.toString());
    }
}
