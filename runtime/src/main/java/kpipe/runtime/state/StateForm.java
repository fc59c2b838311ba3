package kpipe.runtime.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * What the state of an operator means and of what it is made, so that another version of the pipeline can tell whether it can go on from it. Immutable.
 *
 * <p>Texts name a column as {@code {stream.column}}, so that one that was renamed can be told from another one.
 *
 * @param id stable: of the pump's name, the operator's role and its number among those of that role, such as {@code pump find_speeders window}
 * @param what in the user's words, such as {@code tumbling window}
 * @param place file and line
 * @param version of the form in which such a state is written
 * @param facts what the state means: all of it must be the same for the state to be of use
 * @param keys by which it is divided, in their order
 * @param gathered what is kept for each key, in the order of its place
 * @param held the columns of rows that are kept as they are
 * @param formerly by {@code {stream.column}} what the column was called before, in the same form
 * @param needs from how much of its input, in milliseconds of event time, the state follows; -1 where there is no such bound
 * @param inputs from which it follows
 * @param lanes into how many parts it is divided
 */
public record StateForm(
        String id,
        String what,
        String place,
        int version,
        List<Fact> facts,
        List<Key> keys,
        List<Gathered> gathered,
        List<Held> held,
        Map<String, String> formerly,
        long needs,
        List<Input> inputs,
        int lanes) {

    /** The form in which states are written now. */
    public static final int VERSION = 1;

    /** The subject of what is said of rows that wait for time to come to them: where it is new, none have waited yet. */
    public static final String WAITING = "order of rows";

    /** What the kind of a thing begins with that is kept in a place which depends on all the others. */
    public static final String FIXED = "FIXED";

    /**
     * Something that the state means.
     *
     * @param subject what it is about, as it stands in a sentence: {@code window}, {@code condition}
     * @param text what is so
     */
    public record Fact(String subject, String text) {}

    /** A key: what it is made of, and its type. */
    public record Key(String text, Type type) {}

    /**
     * What is kept for each key.
     *
     * @param kind in which form, such as {@code SUM_LONG}
     * @param text of what, such as {@code {vehicles.speed}}
     * @param type of what; null where that has no say
     */
    public record Gathered(
            String kind, String text, @Nullable Type type) {}

    /**
     * A column of rows that are kept.
     *
     * @param part of which rows, where an operator keeps several kinds: {@code left}, {@code right}, {@code rows}
     * @param text what it is made of
     * @param needed whether anything reads it
     */
    public record Held(String part, String name, Type type, String text, boolean needed) {}

    /**
     * A stream from which the state follows.
     *
     * @param retentionMillis how long a durable stream keeps its records; -1 if it is not durable
     */
    public record Input(String stream, long retentionMillis) {}

    public StateForm {
        facts = List.copyOf(facts);
        keys = List.copyOf(keys);
        gathered = List.copyOf(gathered);
        held = List.copyOf(held);
        formerly = Map.copyOf(formerly);
        inputs = List.copyOf(inputs);
    }

    /** Eight bytes in hexadecimal digits that are the same for states that mean the same and are made alike. */
    public String hash() {
        StringBuilder all = new StringBuilder().append(version).append('\n');
        facts.forEach(fact -> line(all, fact.subject(), fact.text()));
        keys.forEach(key -> line(all, "key", key.text(), key.type().toString()));
        gathered.forEach(one -> line(all, "gathers", one.kind(), one.text(), text(one.type())));
        for (Held column : held) {
            if (column.needed()) {
                line(all, "holds", column.part(), column.name(), column.type().toString(), column.text());
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    // ---- as text

    /** The whole as text, a line for each thing. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "operator", id, what, place, Integer.toString(version), Integer.toString(lanes));
        facts.forEach(fact -> line(text, "fact", fact.subject(), fact.text()));
        keys.forEach(key -> line(text, "key", key.text(), key.type().toString()));
        gathered.forEach(one -> line(text, "gathers", one.kind(), one.text(), text(one.type())));
        for (Held column : held) {
            line(
                    text,
                    "holds",
                    column.part(),
                    column.name(),
                    column.type().toString(),
                    column.text(),
                    column.needed() ? "needed" : "");
        }
        formerly.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> line(text, "was", entry.getKey(), entry.getValue()));
        line(text, "needs", Long.toString(needs));
        inputs.forEach(input -> line(text, "input", input.stream(), Long.toString(input.retentionMillis())));
        return text.toString();
    }

    private static String text(@Nullable Type type) {
        return type == null ? "" : type.toString();
    }

    private static void line(StringBuilder to, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            to.append(i == 0 ? "" : "\t");
            to.append(fields[i].replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
        }
        to.append('\n');
    }

    /** Reads what {@link #text} wrote; null for an empty text. Lines of a kind that is not known are passed over. */
    public static @Nullable StateForm parse(String text) {
        String[] head = null;
        List<Fact> facts = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        List<Gathered> gathered = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        Map<String, String> formerly = new LinkedHashMap<>();
        long needs = -1;
        List<Input> inputs = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] fields = fields(line);
            switch (fields[0]) {
                case "operator" -> head = fields;
                case "fact" -> facts.add(new Fact(fields[1], fields[2]));
                case "key" -> keys.add(new Key(fields[1], Type.parse(fields[2])));
                case "gathers" ->
                    gathered.add(
                            new Gathered(fields[1], fields[2], fields[3].isEmpty() ? null : Type.parse(fields[3])));
                case "holds" ->
                    held.add(new Held(
                            fields[1], fields[2], Type.parse(fields[3]), fields[4], fields[5].equals("needed")));
                case "was" -> formerly.put(fields[1], fields[2]);
                case "needs" -> needs = Long.parseLong(fields[1]);
                case "input" -> inputs.add(new Input(fields[1], Long.parseLong(fields[2])));
                default -> {}
            }
        }
        if (head == null) {
            return null;
        }
        return new StateForm(
                head[1],
                head[2],
                head[3],
                Integer.parseInt(head[4]),
                facts,
                keys,
                gathered,
                held,
                formerly,
                needs,
                inputs,
                Integer.parseInt(head[5]));
    }

    private static String[] fields(String line) {
        String[] fields = line.split("\t", -1);
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].indexOf('\\') >= 0) {
                fields[i] = unescaped(fields[i]);
            }
        }
        return fields;
    }

    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char character = field.charAt(i);
            if (character != '\\') {
                text.append(character);
                continue;
            }
            char escaped = field.charAt(++i);
            text.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
        }
        return text.toString();
    }
}
