package kpipe.endpoint.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The arguments of a command, taken apart: options with and without a value, and what is left. Not thread-safe. */
final class Arguments {

    private final Map<String, String> options = new HashMap<>();
    private final Deque<String> operands = new ArrayDeque<>();

    private Arguments() {}

    /**
     * Takes them apart.
     *
     * @param valued the options that take a value, as {@code --name value} or {@code --name=value}
     * @param flags those that take none
     */
    static Arguments of(List<String> arguments, Predicate<String> valued, Predicate<String> flags)
            throws CommandException {
        Arguments parsed = new Arguments();
        boolean optionsEnded = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (optionsEnded || !argument.startsWith("--")) {
                parsed.operands.add(argument);
                continue;
            }
            if (argument.equals("--")) {
                optionsEnded = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = "";
            if (valued.test(name)) {
                if (equals < 0 && i + 1 == arguments.size()) {
                    throw CommandException.usage("`" + name + "` needs a value");
                }
                value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            } else if (!flags.test(name) || equals >= 0) {
                throw CommandException.usage("unexpected option `" + argument + "`");
            }
            if (parsed.options.put(name, value) != null) {
                throw CommandException.usage("`" + name + "` is given twice");
            }
        }
        return parsed;
    }

    /** The value of an option, or null. */
    @Nullable
    String value(String option) {
        return options.get(option);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The options that the test picks, with their values. */
    Map<String, String> values(Predicate<String> picked) {
        Map<String, String> values = new HashMap<>(options);
        values.keySet().removeIf(picked.negate());
        return values;
    }

    /** The next operand. */
    String operand(String what) throws CommandException {
        String operand = operands.poll();
        if (operand == null) {
            throw CommandException.usage("`" + what + "` is missing");
        }
        return operand;
    }

    /** The next operand, or null. */
    @Nullable
    String optionalOperand() {
        return operands.poll();
    }

    /** There should be no more of them. */
    void end() throws CommandException {
        if (!operands.isEmpty()) {
            throw CommandException.usage("unexpected argument `" + operands.peek() + "`");
        }
    }

    /** The number that an option has. */
    long number(String option, long otherwise, long least) throws CommandException {
        String value = options.get(option);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,15}") || Long.parseLong(value) < least) {
            throw CommandException.usage("`" + option + "` takes a number from " + least + " on, not `" + value + "`");
        }
        return Long.parseLong(value);
    }

    /** What an option may be. */
    String choice(String option, List<String> choices) throws CommandException {
        String value = options.getOrDefault(option, choices.get(0));
        if (!choices.contains(value)) {
            List<String> quoted = new ArrayList<>();
            choices.forEach(choice -> quoted.add("`" + choice + "`"));
            throw CommandException.usage(
                    "`" + option + "` is one of " + String.join(", ", quoted) + ", not `" + value + "`");
        }
        return value;
    }
}
