package kpipe.endpoint.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds the partition key of a line: {@code $.device.id} in its JSON, the first group of {@code /pattern/} in its text, or a hash of its bytes. Immutable. */
abstract class RecordKey {

    private static final int MOST_CHARACTERS = 256;

    /** The key, or null where the line has none. */
    abstract @Nullable String find(byte[] line);

    /** @param expression as the user wrote it; null for the hash of the bytes, so that equal records go to one shard */
    static RecordKey of(@Nullable String expression) throws CommandException {
        if (expression == null) {
            return new OfBytes();
        }
        if (expression.matches("\\$(\\.[^.\\[\\]]+)+")) {
            return new AtPath(List.of(expression.substring(2).split("\\.")));
        }
        if (expression.length() > 2 && expression.startsWith("/") && expression.endsWith("/")) {
            try {
                return new ByPattern(Pattern.compile(expression.substring(1, expression.length() - 1)));
            } catch (PatternSyntaxException wrong) {
                throw CommandException.usage("`" + expression + "` is no pattern: " + wrong.getDescription());
            }
        }
        throw CommandException.usage(
                "`--key` is a path such as `$.device.id` or a pattern such as `/id=(\\w+)/`, not `" + expression + "`");
    }

    private static @Nullable String fitting(@Nullable String key) {
        return key == null || key.isEmpty() || key.length() > MOST_CHARACTERS ? null : key;
    }

    private static final class OfBytes extends RecordKey {
        @Override
        String find(byte[] line) {
            try {
                byte[] digest = MessageDigest.getInstance("MD5").digest(line);
                return new BigInteger(1, digest).toString(36);
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }
    }

    private static final class ByPattern extends RecordKey {
        private final Pattern pattern;

        ByPattern(Pattern pattern) {
            this.pattern = pattern;
        }

        @Override
        @Nullable
        String find(byte[] line) {
            Matcher found = pattern.matcher(new String(line, StandardCharsets.UTF_8));
            return found.find() ? fitting(found.groupCount() > 0 ? found.group(1) : found.group()) : null;
        }
    }

    private static final class AtPath extends RecordKey {
        private static final JsonFactory JSON = new JsonFactory();
        private final List<String> path;

        AtPath(List<String> path) {
            this.path = path;
        }

        @Override
        @Nullable
        String find(byte[] line) {
            try (JsonParser in = JSON.createParser(line)) {
                if (in.nextToken() != JsonToken.START_OBJECT) {
                    return null;
                }
                int depth = 0;
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    boolean onPath = in.currentName().equals(path.get(depth));
                    JsonToken value = in.nextToken();
                    if (onPath && depth == path.size() - 1) {
                        return value.isScalarValue() && value != JsonToken.VALUE_NULL ? fitting(in.getText()) : null;
                    }
                    if (onPath && value == JsonToken.START_OBJECT) {
                        depth++;
                    } else {
                        in.skipChildren();
                    }
                }
                return null;
            } catch (IOException noJson) {
                return null;
            }
        }
    }
}
