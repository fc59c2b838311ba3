package kpipe.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads types as {@link Type#toString} writes them. */
final class TypeText {

    static final String NOT_NULL = " NOT NULL";
    static final String DAY_TIME = "INTERVAL DAY TO SECOND";
    static final String YEAR_MONTH = "INTERVAL YEAR TO MONTH";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String text;
    private int place;

    private TypeText(String text) {
        this.text = text;
    }

    static Type read(String text) {
        TypeText reading = new TypeText(text);
        Type type = reading.type();
        if (reading.place != text.length()) {
            throw new IllegalArgumentException(text);
        }
        return type;
    }

    /** A field of a ROW as a user writes it. */
    static String field(Column field) {
        String name = field.name();
        String written = PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
        return written + " " + field.type().sql();
    }

    private Type type() {
        Type type = bare();
        return accept(NOT_NULL) ? type.withNullable(false) : type;
    }

    private Type bare() {
        if (accept(DAY_TIME)) {
            return Type.of(Kind.INTERVAL_DAY_TIME, true);
        }
        if (accept(YEAR_MONTH)) {
            return Type.of(Kind.INTERVAL_YEAR_MONTH, true);
        }
        Kind kind = Kind.valueOf(word());
        return switch (kind) {
            case ARRAY -> {
                expect("<");
                Type element = type();
                expect(">");
                yield Type.array(element, true);
            }
            case MAP -> {
                expect("<");
                Type key = type();
                expect(", ");
                Type value = type();
                expect(">");
                yield Type.map(key, value, true);
            }
            case ROW -> Type.row(fields(), true);
            default -> accept("(") ? sized(kind) : Type.of(kind, true);
        };
    }

    private Type sized(Kind kind) {
        int precision = number();
        int scale = accept(",") ? number() : 0;
        expect(")");
        return new Type(kind, precision, scale, true);
    }

    private List<Column> fields() {
        List<Column> fields = new ArrayList<>();
        expect("(");
        do {
            String name = text.charAt(place) == '"' ? quoted() : word();
            expect(" ");
            fields.add(new Column(name, type()));
        } while (accept(", "));
        expect(")");
        return fields;
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        place++;
        while (true) {
            char next = text.charAt(place++);
            if (next != '"') {
                name.append(next);
            } else if (accept("\"")) {
                name.append('"');
            } else {
                return name.toString();
            }
        }
    }

    private String word() {
        int start = place;
        while (place < text.length() && (Character.isLetterOrDigit(text.charAt(place)) || text.charAt(place) == '_')) {
            place++;
        }
        return text.substring(start, place);
    }

    private int number() {
        return Integer.parseInt(word());
    }

    private boolean accept(String wanted) {
        if (!text.startsWith(wanted, place)) {
            return false;
        }
        place += wanted.length();
        return true;
    }

    private void expect(String wanted) {
        if (!accept(wanted)) {
            throw new IllegalArgumentException(text + " at " + place);
        }
    }
}
