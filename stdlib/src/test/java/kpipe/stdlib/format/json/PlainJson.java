package kpipe.stdlib.format.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plainest parser of RFC 8259 there can be, one character after the other: what the decoder is compared with. */
final class PlainJson {

    /**
     * A value.
     *
     * @param source as written
     * @param form one of {@code { [ " 0 t f n}: the character that values of its kind start with
     * @param text the content of a string
     * @param members those of an object, in order; a key may come twice
     * @param elements those of an array
     */
    record Value(String source, char form, String text, List<Member> members, List<Value> elements) {

        /** The value of the last member of this name in any case, or null. */
        @Nullable
        Value member(String name) {
            Value found = null;
            for (Member member : members) {
                found = member.key.equalsIgnoreCase(name) ? member.value : found;
            }
            return found;
        }
    }

    /** A key and its value. */
    record Member(String key, Value value) {}

    private static final class NoJson extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    /** The value that the bytes hold, or null if they are not JSON. */
    static @Nullable Value parse(byte[] bytes) {
        try {
            PlainJson parser = new PlainJson(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            parser.blanks();
            Value value = parser.value();
            parser.blanks();
            return parser.at == parser.text.length() ? value : null;
        } catch (NoJson | CharacterCodingException e) {
            return null;
        }
    }

    private char peek() throws NoJson {
        if (at >= text.length()) {
            throw new NoJson();
        }
        return text.charAt(at);
    }

    private void take(String expected) throws NoJson {
        if (!text.startsWith(expected, at)) {
            throw new NoJson();
        }
        at += expected.length();
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Value value() throws NoJson {
        int start = at;
        char c = peek();
        String content = "";
        List<Member> members = new ArrayList<>();
        List<Value> elements = new ArrayList<>();
        char form = c;
        switch (c) {
            case '{' -> object(members);
            case '[' -> array(elements);
            case '"' -> content = string();
            case 't' -> take("true");
            case 'f' -> take("false");
            case 'n' -> take("null");
            default -> {
                number();
                form = '0';
            }
        }
        return new Value(text.substring(start, at), form, content, members, elements);
    }

    private void object(List<Member> members) throws NoJson {
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            blanks();
            if (peek() != '"') {
                throw new NoJson();
            }
            String key = string();
            blanks();
            take(":");
            blanks();
            members.add(new Member(key, value()));
            blanks();
            if (peek() == '}') {
                at++;
                return;
            }
            take(",");
        }
    }

    private void array(List<Value> elements) throws NoJson {
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            blanks();
            elements.add(value());
            blanks();
            if (peek() == ']') {
                at++;
                return;
            }
            take(",");
        }
    }

    private void number() throws NoJson {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (!text.substring(start, at).matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            throw new NoJson();
        }
    }

    private String string() throws NoJson {
        StringBuilder out = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw new NoJson();
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = peek();
            at++;
            int simple = "\"\\/bfnrt".indexOf(escape);
            if (simple >= 0) {
                out.append("\"\\/\b\f\n\r\t".charAt(simple));
            } else if (escape == 'u' && at + 4 <= text.length() && isHex(text.substring(at, at + 4))) {
                out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                throw new NoJson();
            }
        }
        at++;
        String content = out.toString();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(content)) {
            // Half of a surrogate pair is no text.
            throw new NoJson();
        }
        return content;
    }

    private static boolean isHex(String digits) {
        return digits.matches("[0-9a-fA-F]{4}");
    }
}
