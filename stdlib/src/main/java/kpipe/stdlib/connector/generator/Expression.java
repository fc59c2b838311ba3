package kpipe.stdlib.connector.generator;

import java.util.List;

/** What an option says of a column, as written: {@code chance(0.1, pick(a, b), 'c')}. Immutable. */
sealed interface Expression {

    /**
     * A constant.
     *
     * @param text without quotes
     * @param quoted whether it stood in quotes, so that {@code 'null'} is a text
     */
    record Constant(String text, boolean quoted) implements Expression {

        boolean isNull() {
            return !quoted && text.equalsIgnoreCase("null");
        }
    }

    /**
     * A function and its arguments.
     *
     * @param name as written
     */
    record Call(String name, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** An expression that cannot be understood or does not suit its column; the message is a plain sentence for the user. */
    final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message, null, false, false);
        }
    }
}
