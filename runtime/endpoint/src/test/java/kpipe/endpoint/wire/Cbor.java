package kpipe.endpoint.wire;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CBOR by a library that is not ours, as the Java SDK speaks it. */
final class Cbor {

    private static final CBORFactory FACTORY = new CBORFactory();

    private Cbor() {}

    /** What stands in an answer, as text: {@code {name=value}}, byte strings as numbers in brackets behind h, times behind @. */
    static String read(byte[] bytes) throws IOException {
        try (CBORParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            String text = String.valueOf(value(parser));
            if (parser.nextToken() != null) {
                throw new IOException("More follows.");
            }
            return text;
        }
    }

    private static Object value(CBORParser parser) throws IOException {
        boolean time = parser.getCurrentTag() == 1;
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_EMBEDDED_OBJECT -> {
                return "h" + Arrays.toString(parser.getBinaryValue());
            }
            case VALUE_NUMBER_INT -> {
                return (time ? "@" : "") + parser.getLongValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }

    /** Writes a value: maps and lists without length, as the SDK does, or with it. */
    static byte[] write(Map<String, ?> map, boolean indefinite) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CBORGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, map, indefinite);
        }
        return out.toByteArray();
    }

    private static void write(CBORGenerator generator, Object value, boolean indefinite) throws IOException {
        if (value instanceof Map<?, ?> map) {
            if (indefinite) {
                generator.writeStartObject();
            } else {
                generator.writeStartObject(map, map.size());
            }
            for (Map.Entry<?, ?> member : map.entrySet()) {
                generator.writeFieldName((String) member.getKey());
                write(generator, member.getValue(), indefinite);
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            if (indefinite) {
                generator.writeStartArray();
            } else {
                generator.writeStartArray(list, list.size());
            }
            for (Object element : list) {
                write(generator, element, indefinite);
            }
            generator.writeEndArray();
        } else if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else if (value instanceof Instant time) {
            generator.writeTag(1);
            generator.writeNumber(time.toEpochMilli());
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else {
            generator.writeNull();
        }
    }
}
