package kpipe.compiler.resolve;

import java.text.SimpleDateFormat;
import java.util.Locale;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.syntax.Literal;

/** The PATTERN of a column: whether dates and times can be written by it, and read again. */
final class ColumnPattern {

    /** What no time can be written by, in a PATTERN or in an address. */
    static final Code BAD_PATTERN = Code.error("K0526", "`{0}` is no pattern for a time");

    /** Numbers of two digits: a longer run of one of them is another letter mistaken. */
    private static final String SHORT_NUMBERS = "dHhkKms";

    private static final int SHORT_DIGITS = 2;
    private static final int MILLISECOND_DIGITS = 3;

    private ColumnPattern() {}

    /** Whether it is sound; what is wrong is reported. */
    static boolean check(Reports reports, Literal.Text pattern) {
        String text = pattern.value();
        try {
            new SimpleDateFormat(text, Locale.US);
        } catch (IllegalArgumentException notAPattern) {
            reports.report(
                    Diagnostic.of(BAD_PATTERN, pattern.span(), text)
                            .withNote(
                                    "the letters are yyyy MM dd HH mm ss SSS, as in Java's SimpleDateFormat; other letters stand in quotes"));
            return false;
        }
        if (text.isBlank()) {
            reports.report(BAD_PATTERN, pattern.span(), text);
            return false;
        }
        return checkRuns(reports, pattern);
    }

    /** Runs of letters that SimpleDateFormat takes, and that no text in use fits. */
    private static boolean checkRuns(Reports reports, Literal.Text pattern) {
        String text = pattern.value();
        boolean quoted = false;
        int end;
        for (int start = 0; start < text.length(); start = end) {
            char letter = text.charAt(start);
            end = start + 1;
            if (letter == '\'') {
                quoted = !quoted;
                continue;
            }
            while (end < text.length() && text.charAt(end) == letter) {
                end++;
            }
            int most = SHORT_NUMBERS.indexOf(letter) >= 0
                    ? SHORT_DIGITS
                    : letter == 'S' ? MILLISECOND_DIGITS : Integer.MAX_VALUE;
            if (!quoted && end - start > most) {
                reports.report(Diagnostic.of(BAD_PATTERN, pattern.span(), text)
                        .withNote("`" + letter + "` is " + meaning(letter) + ": at most " + most
                                + " of them stand together"));
                return false;
            }
        }
        return true;
    }

    private static String meaning(char letter) {
        return switch (letter) {
            case 'd' -> "the day of the month";
            case 'm' -> "the minute (`M` is the month)";
            case 's' -> "the second";
            case 'S' -> "the millisecond";
            default -> "the hour";
        };
    }
}
