package kpipe.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option of a connector or format: {@code FILE 'x' (follow = TRUE)}.
 *
 * @param name lower case, as written
 * @param defaultValue what holds when it is left out, in the type's Java form, or null where leaving it out means something of its own
 * @param choices the values allowed, where only some are; else empty
 * @param secret its value appears in no log, plan, jar or message, and must come from a parameter
 * @param documentation one or two plain sentences, units included
 */
public record OptionSpec(
        String name,
        OptionType type,
        @Nullable Object defaultValue,
        boolean required,
        boolean secret,
        List<String> choices,
        String documentation) {

    public OptionSpec {
        choices = List.copyOf(choices);
    }

    public static OptionSpec optional(
            String name, OptionType type, @Nullable Object defaultValue, String documentation) {
        return new OptionSpec(name, type, defaultValue, false, false, List.of(), documentation);
    }

    public static OptionSpec required(String name, OptionType type, String documentation) {
        return new OptionSpec(name, type, null, true, false, List.of(), documentation);
    }

    /** The type of an option's value, with the Java form in which {@link Options} holds it. */
    public enum OptionType {
        /** {@code String}. */
        STRING,
        /** {@code Long}. */
        INTEGER,
        /** {@code Double}. */
        NUMBER,
        /** {@code Boolean}. */
        BOOLEAN,
        /** {@code Long}, milliseconds; written {@code 5 SECONDS}. */
        DURATION,
        /** {@code Long}, bytes; written {@code 1 MB}. */
        SIZE,
        /** {@code String} of exactly one character. */
        CHARACTER
    }
}
