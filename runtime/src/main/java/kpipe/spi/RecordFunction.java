package kpipe.spi;

import java.util.List;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/**
 * A function that takes a text apart into the fields of a ROW, which follow from its arguments behind the first: these must be constants, and are looked at when compiling. Its
 * methods give the bytes of the ROW; see {@link kpipe.data.Nested}.
 */
public interface RecordFunction extends ScalarFunction {

    /**
     * The type of the result, a ROW.
     *
     * @param constants the arguments in the form of constants: String, Long; the first is null
     * @throws BadConstantException where the constants say nothing that the function understands
     */
    Type record(List<@Nullable Object> constants) throws BadConstantException;

    /** A constant that a function does not understand. */
    final class BadConstantException extends Exception {

        private static final long serialVersionUID = 1;

        private final int argument;
        private final int from;
        private final int to;

        /**
         * @param argument which argument, from 0
         * @param from where in its text the mistake begins
         * @param to where it ends; not before {@code from}
         * @param message what is wrong, as the rest of a sentence that begins with the text
         */
        public BadConstantException(int argument, int from, int to, String message) {
            super(message);
            this.argument = argument;
            this.from = from;
            this.to = to;
        }

        /** The same mistake in a text that is a part of another. */
        public BadConstantException within(int otherArgument, int offset) {
            return new BadConstantException(otherArgument, from + offset, to + offset, String.valueOf(getMessage()));
        }

        public int argument() {
            return argument;
        }

        public int from() {
            return from;
        }

        public int to() {
            return to;
        }
    }
}
