package kpipe.compiler.diagnostic;

/** Numbers of things as a reader says them. */
public final class Counted {

    private Counted() {}

    /** {@code 1 row}, {@code 2 rows}. */
    public static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
