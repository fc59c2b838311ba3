package kpipe.compiler.syntax;

import org.jspecify.annotations.Nullable;

/**
 * What stands before a statement's own words.
 *
 * @param creation whether the statement begins with CREATE
 * @param documentation the text of the {@code /** … *}{@code /} comment before it, without its stars
 */
public record Preamble(Creation creation, @Nullable String documentation) {
    /** Whether unquoted names that the statement declares are spelled in upper case. */
    public boolean foldsNames() {
        return creation != Creation.NONE;
    }
}
