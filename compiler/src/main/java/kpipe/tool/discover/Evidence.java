package kpipe.tool.discover;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was seen of one column. Not thread-safe. */
final class Evidence {

    static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d{1,3})?");

    private static final Pattern OF_OBJECTS = Pattern.compile("\\[\\s*\\{");

    private static final int EXAMPLES = 3;
    /** Beyond this many digits nothing is computed with. */
    private static final int LONGEST_NUMBER = 60;

    int nulls;
    int truths;
    int wholes;
    int fractions;
    int texts;
    int objects;
    int arrays;
    /** Whether an array begins with an object. */
    boolean ofObjects;

    /** Of texts that are numbers all the same. */
    int numbersInQuotes;

    int longest;
    boolean exponents;
    /** Whether a number is too great or too small for a DOUBLE. */
    boolean beyond;

    boolean trailingZeros;
    int leastScale = Integer.MAX_VALUE;
    int greatestScale;

    @Nullable
    BigDecimal least;

    @Nullable
    BigDecimal greatest;

    private final Set<String> examples = new LinkedHashSet<>();
    private final Set<String> textExamples = new LinkedHashSet<>();
    private final List<TimeForm> times = new ArrayList<>(TimeForm.ALL);

    /** How many values there were. */
    int values() {
        return truths + wholes + fractions + texts + objects + arrays;
    }

    int numbers() {
        return wholes + fractions;
    }

    void addNull() {
        nulls++;
    }

    void addTruth(String written) {
        truths++;
        longest = Math.max(longest, written.length());
        show(written);
    }

    void addNumber(String written) {
        longest = Math.max(longest, written.length());
        show(written);
        boolean fraction = written.indexOf('.') >= 0;
        boolean exponent = written.indexOf('e') >= 0 || written.indexOf('E') >= 0;
        if (fraction || exponent) {
            fractions++;
        } else {
            wholes++;
        }
        exponents |= exponent;
        int scale = fraction ? written.length() - written.indexOf('.') - 1 : 0;
        leastScale = Math.min(leastScale, scale);
        greatestScale = Math.max(greatestScale, scale);
        trailingZeros |= fraction && written.endsWith("0");
        if (!NUMBER.matcher(written).matches() || Double.isInfinite(Double.parseDouble(written))) {
            beyond = true;
        } else if (written.length() <= LONGEST_NUMBER) {
            BigDecimal number = new BigDecimal(written);
            least = least == null || number.compareTo(least) < 0 ? number : least;
            greatest = greatest == null || number.compareTo(greatest) > 0 ? number : greatest;
        }
    }

    void addText(String text) {
        texts++;
        show(text);
        if (textExamples.size() < EXAMPLES) {
            textExamples.add(text);
        }
        longest = Math.max(longest, text.codePointCount(0, text.length()));
        if (NUMBER.matcher(text).matches()) {
            numbersInQuotes++;
        }
        times.removeIf(form -> !form.fits(text));
    }

    void addObject(String text) {
        objects++;
        longest = Math.max(longest, text.length());
        show(text);
    }

    void addArray(String text) {
        arrays++;
        ofObjects |= OF_OBJECTS.matcher(text).lookingAt();
        longest = Math.max(longest, text.length());
        show(text);
    }

    /** What a text without quotes is: a number, TRUE or FALSE, or a text. */
    void addField(String text) {
        if (NUMBER.matcher(text).matches()) {
            addNumber(text);
        } else if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            addTruth(text);
        } else {
            addText(text);
        }
    }

    private void show(String value) {
        if (examples.size() < EXAMPLES) {
            examples.add(value);
        }
    }

    /** Some of the values. */
    List<String> examples() {
        return List.copyOf(examples);
    }

    /** Some of the values that are texts. */
    List<String> textExamples() {
        return List.copyOf(textExamples);
    }

    /** The ways in which all values are written that are times; empty if they are none. */
    List<TimeForm> times() {
        return texts > 0 && texts == values() ? List.copyOf(times) : List.of();
    }

    /** Whether all whole numbers are within these limits. */
    boolean within(long from, long to) {
        return least != null
                && greatest != null
                && least.compareTo(BigDecimal.valueOf(from)) >= 0
                && greatest.compareTo(BigDecimal.valueOf(to)) <= 0;
    }
}
