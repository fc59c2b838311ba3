package kpipe.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user may write of a plug-in, and what to tell them about it. Checks, completion, hover, {@code kpipe doc} and error messages come from it.
 *
 * @param name as written in the language: {@code FILE}, {@code JSON}
 * @param summary one sentence
 * @param address what the connector's address means, or null where it takes none
 * @param addressRequired whether it must be given
 * @param openOptions whether names that are no option are allowed and mean a column of the declared stream (the GENERATOR's per-column expressions)
 * @param guarantee what a destination connector gives; null for others
 * @param examples complete, checked snippets of .kpipe text
 */
public record Spec(
        String name,
        String summary,
        @Nullable String address,
        boolean addressRequired,
        List<OptionSpec> options,
        boolean openOptions,
        @Nullable Guarantee guarantee,
        List<String> examples) {

    public Spec {
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    /** How often a destination holds each record, whatever fails on the way, and however often the pipeline is killed and goes on: as long as its sources can be read again. */
    public enum Guarantee {
        EXACTLY_ONCE("exactly once"),
        AT_LEAST_ONCE("at least once"),
        AT_MOST_ONCE("at most once");

        private final String words;

        Guarantee(String words) {
            this.words = words;
        }

        /** As a sentence says it: {@code delivers each record at least once}. */
        public String words() {
            return words;
        }
    }

    /** What is wrong with the value of one option or of the address, found by {@link Plugin#check}. A null option means the address. */
    public record Problem(@Nullable String option, String message) {}

    public @Nullable OptionSpec option(String optionName) {
        for (OptionSpec option : options) {
            if (option.name().equalsIgnoreCase(optionName)) {
                return option;
            }
        }
        return null;
    }

    /** The defaults of all options that have one. */
    public Options defaults() {
        Options result = Options.NONE;
        for (OptionSpec option : options) {
            if (option.defaultValue() != null) {
                result = result.with(option.name(), option.defaultValue());
            }
        }
        return new Options(Map.copyOf(result.asMap()));
    }
}
