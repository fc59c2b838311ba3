package kpipe.runtime.operator;

import java.util.Arrays;
import kpipe.data.RowException;
import kpipe.data.Text;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of LIKE over UTF-8 bytes: {@code %} stands for any run of characters, {@code _} for one. Patterns of the forms {@code x}, {@code x%}, {@code %x} and {@code %x%}
 * are plain comparisons of bytes. Immutable.
 */
public final class LikePattern {

    private static final byte LITERAL = 0;
    private static final byte ANY_CHARACTER = 1;
    private static final byte ANY_RUN = 2;

    private enum Form {
        EQUAL,
        PREFIX,
        SUFFIX,
        CONTAINS,
        GENERAL
    }

    private final Form form;
    private final byte[] bytes;
    private final byte[] kinds;

    private LikePattern(Form form, byte[] bytes, byte[] kinds) {
        this.form = form;
        this.bytes = bytes;
        this.kinds = kinds;
    }

    /**
     * @param escape the escape character, or null
     */
    public static LikePattern of(Text pattern, @Nullable Text escape) {
        if (escape != null && escape.characters() != 1) {
            throw new RowException(RowErrors.BAD_ARGUMENT, "the escape of a LIKE pattern must be one character");
        }
        byte[] bytes = new byte[pattern.length()];
        byte[] kinds = new byte[pattern.length()];
        int count = 0;
        int at = pattern.offset();
        int end = at + pattern.length();
        while (at < end) {
            byte next = pattern.bytes()[at];
            if (escape != null && startsWith(pattern.bytes(), at, end, escape)) {
                at += escape.length();
                boolean escapable = at < end
                        && (pattern.bytes()[at] == '%'
                                || pattern.bytes()[at] == '_'
                                || startsWith(pattern.bytes(), at, end, escape));
                if (!escapable) {
                    throw new RowException(
                            RowErrors.BAD_ARGUMENT,
                            "the escape of a LIKE pattern must stand before %, _ or the escape itself");
                }
                int width = pattern.bytes()[at] == '%' || pattern.bytes()[at] == '_' ? 1 : escape.length();
                for (int i = 0; i < width; i++) {
                    bytes[count++] = pattern.bytes()[at++];
                }
            } else {
                kinds[count] = next == '%' ? ANY_RUN : next == '_' ? ANY_CHARACTER : LITERAL;
                bytes[count++] = next;
                at++;
            }
        }
        return of(Arrays.copyOf(bytes, count), Arrays.copyOf(kinds, count));
    }

    private static LikePattern of(byte[] bytes, byte[] kinds) {
        int first = 0;
        int last = kinds.length;
        while (first < last && kinds[first] == ANY_RUN) {
            first++;
        }
        while (last > first && kinds[last - 1] == ANY_RUN) {
            last--;
        }
        for (int i = first; i < last; i++) {
            if (kinds[i] != LITERAL) {
                return new LikePattern(Form.GENERAL, bytes, kinds);
            }
        }
        boolean open = first > 0;
        boolean openEnd = last < kinds.length;
        Form form = open ? openEnd || first == last ? Form.CONTAINS : Form.SUFFIX : openEnd ? Form.PREFIX : Form.EQUAL;
        return new LikePattern(form, Arrays.copyOfRange(bytes, first, last), kinds);
    }

    public boolean matches(Text text) {
        return matches(text.bytes(), text.offset(), text.length());
    }

    /** Whether a slice of a heap matches. */
    public boolean matches(byte[] heap, long slice) {
        return matches(heap, kpipe.data.Slice.offset(slice), kpipe.data.Slice.length(slice));
    }

    private boolean matches(byte[] heap, int offset, int length) {
        int count = bytes.length;
        switch (form) {
            case EQUAL:
                return length == count && Text.equal(heap, offset, bytes, 0, count);
            case PREFIX:
                return length >= count && Text.equal(heap, offset, bytes, 0, count);
            case SUFFIX:
                return length >= count && Text.equal(heap, offset + length - count, bytes, 0, count);
            case CONTAINS:
                return contains(heap, offset, length);
            default:
                return matchesGeneral(heap, offset, offset + length);
        }
    }

    private boolean contains(byte[] heap, int offset, int length) {
        int count = bytes.length;
        if (count == 0) {
            return true;
        }
        byte first = bytes[0];
        for (int at = offset, last = offset + length - count; at <= last; at++) {
            if (heap[at] == first && Text.equal(heap, at, bytes, 0, count)) {
                return true;
            }
        }
        return false;
    }

    /** Greedy from the left; on a mismatch the last run takes one character more. */
    private boolean matchesGeneral(byte[] heap, int start, int end) {
        int at = start;
        int pattern = 0;
        int runPattern = -1;
        int runAt = 0;
        while (at < end) {
            if (pattern < kinds.length && kinds[pattern] == ANY_RUN) {
                runPattern = pattern++;
                runAt = at;
            } else if (pattern < kinds.length && kinds[pattern] == ANY_CHARACTER) {
                at = nextCharacter(heap, at, end);
                pattern++;
            } else if (pattern < kinds.length && heap[at] == bytes[pattern]) {
                at++;
                pattern++;
            } else if (runPattern >= 0) {
                runAt = nextCharacter(heap, runAt, end);
                at = runAt;
                pattern = runPattern + 1;
            } else {
                return false;
            }
        }
        while (pattern < kinds.length && kinds[pattern] == ANY_RUN) {
            pattern++;
        }
        return pattern == kinds.length;
    }

    private static int nextCharacter(byte[] heap, int at, int end) {
        int next = at + 1;
        while (next < end && (heap[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    private static boolean startsWith(byte[] bytes, int at, int end, Text prefix) {
        return end - at >= prefix.length() && Text.equal(bytes, at, prefix.bytes(), prefix.offset(), prefix.length());
    }
}
