package kpipe.stdlib.connector.generator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions of expressions: how each is called, and what it makes. */
enum Function {
    PICK("pick(value, …)", 1, Integer.MAX_VALUE, "one of the values, each as likely as the others"),
    CHANCE(
            "chance(p, value, otherwise)",
            1,
            3,
            "the first value with probability p, else the second; chance(p) is TRUE or FALSE"),
    NULL("null(p, value)", 2, 2, "NULL with probability p, else the value"),
    UNIFORM("uniform(from, to)", 2, 2, "evenly spread numbers or times; whole numbers and DECIMAL include both ends"),
    NORMAL("normal(mean, deviation)", 2, 2, "numbers of a normal distribution"),
    EXPONENTIAL("exponential(mean)", 1, 1, "numbers of an exponential distribution: many small, few great ones"),
    ZIPF(
            "zipf(n[, s])",
            1,
            2,
            "1 to n, where k comes with frequency 1 / k^s (s is 1 if left out): few keys are busy, most are rare"),
    SEQUENCE(
            "sequence([start[, step]])",
            0,
            2,
            "start (1 if left out), then each row a step (1 if left out) more; begins again at the end of the type's range"),
    TIME(
            "time([start, step])",
            0,
            2,
            "the row's own time; or a start, then each row a step later: a length of time such as 1 SECOND, or an expression for milliseconds"),
    AGO(
            "ago(milliseconds)",
            1,
            1,
            "the row's own time less a number of milliseconds, mostly a random one: rows that come late"),
    PATTERN(
            "pattern(text)",
            1,
            1,
            "the text with a digit for each # and a letter for each ?; a backslash keeps the character behind it"),
    CONCAT("concat(value, …)", 1, Integer.MAX_VALUE, "the values as text, one behind the other");

    private final String form;
    private final int leastArguments;
    private final int mostArguments;
    private final String meaning;

    Function(String form, int leastArguments, int mostArguments, String meaning) {
        this.form = form;
        this.leastArguments = leastArguments;
        this.mostArguments = mostArguments;
        this.meaning = meaning;
    }

    /** How it is written. */
    String form() {
        return form;
    }

    /** What it makes, for the documentation. */
    String meaning() {
        return meaning;
    }

    /** Its name as written in expressions. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean takes(int arguments) {
        return arguments >= leastArguments
                && arguments <= mostArguments
                && !(this == CHANCE && arguments == 2)
                && !(this == TIME && arguments == 1);
    }

    /** The function of this name in any case, or null. */
    static @Nullable Function find(String name) {
        for (Function function : values()) {
            if (function.name().equalsIgnoreCase(name)) {
                return function;
            }
        }
        return null;
    }

    /** All of them, for a message. */
    static String list() {
        StringBuilder list = new StringBuilder();
        for (Function function : values()) {
            list.append(list.length() == 0 ? "" : ", ").append(function.word());
        }
        return list.toString();
    }
}
