package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/** A number of bytes: {@code 64 KB}. {@code amount} is a number or a parameter. */
public record Size(Span span, Expr amount, Unit unit) implements OptionValue {
    /** Units of size; one KB is 1,024 bytes. */
    public enum Unit {
        /** Bytes. */
        B,
        /** 2^10 bytes. */
        KB,
        /** 2^20 bytes. */
        MB,
        /** 2^30 bytes. */
        GB;

        /** How many bytes one unit is. */
        public long bytes() {
            return 1L << (10 * ordinal());
        }
    }
}
