package kpipe.stdlib.format.json;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kpipe.data.RowBatch;
import kpipe.data.Text;
import org.jspecify.annotations.Nullable;

/** Finds the value at one path in JSON texts. Of a key that comes twice the last value counts. Not thread-safe. */
public final class JsonLookup {

    /** Why there is no single value at a path. */
    public enum Fault {
        /** There is one, be it null. */
        NONE,
        /** Nothing stands there. */
        NOTHING,
        /** An object or array does; or nothing, for a path that says `strict`. */
        NO_SINGLE_VALUE,
        /** The text is no JSON. */
        NO_JSON
    }

    private final Walker walker;
    private final boolean strict;

    /** @throws IllegalArgumentException with a sentence that says what is wrong with the path */
    public JsonLookup(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        strict = lower.startsWith("strict ");
        String bare = lower.startsWith("lax ") ? path.substring(4) : strict ? path.substring(7) : path;
        JsonPath parsed = JsonPath.parse(bare.trim());
        if (parsed.steps().stream().anyMatch(step -> step.kind() == JsonPath.Kind.ALL)) {
            throw new IllegalArgumentException("a path to one value takes no [0:] and no [*]");
        }
        walker = new Walker(parsed.steps());
    }

    /** The text, number or truth value at the path as text, or null. */
    public @Nullable Text scalar(Text json) {
        return walker.find(json) ? walker.scalar() : null;
    }

    /** The object or array at the path as it is written, or null. */
    public @Nullable Text structure(Text json) {
        return walker.find(json) ? walker.structure() : null;
    }

    /** What stands at the path as it is written, or null. */
    public @Nullable Text item(Text json) {
        return walker.find(json) ? walker.item() : null;
    }

    /** Why {@link #scalar} is null, if not for a JSON null. */
    public Fault fault(Text json) {
        if (walker.find(json)) {
            return walker.structure() == null ? Fault.NONE : Fault.NO_SINGLE_VALUE;
        }
        if (!walker.isJson) {
            return Fault.NO_JSON;
        }
        return strict ? Fault.NO_SINGLE_VALUE : Fault.NOTHING;
    }

    /** Whether there is anything at the path. */
    public boolean exists(Text json) {
        return walker.find(json);
    }

    private static final class Walker extends JsonScanner {
        private final List<JsonPath.Step> steps;
        private int foundStart;
        private int foundEnd;
        private boolean isJson;

        Walker(List<JsonPath.Step> steps) {
            this.steps = steps;
        }

        boolean find(Text json) {
            // A blank behind, for a number at the very end is known to be whole only by what follows it.
            bytes = new byte[json.length() + 1];
            System.arraycopy(json.bytes(), json.offset(), bytes, 0, json.length());
            bytes[json.length()] = ' ';
            end = bytes.length;
            foundStart = -1;
            isJson = false;
            try {
                int behind = walk(skipBlanks(0), 0);
                while (behind < end) {
                    if (bytes[behind] != ' '
                            && bytes[behind] != '\n'
                            && bytes[behind] != '\r'
                            && bytes[behind] != '\t') {
                        return false;
                    }
                    behind++;
                }
                isJson = true;
                return foundStart >= 0;
            } catch (Incomplete | Malformed e) {
                return false;
            }
        }

        private int walk(int at, int depth) {
            if (depth == steps.size()) {
                foundStart = at;
                foundEnd = skip(at);
                return foundEnd;
            }
            JsonPath.Step step = steps.get(depth);
            if (step.kind() == JsonPath.Kind.KEY && peek(at) == '{') {
                return object(at, step.key(), depth);
            }
            if (step.kind() == JsonPath.Kind.INDEX && peek(at) == '[') {
                return array(at, step.index(), depth);
            }
            return skip(at);
        }

        private int object(int at, String wanted, int depth) {
            int next = skipBlanks(at + 1);
            if (bytes[next] == '}') {
                return next + 1;
            }
            while (true) {
                if (bytes[next] != '"') {
                    throw malformed(next, "a key in double quotes was expected");
                }
                int colon = skipBlanks(string(next));
                boolean match = new Text(content, contentStart, contentEnd - contentStart)
                        .toString()
                        .equals(wanted);
                if (bytes[colon] != ':') {
                    throw malformed(colon, "a colon was expected behind a key");
                }
                int value = skipBlanks(colon + 1);
                if (match) {
                    foundStart = -1;
                }
                int behind = skipBlanks(match ? walk(value, depth + 1) : skip(value));
                if (bytes[behind] == '}') {
                    return behind + 1;
                }
                if (bytes[behind] != ',') {
                    throw malformed(behind, "a comma or a closing brace was expected");
                }
                next = skipBlanks(behind + 1);
            }
        }

        private int array(int at, int wanted, int depth) {
            int next = skipBlanks(at + 1);
            if (bytes[next] == ']') {
                return next + 1;
            }
            for (int index = 0; ; index++) {
                int behind = skipBlanks(index == wanted ? walk(next, depth + 1) : skip(next));
                if (bytes[behind] == ']') {
                    return behind + 1;
                }
                if (bytes[behind] != ',') {
                    throw malformed(behind, "a comma or a closing bracket was expected");
                }
                next = skipBlanks(behind + 1);
            }
        }

        @Nullable
        Text scalar() {
            byte first = bytes[foundStart];
            if (first == '{' || first == '[' || first == 'n') {
                return null;
            }
            if (first == '"') {
                string(foundStart);
                return Text.of(Arrays.copyOfRange(content, contentStart, contentEnd));
            }
            return Text.of(Arrays.copyOfRange(bytes, foundStart, foundEnd));
        }

        Text item() {
            return Text.of(Arrays.copyOfRange(bytes, foundStart, foundEnd));
        }

        @Nullable
        Text structure() {
            byte first = bytes[foundStart];
            return first == '{' || first == '[' ? Text.of(Arrays.copyOfRange(bytes, foundStart, foundEnd)) : null;
        }

        /** A text that is looked into holds no rows. */
        @Override
        public int decode(byte[] source, int start, int limit, boolean last, RowBatch into, Rejects rejects) {
            return limit;
        }
    }
}
