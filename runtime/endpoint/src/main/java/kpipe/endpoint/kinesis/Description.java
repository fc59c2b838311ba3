package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the API keeps of a stream beside its records, as texts by names such as {@code mode} or {@code tag/team}. Kept in one small text file, a line for each. Immutable.
 */
final class Description {

    static final Description EMPTY = new Description(new TreeMap<>());

    private static final String HEAD = "kpipe description 1 ";

    private final SortedMap<String, String> values;

    private Description(SortedMap<String, String> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    static Description parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String lines = text.substring(end + 1);
        if (end < 0 || !text.substring(0, end).equals(HEAD + checksum(lines))) {
            throw new IOException("the description of the stream is damaged, or of a later version");
        }
        SortedMap<String, String> values = new TreeMap<>();
        lines.lines().forEach(line -> {
            int middle = line.indexOf('=');
            values.put(unescape(line.substring(0, middle)), unescape(line.substring(middle + 1)));
        });
        return new Description(values);
    }

    byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        values.forEach((name, value) ->
                lines.append(escape(name)).append('=').append(escape(value)).append('\n'));
        return (HEAD + checksum(lines.toString()) + "\n" + lines).getBytes(StandardCharsets.UTF_8);
    }

    private static String checksum(String lines) {
        CRC32C crc = new CRC32C();
        crc.update(lines.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("=", "\\e");
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                plain.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped == 'e' ? '=' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    long number(String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Long.parseLong(value);
    }

    /** What stands under names that begin so, by the rest of the name. */
    SortedMap<String, String> under(String prefix) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String name : values.tailMap(prefix).keySet()) {
            if (!name.startsWith(prefix)) {
                break;
            }
            found.put(name.substring(prefix.length()), get(name, ""));
        }
        return found;
    }

    Description with(String name, Object value) {
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value.toString());
        return new Description(more);
    }

    /** Without that name. */
    Description without(String name) {
        SortedMap<String, String> fewer = new TreeMap<>(values);
        fewer.remove(name);
        return new Description(fewer);
    }

    /** Without all names that begin so. */
    Description withoutAll(String prefix) {
        SortedMap<String, String> fewer = new TreeMap<>(values);
        fewer.keySet().removeIf(name -> name.startsWith(prefix));
        return new Description(fewer);
    }
}
