package kpipe.tool.why;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.SourceFile;
import kpipe.tool.description.JsonText;
import kpipe.tool.description.MalformedException;
import kpipe.tool.description.Value;
import org.jspecify.annotations.Nullable;

/** What a run has told: a JSON object with named facts. Immutable. */
public final class Facts {

    private final Value.Fields fields;

    private Facts(Value.Fields fields) {
        this.fields = fields;
    }

    /** @throws IllegalArgumentException where it is none: no run of this version says such a thing */
    public static Facts of(String json) {
        try {
            if (JsonText.read(new SourceFile("answer", json)) instanceof Value.Fields read) {
                return new Facts(read);
            }
        } catch (MalformedException other) {
            throw new IllegalArgumentException("the answer is not understood", other);
        }
        throw new IllegalArgumentException("the answer is not understood");
    }

    /** A text or a number as it stands; empty where there is none. */
    public String text(String name) {
        return fields.get(name) instanceof Value.Scalar scalar && scalar.kind() != Value.Kind.NULL ? scalar.text() : "";
    }

    /** A number; 0 where there is none. */
    public long number(String name) {
        String digits = text(name);
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    boolean holds(String name) {
        return text(name).equals("true");
    }

    /** A time; null where it has not begun, or is the end of time. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        return text.isEmpty() || text.equals("end") ? null : Instant.parse(text);
    }

    /** Texts in a row. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (fields.get(name) instanceof Value.Items items) {
            for (Value item : items.values()) {
                if (item instanceof Value.Scalar scalar) {
                    texts.add(scalar.text());
                }
            }
        }
        return texts;
    }

    /** Objects in a row. */
    List<Facts> list(String name) {
        List<Facts> list = new ArrayList<>();
        if (fields.get(name) instanceof Value.Items items) {
            for (Value item : items.values()) {
                if (item instanceof Value.Fields one) {
                    list.add(new Facts(one));
                }
            }
        }
        return list;
    }
}
