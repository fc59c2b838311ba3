package kpipe.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of a plug-in's options, checked against its Spec, in the Java forms of {@link OptionSpec.OptionType}, defaults filled in. Immutable. */
public final class Options {

    public static final Options NONE = new Options(Map.of());

    private final Map<String, Object> values;

    public Options(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** These options and one more; generated code builds options this way. */
    public Options with(String name, Object value) {
        Map<String, Object> more = new TreeMap<>(values);
        more.put(name, value);
        return new Options(more);
    }

    public Map<String, Object> asMap() {
        return values;
    }

    public @Nullable Object get(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of a STRING or CHARACTER option, or null if it has neither value nor default. */
    public @Nullable String string(String name) {
        return (String) values.get(name);
    }

    /** The value of an INTEGER, DURATION or SIZE option. */
    public long number(String name, long otherwise) {
        Object value = values.get(name);
        return value == null ? otherwise : (Long) value;
    }

    public double decimal(String name, double otherwise) {
        Object value = values.get(name);
        return value == null ? otherwise : (Double) value;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Options options && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
