package kpipe.compiler.syntax;

/** Operators between two operands. */
public enum BinaryOperator {
    /** {@code +}. */
    PLUS,

    /** {@code -}. */
    MINUS,

    /** {@code *}. */
    TIMES,

    /** {@code /}. */
    DIVIDE,

    /** {@code %}. */
    MODULO,

    /** {@code ||}. */
    CONCATENATE,

    /** {@code =}. */
    EQUAL,

    /** {@code <>} or {@code !=}. */
    NOT_EQUAL,

    /** {@code <}. */
    LESS,

    /** {@code <=}. */
    LESS_OR_EQUAL,

    /** {@code >}. */
    GREATER,

    /** {@code >=}. */
    GREATER_OR_EQUAL,

    /** {@code AND}. */
    AND,

    /** {@code OR}. */
    OR
}
