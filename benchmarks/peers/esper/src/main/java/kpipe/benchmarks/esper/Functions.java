package kpipe.benchmarks.esper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions that statements call by name. */
public final class Functions {

    private static final Pattern CHANNEL_ID = Pattern.compile("(&|^)channel_id=([^&]*)");

    private Functions() {}

    /** How often a character stands in a text. */
    public static int countChar(String text, String character) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == character.charAt(0)) {
                count++;
            }
        }
        return count;
    }

    /** The number of the channel in a URL, or null. */
    public static @Nullable String channelId(String url) {
        Matcher matcher = CHANNEL_ID.matcher(url);
        return matcher.find() ? matcher.group(2) : null;
    }

    /** A part of a text between slashes, from 0. */
    public static @Nullable String part(String text, int wanted) {
        int start = 0;
        for (int i = 0; i < wanted; i++) {
            start = text.indexOf('/', start) + 1;
            if (start == 0) {
                return null;
            }
        }
        int end = text.indexOf('/', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /** The hour of the day, in UTC. */
    public static long hourOf(long time) {
        return Math.floorMod(time, 86_400_000L) / 3_600_000L;
    }

    /** The date as text, in UTC. */
    public static String dateOf(long time) {
        return Lines.time(time).substring(0, 10);
    }

    /** The hour and the minute as text, in UTC. */
    public static String minuteOf(long time) {
        return Lines.time(time).substring(11, 16);
    }
}
