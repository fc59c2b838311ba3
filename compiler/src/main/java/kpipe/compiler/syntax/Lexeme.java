package kpipe.compiler.syntax;

/**
 * One word, sign or comment of the text. Whitespace is what lies between two lexemes.
 *
 * @param kind what it is
 * @param start its first character, as an offset into the text
 * @param end the offset after its last character
 */
public record Lexeme(Kind kind, int start, int end) {
    /** What a lexeme is. */
    public enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        /** A string in any of its spellings. */
        STRING,
        /** A number. */
        NUMBER,
        /** Operators and punctuation. */
        SYMBOL,
        /** {@code $$ … $$}, with its delimiters. */
        CODE,
        /** A comment that ends with its line: {@code --} or {@code //}. */
        LINE_COMMENT,
        /** {@code /* … *}{@code /}. */
        BLOCK_COMMENT,
        /** {@code /** … *}{@code /}. */
        DOC_COMMENT,
        /** Text that is no part of the language. */
        ERROR
    }

    /** Whether this is a comment of any kind. */
    public boolean comment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT || kind == Kind.DOC_COMMENT;
    }
}
