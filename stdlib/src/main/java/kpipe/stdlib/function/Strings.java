package kpipe.stdlib.function;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;

/** What the functions on text share: places of characters in UTF-8. Stateless. */
final class Strings {

    static final Text EMPTY = Text.of("");

    private Strings() {}

    /** Whether every byte is ASCII, so that characters and bytes are the same. */
    static boolean isAscii(Text text) {
        byte[] bytes = text.bytes();
        int all = 0;
        for (int i = text.offset(), end = i + text.length(); i < end; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    /** Where in the text's array its {@code characters}-th character starts (0: the first); the end if it has fewer. */
    static int place(Text text, long characters) {
        int at = text.offset();
        int end = at + text.length();
        byte[] bytes = text.bytes();
        long left = characters;
        for (; at < end; at++) {
            if ((bytes[at] & 0xC0) != 0x80 && left-- == 0) {
                return at;
            }
        }
        return end;
    }

    /** A view of the bytes from one place to another. */
    static Text between(Text text, int from, int to) {
        return new Text(text.bytes(), from, to - from);
    }

    static int end(Text text) {
        return text.offset() + text.length();
    }

    /** Where a text stands in another, as an index into the array of that; -1 if it does not. */
    static int indexOf(Text in, int from, Text what) {
        byte[] bytes = in.bytes();
        int last = end(in) - what.length();
        for (int at = from; at <= last; at++) {
            if (Text.equal(bytes, at, what.bytes(), what.offset(), what.length())) {
                return at;
            }
        }
        return -1;
    }

    static Text concat(Text... parts) {
        long length = 0;
        for (Text part : parts) {
            length += part.length();
        }
        if (length > 4L * Type.MAX_VARCHAR) {
            throw tooLong();
        }
        byte[] bytes = new byte[(int) length];
        int at = 0;
        for (Text part : parts) {
            System.arraycopy(part.bytes(), part.offset(), bytes, at, part.length());
            at += part.length();
        }
        return limited(Text.of(bytes));
    }

    /** The text, unless it is longer than any VARCHAR. */
    static Text limited(Text text) {
        if (text.length() > Type.MAX_VARCHAR && text.characters() > Type.MAX_VARCHAR) {
            throw tooLong();
        }
        return text;
    }

    static RowException tooLong() {
        return new RowException("TEXT_TOO_LONG", "the text would be longer than " + Type.MAX_VARCHAR + " characters");
    }

    static Text text(String value) {
        return limited(Text.of(value.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] copy(Text text) {
        return Arrays.copyOfRange(text.bytes(), text.offset(), end(text));
    }
}
