package kpipe.tool.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;

/** Reads JSON. Where a name is given twice in an object, the last one counts. */
public final class JsonText {

    private static final int DEEPEST = 200;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][\\w.]*");
    private static final char MARK = '\uFEFF';

    private final SourceFile file;
    private final String text;
    private int at;
    private int depth;

    private JsonText(SourceFile file) {
        this.file = file;
        text = file.text();
    }

    /**
     * The one value that a file holds.
     *
     * @throws MalformedException where it is no JSON
     */
    public static Value read(SourceFile file) throws MalformedException {
        JsonText json = new JsonText(file);
        if (json.next() == MARK) {
            json.at++;
        }
        Value value = json.value();
        if (json.next() != 0) {
            throw json.wrong("something follows behind the end");
        }
        return value;
    }

    /**
     * The objects of a sample of records: one per line, over several lines, one behind another or in one array.
     *
     * @param documents the first ones
     * @param malformed how many places were passed over that are none; what is cut off at the end is not counted where the sample is part of something longer
     */
    public record Documents(List<Fields> documents, int malformed) {
        public Documents {
            documents = List.copyOf(documents);
        }
    }

    /**
     * Reads records until there are enough of them.
     *
     * @param cut whether the text is part of something longer
     */
    public static Documents sample(SourceFile file, int enough, boolean cut) {
        JsonText json = new JsonText(file);
        List<Fields> documents = new ArrayList<>();
        int malformed = 0;
        while (documents.size() < enough && json.nextDocument() != 0) {
            int start = json.at;
            json.depth = 0;
            try {
                if (json.value() instanceof Fields fields) {
                    documents.add(fields);
                } else {
                    malformed++;
                }
            } catch (MalformedException e) {
                malformed += cut && json.text.indexOf('\n', json.at) < 0 ? 0 : 1;
                int line = json.text.indexOf('\n', start);
                json.at = line < 0 ? json.text.length() : line;
            }
        }
        return new Documents(documents, malformed);
    }

    /** What begins an array of records or stands between them is passed over. */
    private char nextDocument() {
        while (next() == '[' || next() == ']' || next() == ',' || next() == MARK) {
            at++;
        }
        return next();
    }

    private Value value() throws MalformedException {
        char first = next();
        if (first == '{') {
            return fields();
        }
        if (first == '[') {
            return items();
        }
        int start = at;
        if (first == '"') {
            String value = string();
            return Scalar.text(file.span(start, at), value);
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return Scalar.number(file.span(start, at), number.group());
        }
        return word();
    }

    private Value word() throws MalformedException {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw wrong(next() == 0 ? "it ends in the middle" : "a value is missing here");
        }
        Span span = file.span(at, word.end());
        at = word.end();
        switch (word.group()) {
            case "true", "false" -> {
                return Scalar.truth(span, word.group().equals("true"));
            }
            case "null" -> {
                return Scalar.none(span);
            }
            default ->
                throw new MalformedException("JSON", span, "`" + word.group() + "` is no value: texts stand in quotes");
        }
    }

    private Fields fields() throws MalformedException {
        int start = enter();
        Map<String, Field> fields = new LinkedHashMap<>();
        if (next() != '}') {
            do {
                if (next() != '"') {
                    throw wrong(
                            next() == '}'
                                    ? "a comma stands before the `}`"
                                    : missing("the name of a field, in quotes"));
                }
                int key = at;
                String name = string();
                Span place = file.span(key, at);
                expect(':');
                fields.put(name, new Field(place, value()));
            } while (another());
        }
        leave('}');
        return new Fields(file.span(start, at), fields);
    }

    private Items items() throws MalformedException {
        int start = enter();
        List<Value> values = new ArrayList<>();
        if (next() != ']') {
            do {
                if (next() == ']') {
                    throw wrong("a comma stands before the `]`");
                }
                values.add(value());
            } while (another());
        }
        leave(']');
        return new Items(file.span(start, at), values);
    }

    private int enter() throws MalformedException {
        if (++depth > DEEPEST) {
            throw wrong("it is nested more deeply than " + DEEPEST + " levels");
        }
        return at++;
    }

    private void leave(char close) throws MalformedException {
        expect(close);
        depth--;
    }

    private boolean another() {
        if (next() == ',') {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws MalformedException {
        if (next() != wanted) {
            throw wrong(missing(wanted == ':' ? "`:`" : "`,` or `" + wanted + "`"));
        }
        at++;
    }

    private String missing(String what) {
        return next() == 0 ? "it ends where " + what + " is wanted" : what + " is wanted here";
    }

    private String string() throws MalformedException {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '\\') {
                value.append(escape());
            } else if (c == '\n' || c == '\r') {
                throw new MalformedException(
                        "JSON", file.span(start, at), "this text has no closing quote in its line");
            } else {
                value.append(c);
                at++;
            }
        }
        if (at >= text.length()) {
            throw new MalformedException("JSON", file.span(start, start + 1), "this text has no closing quote");
        }
        at++;
        return value.toString();
    }

    private char escape() throws MalformedException {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        int from = at;
        at += 2;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(from);
            default -> {
                Span span = file.span(from, Math.min(at, text.length()));
                throw new MalformedException("JSON", span, "`" + span.text() + "` is no escape");
            }
        };
    }

    private char unicode(int from) throws MalformedException {
        int end = Math.min(at + 4, text.length());
        String digits = text.substring(at, end);
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
            throw new MalformedException("JSON", file.span(from, end), "`\\u` is followed by four hexadecimal digits");
        }
        at = end;
        return (char) Integer.parseInt(digits, 16);
    }

    /** The next character that is not white space, which is not taken; 0 at the end. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private MalformedException wrong(String sentence) {
        return new MalformedException("JSON", file.span(at, Math.min(at + 1, text.length())), sentence);
    }
}
