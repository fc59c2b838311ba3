package kpipe.endpoint.kinesis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether a text is JSON (RFC 8259): what is kept for others to read must be readable. Not thread-safe; for one text. */
final class JsonText {

    private static final int DEEPEST = 100;
    private static final Pattern SCALAR = Pattern.compile(
            "\"(?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null");

    private final String text;
    private final Matcher scalar;
    private int at;

    private JsonText(String text) {
        this.text = text;
        scalar = SCALAR.matcher(text);
    }

    /** Whether it is one whole object. */
    static boolean isObject(String text) {
        JsonText json = new JsonText(text);
        json.pass();
        return json.text.startsWith("{", json.at) && json.value(0) && json.at == text.length();
    }

    private void pass() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            pass();
            return true;
        }
        return false;
    }

    private boolean value(int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        if (take('{')) {
            return take('}') || members(depth + 1) && take('}');
        }
        if (take('[')) {
            return take(']') || elements(depth + 1) && take(']');
        }
        return scalar();
    }

    private boolean scalar() {
        if (!scalar.region(at, text.length()).lookingAt()) {
            return false;
        }
        at = scalar.end();
        pass();
        return true;
    }

    private boolean members(int depth) {
        do {
            if (!text.startsWith("\"", at) || !scalar() || !take(':') || !value(depth)) {
                return false;
            }
        } while (take(','));
        return true;
    }

    private boolean elements(int depth) {
        do {
            if (!value(depth)) {
                return false;
            }
        } while (take(','));
        return true;
    }
}
