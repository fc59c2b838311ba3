package kpipe.compiler.syntax;

/** What SELECT and aggregates say about equal rows. */
public enum SetQuantifier {
    /** Each once. */
    DISTINCT,

    /** All of them, which is the default. */
    ALL
}
