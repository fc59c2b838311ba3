package kpipe.stdlib.format.json;

import java.nio.charset.StandardCharsets;
import kpipe.data.ByteBuilder;
import kpipe.data.Words;
import kpipe.spi.Decoder;
import kpipe.stdlib.format.Numbers;
import kpipe.stdlib.format.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON in a run of bytes, strictly by RFC 8259, with at most 500 levels of nesting. Whoever calls passes the place to read from and gets the
 * place behind what was read. Not thread-safe.
 */
public abstract class JsonScanner extends Decoder {

    /** Thrown where the bytes end within a document. */
    static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Incomplete() {
            super(null, null, false, false);
        }
    }

    /** Thrown where a document is no JSON; {@link #failure} says why, {@link #failureAt} where. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Malformed() {
            super(null, null, false, false);
        }
    }

    /** A value that is written as a word. */
    enum Word {
        TRUE("true"),
        FALSE("false"),
        NULL("null");

        private final String text;
        private final long bytes;
        private final long mask;

        Word(String text) {
            this.text = text;
            bytes = Words.upTo7(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
            mask = (1L << 8 * text.length()) - 1;
        }
    }

    private static final Incomplete INCOMPLETE = new Incomplete();
    private static final Malformed MALFORMED = new Malformed();

    private static final int MAX_DEPTH = 500;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;

    /** The bytes being read, valid up to {@link #end}. */
    byte[] bytes = new byte[0];

    int end;

    /** The content of the string read last: where it stands, escapes resolved. */
    byte[] content = bytes;

    int contentStart;
    int contentEnd;

    @Nullable
    String failure;

    int failureAt;

    private final ByteBuilder unescaped = new ByteBuilder();
    private final long[] brackets = new long[MAX_DEPTH / 64 + 1];

    final Malformed malformed(int at, String why) {
        failure = why;
        failureAt = at;
        return MALFORMED;
    }

    final byte peek(int at) {
        if (at >= end) {
            throw INCOMPLETE;
        }
        return bytes[at];
    }

    final int skipBlanks(int at) {
        while (at < end) {
            byte c = bytes[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return at;
            }
            at++;
        }
        throw INCOMPLETE;
    }

    /** The first byte of a string from {@code at} that is not printable ASCII without a special meaning: the closing quote, mostly. */
    final int plainEnd(int at) {
        byte[] source = bytes;
        // Words may reach over the end of what is valid, as long as there are bytes.
        int stop = source.length - 7;
        while (at < stop) {
            long word = Words.at(source, at);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            long hit = ((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (word - BLANKS & ~word) | word)
                    & HIGHS;
            if (hit != 0) {
                int place = at + (Long.numberOfTrailingZeros(hit) >>> 3);
                if (place >= end) {
                    throw INCOMPLETE;
                }
                return place;
            }
            at += 8;
        }
        for (; at < end; at++) {
            byte c = source[at];
            if (c < ' ' || c == '"' || c == '\\') {
                return at;
            }
        }
        throw INCOMPLETE;
    }

    /** Reads the string whose quote stands at {@code at}; its content is then in {@link #content}. */
    final int string(int at) {
        int from = at + 1;
        int stop = plainEnd(from);
        while (bytes[stop] < 0) {
            stop = plainEnd(stop + sequence(stop));
        }
        if (bytes[stop] == '"') {
            content = bytes;
            contentStart = from;
            contentEnd = stop;
            return stop + 1;
        }
        return escapedString(from, stop);
    }

    /** The length of the UTF-8 sequence at a byte that is not ASCII. */
    private int sequence(int at) {
        int length = Utf8.sequence(bytes, at, end);
        if (length == 0) {
            if (end - at < 4 && mayBeCut(at)) {
                throw INCOMPLETE;
            }
            throw malformed(at, "the text is not valid UTF-8");
        }
        return length;
    }

    private boolean mayBeCut(int at) {
        for (int i = at + 1; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    private int escapedString(int from, int stop) {
        unescaped.clear();
        int at = from;
        while (true) {
            unescaped.append(bytes, at, stop - at);
            byte c = bytes[stop];
            if (c == '"') {
                content = unescaped.bytes();
                contentStart = 0;
                contentEnd = unescaped.length();
                return stop + 1;
            }
            if (c < 0) {
                int length = sequence(stop);
                unescaped.append(bytes, stop, length);
                at = stop + length;
            } else if (c == '\\') {
                at = escape(stop);
            } else {
                throw malformed(stop, "a string holds a control character or is not closed");
            }
            stop = plainEnd(at);
        }
    }

    /** Resolves the escape whose backslash stands at {@code at}. */
    private int escape(int at) {
        byte c = peek(at + 1);
        switch (c) {
            case '"', '\\', '/' -> unescaped.append(c);
            case 'b' -> unescaped.append((byte) '\b');
            case 'f' -> unescaped.append((byte) '\f');
            case 'n' -> unescaped.append((byte) '\n');
            case 'r' -> unescaped.append((byte) '\r');
            case 't' -> unescaped.append((byte) '\t');
            case 'u' -> {
                return unicode(at);
            }
            default -> throw malformed(at, "a string holds an unknown escape");
        }
        return at + 2;
    }

    private int unicode(int at) {
        int unit = hex(at + 2);
        if (unit < 0xD800 || unit > 0xDFFF) {
            Utf8.append(unit, unescaped);
            return at + 6;
        }
        if (unit < 0xDC00 && peek(at + 6) == '\\' && peek(at + 7) == 'u') {
            int low = hex(at + 8);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                Utf8.append(Character.toCodePoint((char) unit, (char) low), unescaped);
                return at + 12;
            }
        }
        throw malformed(at, "a string holds half of a surrogate pair");
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(peek(i), 16);
            if (digit < 0) {
                throw malformed(i, "a string holds an unknown escape");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Checks that a literal stands at {@code at}, and returns the place behind it. */
    final int literal(int at, Word word) {
        if (at + 8 <= bytes.length
                && (Words.at(bytes, at) & word.mask) == word.bytes
                && at + word.text.length() <= end) {
            return at + word.text.length();
        }
        for (int i = 0; i < word.text.length(); i++) {
            if (peek(at + i) != word.text.charAt(i)) {
                throw malformed(at, "a value was expected");
            }
        }
        return at + word.text.length();
    }

    /** The end of the number at {@code at}: of the plain form {@code 123.45} at once, of any other by {@link #unusualNumber}. */
    final int number(int at) {
        byte[] source = bytes;
        if (at + 24 > source.length) {
            return unusualNumber(at);
        }
        int whole = Numbers.leadingDigits(Words.at(source, at));
        int next = at + whole;
        if (source[next] == '.') {
            int fraction = Numbers.leadingDigits(Words.at(source, next + 1));
            next += fraction + 1;
            whole = fraction == 0 ? 0 : whole;
        }
        boolean plain = whole > 0
                && next < end
                && (source[next] == ',' || source[next] == '}')
                && (whole == 1 || source[at] != '0');
        return plain ? next : unusualNumber(at);
    }

    private int unusualNumber(int at) {
        int from = peek(at) == '-' ? at + 1 : at;
        byte first = peek(from);
        if (first < '0' || first > '9') {
            throw malformed(at, "a value was expected");
        }
        int next = first == '0' ? from + 1 : digits(from);
        if (peek(next) == '.') {
            next = digits(next + 1);
        }
        if ((peek(next) | 0x20) == 'e') {
            byte sign = peek(next + 1);
            next = digits(sign == '+' || sign == '-' ? next + 2 : next + 1);
        }
        byte behind = peek(next);
        if (behind == ','
                || behind == '}'
                || behind == ']'
                || behind == ' '
                || behind == '\n'
                || behind == '\r'
                || behind == '\t') {
            return next;
        }
        throw malformed(next, "a number is followed by something else");
    }

    private int digits(int at) {
        int from = at;
        while (peek(at) >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed(at, "a number lacks a digit");
        }
        return at;
    }

    /** Checks the value at {@code at} and passes over it. */
    protected final int skip(int at) {
        switch (peek(at)) {
            case '"' -> {
                int stop = plainEnd(at + 1);
                return bytes[stop] == '"' ? stop + 1 : string(at);
            }
            case '{', '[' -> {
                return nested(at);
            }
            case 't' -> {
                return literal(at, Word.TRUE);
            }
            case 'f' -> {
                return literal(at, Word.FALSE);
            }
            case 'n' -> {
                return literal(at, Word.NULL);
            }
            default -> {
                return number(at);
            }
        }
    }

    /** Passes over an object or array. */
    private int nested(int at) {
        int depth = 0;
        while (true) {
            byte c = peek(at);
            if (c == '{' || c == '[') {
                if (depth == MAX_DEPTH) {
                    throw malformed(at, "it is nested deeper than " + MAX_DEPTH + " levels");
                }
                boolean object = c == '{';
                long bit = 1L << depth;
                brackets[depth >> 6] = object ? brackets[depth >> 6] | bit : brackets[depth >> 6] & ~bit;
                depth++;
                at = skipBlanks(at + 1);
                if (bytes[at] != (object ? '}' : ']')) {
                    at = object ? keyAndColon(at) : at;
                    continue;
                }
                depth--;
                at++;
            } else {
                at = skip(at);
            }
            while (depth > 0) {
                at = skipBlanks(at);
                boolean object = (brackets[depth - 1 >> 6] >>> depth - 1 & 1) != 0;
                if (bytes[at] == ',') {
                    at = skipBlanks(at + 1);
                    at = object ? keyAndColon(at) : at;
                    break;
                }
                if (bytes[at] != (object ? '}' : ']')) {
                    throw malformed(
                            at,
                            object
                                    ? "a comma or a closing brace was expected"
                                    : "a comma or a closing bracket was expected");
                }
                depth--;
                at++;
            }
            if (depth == 0) {
                return at;
            }
        }
    }

    private int keyAndColon(int at) {
        if (bytes[at] != '"') {
            throw malformed(at, "a key in double quotes was expected");
        }
        int next = skipBlanks(string(at));
        if (bytes[next] != ':') {
            throw malformed(next, "a colon was expected behind a key");
        }
        return skipBlanks(next + 1);
    }
}
