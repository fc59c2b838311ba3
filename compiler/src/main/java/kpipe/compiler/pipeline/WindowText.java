package kpipe.compiler.pipeline;

import kpipe.data.DurationText;

/** Windows as a reader says them. */
public final class WindowText {

    private WindowText() {}

    /** {@code tumbling 1 minute}, {@code calendar 2 MONTHS} and their like. */
    public static String of(WindowSpec window) {
        if (window instanceof WindowSpec.Tumbling tumbling) {
            return "tumbling " + DurationText.of(tumbling.size()) + offset(tumbling.offset());
        }
        if (window instanceof WindowSpec.Hopping hopping) {
            return "hopping " + DurationText.of(hopping.size()) + " every " + DurationText.of(hopping.slide())
                    + offset(hopping.offset());
        }
        if (window instanceof WindowSpec.Session session) {
            return "session, gap " + DurationText.of(session.gap());
        }
        if (window instanceof WindowSpec.Stagger stagger) {
            return "stagger " + DurationText.of(stagger.size());
        }
        if (window instanceof WindowSpec.Cumulating cumulating) {
            return "cumulating " + length(cumulating.whole()) + " every " + length(cumulating.piece())
                    + offset(cumulating);
        }
        WindowSpec.Calendar calendar = (WindowSpec.Calendar) window;
        String hops = calendar.length() == 1 ? "" : " every " + units(calendar, 1);
        return "calendar " + units(calendar, calendar.length()) + hops + zone(calendar.zone());
    }

    private static String length(WindowSpec window) {
        if (window instanceof WindowSpec.Tumbling tumbling) {
            return DurationText.of(tumbling.size());
        }
        WindowSpec.Calendar calendar = (WindowSpec.Calendar) window;
        String length = units(calendar, calendar.length());
        return Character.isDigit(length.charAt(0)) ? length : "one " + length;
    }

    /** So many times the windows of a calendar: {@code MONTH}, {@code 2 MONTHS}. */
    public static String units(WindowSpec.Calendar calendar, int times) {
        int count = calendar.count() * times;
        return count == 1 ? calendar.unit().toString() : count + " " + calendar.unit() + "S";
    }

    private static String zone(String name) {
        return name.equals(WindowSpec.UTC) ? "" : " time zone " + name;
    }

    private static String offset(WindowSpec.Cumulating window) {
        return window.whole() instanceof WindowSpec.Tumbling whole
                ? offset(whole.offset())
                : zone(((WindowSpec.Calendar) window.whole()).zone());
    }

    private static String offset(long offset) {
        return offset == 0 ? "" : " offset " + DurationText.of(offset);
    }
}
