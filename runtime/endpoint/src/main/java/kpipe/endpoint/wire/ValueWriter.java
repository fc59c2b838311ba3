package kpipe.endpoint.wire;

import org.jspecify.annotations.Nullable;

/**
 * Writes values in the encoding of an answer. Each method but {@link #name} and the ends writes one value; within a map each value stands behind its {@link #name}. Not thread-safe.
 */
public interface ValueWriter {

    void startMap();

    void endMap();

    void startList();

    void endList();

    /** The member that is written next. */
    void name(String name);

    void string(String value);

    /** A text that is there as UTF-8. */
    void string(byte[] utf8, int offset, int length);

    void number(long value);

    void bool(boolean value);

    /** Base64 in JSON, a byte string in CBOR. */
    void blob(byte[] bytes, int offset, int length);

    /** Seconds with a fraction in JSON, milliseconds in CBOR. */
    void time(long millis);

    /** Any value that an answer may hold ({@link Exchange}). */
    void value(@Nullable Object value);
}
