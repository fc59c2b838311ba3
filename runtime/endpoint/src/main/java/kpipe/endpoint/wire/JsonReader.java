package kpipe.endpoint.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON body by a shape, in one pass: base64 is decoded where it stands in the body, and what the shape does not name is passed over. */
final class JsonReader {

    private static final int DEEPEST = 100;

    static final JsonFactory FACTORY = JsonFactory.builder()
            // Names are the client's: none of them is kept beyond its request.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private final int length;
    private final JsonParser parser;
    private @Nullable AwsError mismatch;

    private JsonReader(byte[] body, int length, JsonParser parser) {
        this.body = body;
        this.length = length;
        this.parser = parser;
    }

    static RequestTree read(byte[] body, int length, Shape.Structure shape) throws MalformedException {
        try (JsonParser parser = FACTORY.createParser(body, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException();
            }
            JsonReader reader = new JsonReader(body, length, parser);
            Map<String, Object> members = reader.structure(shape);
            if (parser.nextToken() != null) {
                throw new MalformedException();
            }
            return new RequestTree(members, reader.mismatch);
        } catch (IOException e) {
            throw new MalformedException();
        }
    }

    private Map<String, Object> structure(Shape.Structure shape) throws IOException {
        Map<String, Object> members = new HashMap<>(8);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Shape member = shape.members().get(name);
            JsonToken token = parser.nextToken();
            if (member == null) {
                parser.skipChildren();
                continue;
            }
            Object value = value(member, token);
            if (value == null) {
                members.remove(name);
            } else {
                members.put(name, value);
            }
        }
        return members;
    }

    /** The value that the parser stands at the first token of; null if that is null or of a wrong type. */
    private @Nullable Object value(Shape shape, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("The body ends early.");
        }
        return switch (token) {
            case VALUE_NULL -> null;
            case START_OBJECT -> map(shape);
            case START_ARRAY -> list(shape);
            case VALUE_STRING -> text(shape);
            case VALUE_NUMBER_INT -> number(shape, false);
            case VALUE_NUMBER_FLOAT -> number(shape, true);
            case VALUE_TRUE, VALUE_FALSE ->
                shape == Shape.Scalar.BOOLEAN
                        ? Boolean.valueOf(token == JsonToken.VALUE_TRUE)
                        : wrong(Given.BOOLEAN, shape, null);
            default -> throw new IOException("Not a value.");
        };
    }

    private @Nullable Object map(Shape shape) throws IOException {
        if (shape instanceof Shape.Structure structure) {
            return structure(structure);
        }
        if (!(shape instanceof Shape.MapOf map)) {
            return wrong(Given.MAP, shape, null);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            values.put(name, value(map.value(), parser.nextToken()));
        }
        return values;
    }

    private @Nullable Object list(Shape shape) throws IOException {
        if (!(shape instanceof Shape.ListOf list)) {
            return wrong(Given.LIST, shape, null);
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(list.element(), token));
        }
        return values;
    }

    private @Nullable Object text(Shape shape) throws IOException {
        if (shape == Shape.Scalar.STRING) {
            return parser.getText();
        }
        if (shape == Shape.Scalar.BLOB) {
            return blob(shape);
        }
        String text = parser.getText();
        if (shape == Shape.Scalar.BOOLEAN) {
            Boolean flag = Given.flag(text);
            return flag != null ? flag : wrong(Given.STRING, shape, text);
        }
        return wrong(Given.STRING, shape, null);
    }

    private @Nullable Object blob(Shape shape) throws IOException {
        byte[] bytes = blobInPlace();
        if (bytes == null) {
            String text = parser.getText();
            byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
            bytes = Base64Text.decode(ascii, 0, ascii.length);
            if (bytes == null || !text.equals(new String(ascii, StandardCharsets.ISO_8859_1))) {
                return wrong(Given.STRING, shape, text);
            }
        }
        return Blob.of(bytes);
    }

    /** Decodes the text at the token without making a string of it; null if it has escapes, is no base64, or the body is no UTF-8. */
    private byte @Nullable [] blobInPlace() {
        long start = parser.currentTokenLocation().getByteOffset() + 1;
        if (start < 1 || start >= length || body[(int) start - 1] != '"') {
            return null;
        }
        int end = (int) start;
        while (end < length && body[end] != '"') {
            end++;
        }
        return Base64Text.decode(body, (int) start, end - (int) start);
    }

    private @Nullable Object number(Shape shape, boolean fraction) throws IOException {
        if (shape == Shape.Scalar.TIMESTAMP) {
            double seconds = parser.getDoubleValue();
            return Instant.ofEpochMilli(
                    fraction ? Math.round(seconds * 1000) : (long) Math.min(Math.max(seconds, -1e15), 1e15) * 1000);
        }
        if (shape != Shape.Scalar.INTEGER && shape != Shape.Scalar.LONG) {
            return wrong(Given.NUMBER, shape, null);
        }
        boolean fits = !fraction && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return Given.whole(shape, fits ? parser.getLongValue() : (long) parser.getDoubleValue());
    }

    private @Nullable Object wrong(Given given, Shape shape, @Nullable String text) throws IOException {
        if (mismatch == null) {
            mismatch = given.mismatch(shape, text);
        }
        parser.skipChildren();
        return null;
    }
}
