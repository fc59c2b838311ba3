package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kpipe.compiler.syntax.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Names of one kind and what they stand for, with the rules of the language: a name matches without regard to case, a quoted one exactly; where several differ by
 * case alone, a reference means the one in upper case, as in the KDA dialect, or else the one of its own spelling.
 *
 * @param <T> what a name stands for
 */
final class NameTable<T> {

    /** What a look-up found: a value, or none and the names between which the reference cannot choose. */
    record Found<T>(@Nullable T value, List<String> between) {}

    private record Entry<T>(String name, boolean quoted, T value) {}

    private final Map<String, Entry<T>> exact = new LinkedHashMap<>();
    private final Map<String, List<Entry<T>>> folded = new HashMap<>();

    static String fold(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Adds a name, or answers the value that has it already; then nothing is added. */
    @Nullable
    T add(String name, boolean quoted, T value) {
        Entry<T> same = exact.get(name);
        if (same != null) {
            return same.value;
        }
        List<Entry<T>> alike = folded.computeIfAbsent(fold(name), key -> new ArrayList<>(1));
        for (Entry<T> other : alike) {
            if (!quoted && !other.quoted) {
                return other.value;
            }
        }
        Entry<T> entry = new Entry<>(name, quoted, value);
        exact.put(name, entry);
        alike.add(entry);
        return null;
    }

    /** Takes a name out. */
    void remove(String name) {
        Entry<T> entry = exact.remove(name);
        if (entry != null) {
            List<Entry<T>> alike = folded.get(fold(name));
            if (alike != null) {
                alike.remove(entry);
            }
        }
    }

    Found<T> find(Identifier reference) {
        return find(reference.name(), reference.quoted());
    }

    Found<T> find(String name, boolean quoted) {
        if (quoted) {
            Entry<T> entry = exact.get(name);
            return new Found<>(entry == null ? null : entry.value, List.of());
        }
        List<Entry<T>> alike = folded.get(fold(name));
        if (alike == null || alike.isEmpty()) {
            return new Found<>(null, List.of());
        }
        if (alike.size() == 1) {
            return new Found<>(alike.get(0).value, List.of());
        }
        Entry<T> chosen = exact.get(fold(name));
        if (chosen == null) {
            chosen = exact.get(name);
        }
        return chosen != null
                ? new Found<>(chosen.value, List.of())
                : new Found<>(null, alike.stream().map(Entry::name).toList());
    }

    /** The value that the reference means, or null. */
    @Nullable
    T get(Identifier reference) {
        return find(reference).value();
    }

    /** All names, in the order in which they were added. */
    Collection<String> names() {
        return Collections.unmodifiableSet(exact.keySet());
    }

    /** All values, in the order in which they were added. */
    List<T> values() {
        return exact.values().stream().map(Entry::value).toList();
    }
}
