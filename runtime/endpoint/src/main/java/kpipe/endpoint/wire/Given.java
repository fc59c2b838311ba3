package kpipe.endpoint.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of value a client sent, and AWS's words for one that stands in the wrong place. */
enum Given {
    STRING("class java.lang.String"),
    NUMBER("class com.amazon.coral.value.json.numbers.TruncatingBigNumber"),
    BOOLEAN("class java.lang.Boolean"),
    BYTES("class java.nio.HeapByteBuffer"),
    LIST("Start of list found where not expected"),
    MAP("Start of structure or map found where not expected.");

    private final String words;

    Given(String words) {
        this.words = words;
    }

    /**
     * That this cannot be what the shape asks for.
     *
     * @param text the value itself where it is a text
     */
    AwsError mismatch(Shape shape, @Nullable String text) {
        return new AwsError("SerializationException", complaint(shape, text));
    }

    private String complaint(Shape shape, @Nullable String text) {
        if (this == LIST || this == MAP) {
            return words;
        }
        if (shape instanceof Shape.ListOf) {
            return "Expected list or null";
        }
        if (shape instanceof Shape.MapOf) {
            return "Expected map or null";
        }
        if (!(shape instanceof Shape.Scalar scalar)) {
            return "Expected null";
        }
        return switch (scalar) {
            case STRING -> words + " can not be converted to an String";
            case INTEGER -> words + " can not be converted to an Integer";
            case LONG -> words + " can not be converted to an Long";
            case BOOLEAN ->
                (text == null ? words : "'" + text.toUpperCase(Locale.ROOT) + "'")
                        + " can not be converted to an Boolean";
            case BLOB -> text == null ? words + " can not be converted to a Blob" : Base64Text.complaint(text);
            case TIMESTAMP -> words + " can not be converted to milliseconds since epoch";
        };
    }

    /** A text where a boolean is asked for; null if it says neither. */
    static @Nullable Boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> Boolean.TRUE;
            case "false", "0", "no" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** A number cut to a whole one, and into the range of the shape. */
    static Long whole(Shape shape, long value) {
        return shape == Shape.Scalar.INTEGER
                ? Long.valueOf(Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)))
                : Long.valueOf(value);
    }
}
