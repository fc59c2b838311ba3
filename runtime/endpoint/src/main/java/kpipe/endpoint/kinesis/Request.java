package kpipe.endpoint.kinesis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.wire.Blob;
import kpipe.endpoint.wire.Caller;
import org.jspecify.annotations.Nullable;

/** A request whose members have been checked. Immutable. */
record Request(String operation, Map<String, Object> members, Caller caller) {

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable
    String text(String name) {
        return (String) members.get(name);
    }

    /** A text that the model requires. */
    String need(String name) {
        return (String) present(name);
    }

    private Object present(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalStateException(operation + " has no " + name);
        }
        return value;
    }

    long number(String name, long otherwise) {
        return members.get(name) instanceof Long value ? value : otherwise;
    }

    long need64(String name) {
        return (Long) present(name);
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    Blob blob(String name) {
        return (Blob) present(name);
    }

    @Nullable
    Instant time(String name) {
        return (Instant) members.get(name);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String name) {
        return (List<String>) members.getOrDefault(name, List.of());
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> structures(String name) {
        return (List<Map<String, Object>>) present(name);
    }

    @SuppressWarnings("unchecked")
    Map<String, String> textsByName(String name) {
        return (Map<String, String>) members.getOrDefault(name, Map.of());
    }

    /** The members of a structure; empty where it is absent. */
    @SuppressWarnings("unchecked")
    Request structure(String name) {
        return new Request(operation, (Map<String, Object>) members.getOrDefault(name, Map.of()), caller);
    }
}
