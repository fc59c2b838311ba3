package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.spi.RecordFunction.BadConstantException;
import kpipe.stdlib.format.DatetimePattern;
import org.jspecify.annotations.Nullable;

/** Reads the columns that a log parser is told of: {@code "name" TYPE VARCHAR(16) 'pattern' NOT NULL START 0 FOR 16, …}, where all but the name may be left out. */
final class RecordColumns {

    private final String text;
    private final boolean places;
    private int at;
    private int from;

    private RecordColumns(String text, boolean places) {
        this.text = text;
        this.places = places;
    }

    /**
     * The columns of a list.
     *
     * @param places whether each must say where it starts
     * @throws BadConstantException with the argument 0 where the text is no such list
     */
    static List<RecordColumn> read(String text, boolean places) throws BadConstantException {
        RecordColumns reading = new RecordColumns(text, places);
        List<RecordColumn> columns = new ArrayList<>();
        do {
            columns.add(reading.column());
        } while (reading.accept(","));
        reading.blanks();
        if (reading.at < text.length()) {
            throw reading.expected("a comma");
        }
        return columns;
    }

    /** The columns COLUMN1 and so on, as many as are wanted. */
    static List<RecordColumn> numbered(int count) {
        List<RecordColumn> columns = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            columns.add(RecordColumn.numbered(i));
        }
        return columns;
    }

    /** The ROW of the columns, which is NULL where the text does not fit. */
    static Type row(List<RecordColumn> columns) {
        return Type.row(
                columns.stream()
                        .map(column -> new Column(column.name(), column.type()))
                        .toList(),
                true);
    }

    private RecordColumn column() throws BadConstantException {
        String name = name();
        boolean typed = word("TYPE");
        Type type = type(typed);
        int formatAt = at;
        String format = type.kind().isDatetime() ? format() : null;
        if (format != null) {
            check(format, formatAt);
        }
        boolean notNull = word("NOT");
        if (notNull && !word("NULL")) {
            throw expected("`NULL`");
        }
        int start = -1;
        int length = -1;
        if (places) {
            if (!word("START")) {
                throw expected("`START` and a number");
            }
            start = number();
            length = word("FOR") ? number() : -1;
        }
        return new RecordColumn(name, type, format, notNull, start, length);
    }

    private static void check(String format, int place) throws BadConstantException {
        try {
            new DatetimePattern(format);
        } catch (IllegalArgumentException e) {
            throw new BadConstantException(0, place, place + format.length() + 2, "is no date pattern");
        }
    }

    private String name() throws BadConstantException {
        blanks();
        from = at;
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted('"');
        }
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw expected("the name of a column");
        }
        return text.substring(from, at).toUpperCase(Locale.ROOT);
    }

    private @Nullable String format() throws BadConstantException {
        blanks();
        from = at;
        return at < text.length() && text.charAt(at) == '\'' ? quoted('\'') : null;
    }

    private String quoted(char quote) throws BadConstantException {
        StringBuilder content = new StringBuilder();
        int i = at + 1;
        while (true) {
            int end = text.indexOf(quote, i);
            if (end < 0) {
                throw new BadConstantException(0, from, text.length(), "lacks its closing quote");
            }
            content.append(text, i, end);
            if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
                content.append(quote);
                i = end + 2;
            } else {
                at = end + 1;
                return content.toString();
            }
        }
    }

    /** The type, VARCHAR(1024) where none is written and none needs to be. */
    private Type type(boolean needed) throws BadConstantException {
        blanks();
        from = at;
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at).toUpperCase(Locale.ROOT);
        if (word.isEmpty() || !needed && (word.equals("NOT") || word.equals("START"))) {
            at = start;
            if (needed) {
                throw expected("a type");
            }
            return RecordColumn.TEXT;
        }
        if (word.equals("DOUBLE")) {
            word("PRECISION");
        }
        Kind kind = kind(word, start);
        List<Integer> numbers = numbers();
        int end = at;
        try {
            return type(kind, numbers);
        } catch (IllegalArgumentException e) {
            throw new BadConstantException(0, start, end, "is no type");
        }
    }

    private Kind kind(String word, int start) throws BadConstantException {
        return switch (word) {
            case "BOOLEAN" -> Kind.BOOLEAN;
            case "TINYINT" -> Kind.TINYINT;
            case "SMALLINT" -> Kind.SMALLINT;
            case "INT", "INTEGER" -> Kind.INTEGER;
            case "BIGINT" -> Kind.BIGINT;
            case "DECIMAL", "DEC", "NUMERIC" -> Kind.DECIMAL;
            case "REAL" -> Kind.REAL;
            case "FLOAT", "DOUBLE" -> Kind.DOUBLE;
            case "CHAR", "CHARACTER" -> Kind.CHAR;
            case "VARCHAR" -> Kind.VARCHAR;
            case "DATE" -> Kind.DATE;
            case "TIME" -> Kind.TIME;
            case "TIMESTAMP" -> Kind.TIMESTAMP;
            default -> throw new BadConstantException(0, start, at, "is no type");
        };
    }

    private List<Integer> numbers() throws BadConstantException {
        List<Integer> numbers = new ArrayList<>();
        if (accept("(")) {
            do {
                numbers.add(number());
            } while (accept(","));
            if (!accept(")")) {
                throw expected("`)`");
            }
        }
        return numbers;
    }

    private static Type type(Kind kind, List<Integer> numbers) {
        int most = kind == Kind.DECIMAL ? 2 : kind.isText() ? 1 : 0;
        if (numbers.size() > most) {
            throw new IllegalArgumentException();
        }
        if (numbers.isEmpty()) {
            return Type.of(kind, true);
        }
        int first = numbers.get(0);
        if (kind == Kind.DECIMAL) {
            return Type.decimal(first, numbers.size() > 1 ? numbers.get(1) : 0, true);
        }
        if (first < 1 || first > Type.MAX_VARCHAR) {
            throw new IllegalArgumentException();
        }
        return new Type(kind, first, 0, true);
    }

    private int number() throws BadConstantException {
        blanks();
        int start = at;
        while (at < text.length() && at - start < 9 && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw expected("a number");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private boolean word(String word) {
        blanks();
        int end = at + word.length();
        boolean there = text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
        at = there ? end : at;
        return there;
    }

    private boolean accept(String sign) {
        blanks();
        boolean there = text.startsWith(sign, at);
        at += there ? sign.length() : 0;
        return there;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private BadConstantException expected(String what) {
        blanks();
        if (at == text.length()) {
            int start = at;
            while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
            return new BadConstantException(0, start, at, "ends where " + what + " must stand");
        }
        int end = at + 1;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return new BadConstantException(0, at, end, "stands where " + what + " must stand");
    }
}
