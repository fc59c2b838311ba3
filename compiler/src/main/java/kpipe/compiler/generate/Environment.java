package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row that expressions are computed over: where its columns are found in the Java at this place. */
interface Environment {

    /** A column, ready to be computed with. What it takes is written into the current block. */
    Value column(int index);

    /** The bits of a column as a cell holds them, where they can be had without computing: for columns that are only passed on. Of primitive forms alone. */
    default @Nullable CodeBlock cell(int index) {
        return null;
    }

    /** The array that holds the cells of a column for all rows of a batch, where the column is only passed on from one and a loop goes through it. */
    default @Nullable CodeBlock cells(int index) {
        return null;
    }

    /** A column of the row of a reference table that is looked at. */
    default Value tableColumn(int index) {
        throw new IllegalStateException("no row of a table is looked at");
    }

    /** The condition that a column is NULL, or null where it never is; for one whose {@link #cell} is taken. */
    default @Nullable CodeBlock isNull(int index) {
        return column(index).isNull();
    }

    /** From here on in the current block the column is known not to be NULL, because a condition over it held. */
    default void knownNotNull(int index) {}

    /** ROWTIME, a long. */
    CodeBlock rowtime();

    /** The watermark that the row carries, a long. */
    CodeBlock watermark();

    /**
     * What a method must be given so that the row can be read in it too, under the same names; null where the row is in local variables.
     */
    default @Nullable List<ParameterSpec> parameters() {
        return null;
    }

    /** This row as a method sees it that takes {@link #parameters}. */
    default Environment inMethod() {
        return this;
    }
}
