package kpipe.oracle;

import kpipe.data.Type;

/**
 * An expression in two languages, safe to stand between operators in both.
 *
 * @param type its type in our language; DuckDB may hold the same values in another
 */
record Sql(String ours, String duck, Type type) {

    static Sql same(String text, Type type) {
        return new Sql(text, text, type);
    }

    /** The expression as DuckDB has it, in the type that it has in our language. */
    String typedDuck() {
        return "CAST(" + duck + " AS " + Input.duckType(type) + ")";
    }
}
