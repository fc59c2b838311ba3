package kpipe.stdlib.format.json;

import java.nio.ByteBuffer;

/**
 * Finds where reading can go on behind a document that is broken or too long: behind the bracket that closes it, or before the next line that starts a
 * document, whichever comes first. It keeps its state between calls, so that nothing need be buffered. Not thread-safe.
 */
final class RecordSkipper {

    private static final int MAX_DEPTH = 4096;

    private final long[] objects = new long[MAX_DEPTH / 64];
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean brokenString;
    private int blanks;
    private boolean inArray;
    private boolean document;
    private int indentation;

    /**
     * Starts before the first byte of what is to be skipped.
     *
     * @param document whether it starts with a brace; else it is something that no document starts with
     * @param indentation the blanks before it, or -1 if something else stands before it on its line
     */
    void begin(boolean document, boolean inArray, int indentation) {
        this.document = document;
        this.inArray = inArray;
        this.indentation = Math.max(0, indentation);
        depth = 0;
        inString = false;
        escaped = false;
        brokenString = false;
        blanks = -1;
    }

    /** How many bytes {@link #write} writes. */
    int stateBytes() {
        return 4 * Integer.BYTES + Long.BYTES * openWords();
    }

    private int openWords() {
        return Math.min(MAX_DEPTH, depth) + 63 >> 6;
    }

    void write(ByteBuffer out) {
        out.putInt(depth);
        out.putInt(blanks);
        out.putInt(indentation);
        out.putInt((inString ? 1 : 0)
                | (escaped ? 2 : 0)
                | (brokenString ? 4 : 0)
                | (inArray ? 8 : 0)
                | (document ? 16 : 0));
        for (int i = 0; i < openWords(); i++) {
            out.putLong(objects[i]);
        }
    }

    /** Goes on where {@link #write} stood. */
    void read(ByteBuffer in) {
        depth = in.getInt();
        blanks = in.getInt();
        indentation = in.getInt();
        int flags = in.getInt();
        inString = (flags & 1) != 0;
        escaped = (flags & 2) != 0;
        brokenString = (flags & 4) != 0;
        inArray = (flags & 8) != 0;
        document = (flags & 16) != 0;
        for (int i = 0; i < openWords(); i++) {
            objects[i] = in.getLong();
        }
    }

    /** Whether a line ended within a string, so that the quotes cannot be trusted. */
    boolean brokenString() {
        return brokenString;
    }

    /** Where reading goes on in {@code bytes[at, end)}, or -1 if all of it is to be skipped. */
    int scan(byte[] bytes, int at, int end) {
        for (int i = at; i < end; i++) {
            byte c = bytes[i];
            if (c == '\n') {
                if (!document) {
                    return i;
                }
                brokenString |= inString;
                inString = false;
                escaped = false;
                blanks = 0;
            } else if (blanks >= 0 && (c == ' ' || c == '\t' || c == '\r')) {
                blanks++;
            } else {
                if (c == '{' && blanks >= 0 && blanks <= indentation) {
                    return i;
                }
                blanks = -1;
                int next = inString ? string(c) : structure(c, i);
                if (next >= 0) {
                    return next;
                }
            }
        }
        return -1;
    }

    private int string(byte c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
        }
        return -1;
    }

    /** Follows one byte outside strings; returns where the record ends, or -1 if it goes on. */
    private int structure(byte c, int at) {
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> open(c == '{');
            case '}' -> {
                close(true);
                if (depth <= 0) {
                    return at + 1;
                }
            }
            case ']' -> {
                if (!close(false) && inArray) {
                    return at;
                }
            }
            case ',' -> {
                if (!document && inArray && depth == 0) {
                    return at;
                }
            }
            default -> {}
        }
        return -1;
    }

    private void open(boolean object) {
        if (depth < MAX_DEPTH) {
            long bit = 1L << depth;
            objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
        }
        depth++;
    }

    /** Closes the innermost bracket of the kind and all within it; false if none is open. */
    private boolean close(boolean object) {
        if (depth > MAX_DEPTH) {
            depth--;
            return true;
        }
        int level = depth - 1;
        while (level >= 0 && (objects[level >> 6] >>> level & 1) != 0 != object) {
            level--;
        }
        if (level < 0) {
            if (object) {
                depth = 0;
            }
            return false;
        }
        depth = level;
        return true;
    }
}
