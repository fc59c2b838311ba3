package kpipe.compiler.syntax;

/**
 * How a statement begins. Statements that begin with CREATE are of the Kinesis Data Analytics dialect, where the
 * unquoted names they declare are spelled in upper case.
 */
public enum Creation {
    /** By its own word, as {@code STREAM s …}. */
    NONE,

    /** {@code CREATE STREAM s …}. */
    CREATE,

    /** {@code CREATE OR REPLACE STREAM s …}: takes the place of an earlier one of that name. */
    CREATE_OR_REPLACE
}
