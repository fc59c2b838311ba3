package kpipe.endpoint.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CBOR body (RFC 8949) by a shape, in one pass: byte strings stay where they are in the body. Times are milliseconds, behind tag 1 or without it, whole or not; other tags are passed over.
 */
final class CborReader {

    private static final int DEEPEST = 100;
    private static final long UNKNOWN_LENGTH = -1;

    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;
    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;
    private static final int UNDEFINED = 23;
    private static final int HALF = 25;
    private static final int SINGLE = 26;
    private static final int DOUBLE = 27;

    private final byte[] body;
    private final int length;
    private int position;
    private int depth;
    private @Nullable AwsError mismatch;

    private CborReader(byte[] body, int length) {
        this.body = body;
        this.length = length;
    }

    static RequestTree read(byte[] body, int length, Shape.Structure shape) throws MalformedException {
        CborReader reader = new CborReader(body, length);
        int head = reader.untaggedHead();
        if (head >> 5 != MAP) {
            throw new MalformedException();
        }
        Map<String, Object> members = reader.structure(shape, reader.count(head));
        if (reader.position != length) {
            throw new MalformedException();
        }
        return new RequestTree(members, reader.mismatch);
    }

    private Map<String, Object> structure(Shape.Structure shape, long count) throws MalformedException {
        deeper();
        Map<String, Object> members = new HashMap<>(8);
        for (long left = count; more(left); left--) {
            String name = name();
            Shape member = shape.members().get(name);
            if (member == null) {
                skip();
                continue;
            }
            Object value = value(member);
            if (value == null) {
                members.remove(name);
            } else {
                members.put(name, value);
            }
        }
        depth--;
        return members;
    }

    /** The value at the position; null if that is null, undefined or of a wrong type. */
    private @Nullable Object value(Shape shape) throws MalformedException {
        int head = untaggedHead();
        return switch (head >> 5) {
            case BYTES -> {
                Blob bytes = bytes(head);
                yield shape == Shape.Scalar.BLOB ? bytes : wrong(Given.BYTES, shape, null);
            }
            case TEXT -> text(shape, string(head));
            case LIST -> list(shape, count(head));
            case MAP -> map(shape, count(head));
            case SIMPLE -> simple(shape, head & 31);
            default -> whole(shape, head);
        };
    }

    private @Nullable Object map(Shape shape, long count) throws MalformedException {
        if (shape instanceof Shape.Structure structure) {
            return structure(structure, count);
        }
        if (!(shape instanceof Shape.MapOf map)) {
            skipParts(count, 2);
            return wrong(Given.MAP, shape, null);
        }
        deeper();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (long left = count; more(left); left--) {
            values.put(name(), value(map.value()));
        }
        depth--;
        return values;
    }

    private @Nullable Object list(Shape shape, long count) throws MalformedException {
        if (!(shape instanceof Shape.ListOf list)) {
            skipParts(count, 1);
            return wrong(Given.LIST, shape, null);
        }
        deeper();
        List<@Nullable Object> values = new ArrayList<>();
        for (long left = count; more(left); left--) {
            values.add(value(list.element()));
        }
        depth--;
        return values;
    }

    private @Nullable Object text(Shape shape, String text) {
        if (shape == Shape.Scalar.STRING) {
            return text;
        }
        if (shape == Shape.Scalar.BOOLEAN) {
            Boolean flag = Given.flag(text);
            return flag != null ? flag : wrong(Given.STRING, shape, text);
        }
        if (shape == Shape.Scalar.BLOB) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = Base64Text.decode(utf8, 0, utf8.length);
            return bytes != null ? Blob.of(bytes) : wrong(Given.STRING, shape, text);
        }
        return wrong(Given.STRING, shape, null);
    }

    private @Nullable Object whole(Shape shape, int head) throws MalformedException {
        long argument = argument(head & 31);
        long magnitude = argument < 0 ? Long.MAX_VALUE : argument;
        return number(shape, head >> 5 == 0 ? magnitude : ~magnitude);
    }

    private @Nullable Object number(Shape shape, long value) {
        if (shape == Shape.Scalar.TIMESTAMP) {
            return Instant.ofEpochMilli(value);
        }
        return shape == Shape.Scalar.INTEGER || shape == Shape.Scalar.LONG
                ? Given.whole(shape, value)
                : wrong(Given.NUMBER, shape, null);
    }

    private @Nullable Object simple(Shape shape, int kind) throws MalformedException {
        switch (kind) {
            case FALSE:
            case TRUE:
                return shape == Shape.Scalar.BOOLEAN
                        ? Boolean.valueOf(kind == TRUE)
                        : wrong(Given.BOOLEAN, shape, null);
            case NULL:
            case UNDEFINED:
                return null;
            case HALF:
                return number(shape, (long) half((int) argument(kind)));
            case SINGLE:
                return number(shape, (long) Float.intBitsToFloat((int) argument(kind)));
            case DOUBLE:
                return number(shape, (long) Double.longBitsToDouble(argument(kind)));
            default:
                throw new MalformedException();
        }
    }

    private static double half(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 0
                ? fraction * 0x1p-24
                : exponent == 31
                        ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                        : Math.scalb(1024.0 + fraction, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private String name() throws MalformedException {
        int head = untaggedHead();
        if (head >> 5 != TEXT) {
            throw new MalformedException();
        }
        return string(head);
    }

    private String string(int head) throws MalformedException {
        Blob utf8 = bytes(head);
        return new String(utf8.bytes(), utf8.offset(), utf8.length(), StandardCharsets.UTF_8);
    }

    /** A byte or text string, of known length or in parts of known length. */
    private Blob bytes(int head) throws MalformedException {
        if ((head & 31) != INDEFINITE) {
            return run(argument(head & 31));
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (more(UNKNOWN_LENGTH)) {
            int part = next();
            if (part >> 5 != head >> 5 || (part & 31) == INDEFINITE) {
                throw new MalformedException();
            }
            Blob run = run(argument(part & 31));
            joined.write(run.bytes(), run.offset(), run.length());
        }
        return Blob.of(joined.toByteArray());
    }

    private Blob run(long bytes) throws MalformedException {
        if (bytes < 0 || bytes > length - position) {
            throw new MalformedException();
        }
        Blob run = new Blob(body, position, (int) bytes);
        position += (int) bytes;
        return run;
    }

    private void skip() throws MalformedException {
        int head = untaggedHead();
        switch (head >> 5) {
            case BYTES, TEXT -> bytes(head);
            case LIST -> skipParts(count(head), 1);
            case MAP -> skipParts(count(head), 2);
            case SIMPLE -> skipSimple(head & 31);
            default -> argument(head & 31);
        }
    }

    private void skipSimple(int kind) throws MalformedException {
        if (kind > DOUBLE) {
            throw new MalformedException();
        }
        argument(kind);
    }

    private void skipParts(long count, int each) throws MalformedException {
        deeper();
        for (long left = count; more(left); left--) {
            for (int i = 0; i < each; i++) {
                skip();
            }
        }
        depth--;
    }

    /** How many parts a list or map has; {@link #UNKNOWN_LENGTH} if a break ends it. */
    private long count(int head) throws MalformedException {
        if ((head & 31) == INDEFINITE) {
            return UNKNOWN_LENGTH;
        }
        long count = argument(head & 31);
        if (count < 0 || count > length - position) {
            throw new MalformedException();
        }
        return count;
    }

    /** Whether another part follows, of {@code left} or before a break, which is passed over. */
    private boolean more(long left) throws MalformedException {
        if (left >= 0) {
            return left > 0;
        }
        if (position < length && (body[position] & 255) == BREAK) {
            position++;
            return false;
        }
        return true;
    }

    private int untaggedHead() throws MalformedException {
        int head = next();
        while (head >> 5 == TAG) {
            argument(head & 31);
            head = next();
        }
        return head;
    }

    private long argument(int form) throws MalformedException {
        if (form < 24) {
            return form;
        }
        if (form > DOUBLE) {
            throw new MalformedException();
        }
        long value = 0;
        for (int i = 0; i < 1 << form - 24; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    private int next() throws MalformedException {
        if (position >= length) {
            throw new MalformedException();
        }
        return body[position++] & 255;
    }

    private void deeper() throws MalformedException {
        if (++depth > DEEPEST) {
            throw new MalformedException();
        }
    }

    private @Nullable Object wrong(Given given, Shape shape, @Nullable String text) {
        if (mismatch == null) {
            mismatch = given.mismatch(shape, text);
        }
        return null;
    }
}
