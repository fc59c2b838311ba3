package kpipe.compiler.generate;

import com.palantir.javapoet.CodeBlock;
import kpipe.compiler.pipeline.Operator;
import kpipe.runtime.operator.GroupWords;

/**
 * Writes how windows take rows and close. In the code of a row {@code time} is its ROWTIME and {@code carried} the watermark that it carries; when the group has been found
 * it stands in {@code groups} at {@code at}, and {@code words} are the words of {@code groups}.
 */
abstract class WindowWriter {

    static WindowWriter of(Operator.WindowAggregate aggregate) {
        boolean keyed = aggregate.window().isKeyed();
        return keyed
                ? new KeyedWindowWriter(aggregate.window())
                : new AlignedWindowWriter(aggregate.window(), aggregate.tellsLate());
    }

    /** The class that holds groups. */
    abstract Class<? extends GroupWords> table();

    /** Whether groups must tell when they were first seen. */
    abstract boolean sequenced();

    /** How many words of a group belong to the table. */
    abstract int tail();

    /** Adds the fields that the windows need, given the constant that is the layout of groups. */
    abstract void fields(ClassMembers members, String layout);

    /** Declares what a loop over rows keeps from one row to the next. */
    abstract void hoist(Block block);

    /** Touches groups before a loop looks them up, where that is of use. */
    void warm(Block hoists, CodeBlock keys) {}

    /** Finds the group of a row, or says that the row is late and goes on with the next. */
    abstract void find(AggregateWriter row, Block block);

    /** Closes the windows that {@code watermark} has reached, and gives their results by the method {@code results}. */
    abstract CodeBlock closing();

    /** How the method {@code results} goes through groups that take {@code stride} words each. */
    abstract ResultLoop resultLoop(int stride);

    /** The field that holds the windows. */
    abstract String holder();

    /**
     * How the results of a window that has closed are gone through.
     *
     * @param bounds whether the bounds of the window are parameters of the method, being the same for all groups
     * @param count how many groups there are
     * @param place where the group {@code group} stands
     * @param end the end of the window of the group {@code group}
     */
    record ResultLoop(boolean bounds, String count, String place, String end) {}
}
