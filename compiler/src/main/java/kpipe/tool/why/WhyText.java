package kpipe.tool.why;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The story of a pump's time: how far it has come, who holds it back, what its stages hold and wait for. */
public final class WhyText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Facts facts;
    private final Instant now;
    private final StringBuilder text = new StringBuilder();

    private WhyText(Facts facts) {
        this.facts = facts;
        Instant told = facts.time("now");
        now = told == null ? Instant.EPOCH : told;
    }

    /** What is known of one pump, in lines. */
    public static String of(Facts why) {
        return new WhyText(why).write();
    }

    /** A pipeline in a line. */
    public static String headline(Facts description) {
        Instant started = description.time("started");
        Instant now = description.time("now");
        String since = started == null || now == null ? "" : ", for " + length(Duration.between(started, now));
        String folder = description.text("folder");
        return description.text("pipeline") + " (process " + description.text("process") + since
                + (folder.isEmpty() ? "" : ", in " + folder) + ")";
    }

    /** A pump in a line. */
    public static String line(Facts why) {
        WhyText story = new WhyText(why);
        return "pump " + why.text("pump") + ": " + story.standing();
    }

    private String write() {
        line("pump " + facts.text("pump") + " of " + headline(facts));
        line("  time      " + standing());
        because();
        for (Facts stage : facts.list("stages")) {
            stage(stage);
        }
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String standing() {
        if (facts.holds("stopped")) {
            return "it is declared STOPPED and does not run";
        }
        if (facts.text("time").equals("end")) {
            return "at its end: all of its windows are closed";
        }
        Instant time = facts.time("time");
        if (time == null) {
            return "has not begun";
        }
        Instant since = facts.time("since");
        Duration behind = Duration.between(time, now);
        return at(time)
                + (behind.isNegative() || behind.toMillis() < 1_000 ? "" : ", " + length(behind) + " behind the clock")
                + (since == null ? "" : "; it moved last " + length(Duration.between(since, now)) + " ago");
    }

    // ---- why

    private void because() {
        List<String> reasons = new ArrayList<>();
        for (Facts step : facts.list("because")) {
            reasons.addAll(reason(step));
        }
        for (int i = 0; i < reasons.size(); i++) {
            line((i == 0 ? "  because   " : "            ") + reasons.get(i));
        }
    }

    private List<String> reason(Facts step) {
        String stage = "stage " + step.text("stage")
                + (step.number("lanes") > 1
                        ? ", lane " + (step.number("lane") + 1) + " of " + step.number("lanes")
                        : "");
        return switch (step.text("kind")) {
            case "table" ->
                List.of(stage + " waits until table " + String.join(", ", step.texts("tables")) + " is read");
            case "full" ->
                List.of((step.text("stage").isEmpty() ? "stream " + step.text("stream") : stage)
                        + " waits for room in stream " + step.text("stream") + ": " + step.text("reader")
                        + " takes no more for now");
            case "busy" ->
                List.of(stage + " is at work: " + bytes(step.number("queuedBytes")) + " wait to be read by it");
            case "waits" ->
                List.of(stage + " has read all that there is; it has the time of stream " + step.text("stream"));
            case "promoted" ->
                List.of(stage + " sets ROWTIME itself, and its last row says " + time(step.time("time")));
            case "clock" -> List.of("stream " + step.text("stream") + " goes by the clock");
            default -> source(step);
        };
    }

    private List<String> source(Facts source) {
        List<String> told = new ArrayList<>();
        String address = source.text("address");
        String from = source.text("connector") + (address.isEmpty() ? "" : " '" + address + "'");
        String name = "stream " + source.text("stream") + (from.isEmpty() ? "" : " from " + from);
        if (source.holds("ended")) {
            told.add(name + " has ended");
        } else if (source.holds("byClock")) {
            told.add(name + " goes by the clock: its time of arrival; nothing holds it back");
        } else if (source.time("time") == null) {
            told.add(name + " has brought no row yet, so that time has not begun");
        } else {
            told.add(name + " stands at " + time(source.time("time")) + ": " + column(source));
            inputs(source, told);
        }
        return told;
    }

    private static String column(Facts source) {
        long lateness = source.number("latenessMillis");
        return "the greatest `" + source.text("eventTime") + "` that it has seen"
                + (lateness == 0 ? "" : ", less LATENESS of " + length(Duration.ofMillis(lateness)));
    }

    /** Who of several inputs is behind, and what would help. */
    private void inputs(Facts source, List<String> told) {
        List<Facts> inputs = source.list("inputs");
        List<Facts> active = new ArrayList<>();
        for (Facts input : inputs) {
            if (!input.holds("idle") && input.time("time") != null) {
                active.add(input);
            }
        }
        long idleAfter = source.number("idleAfterMillis");
        if (active.isEmpty()) {
            told.add("all of its inputs are idle; time goes on with the next row");
            return;
        }
        Facts slowest = active.get(0);
        String silent = "nothing has come for " + length(Duration.ofMillis(slowest.number("silentMillis")));
        if (source.number("inputCount") < 2) {
            told.add(silent + "; time goes on with its next row");
            return;
        }
        Instant slow = slowest.time("time");
        Facts ahead = inputs.get(inputs.size() - 1);
        Instant fast = ahead.time("time");
        told.add("its input " + slowest.text("name") + " is behind: " + silent
                + (fast == null || fast.equals(slow) ? "" : "; " + ahead.text("name") + " is at " + time(fast)));
        told.add(
                idleAfter > 0
                        ? "after " + length(Duration.ofMillis(idleAfter))
                                + " of silence (IDLE AFTER) time goes on without it"
                        : "with IDLE AFTER in the declaration of the stream, time would go on without an input that is silent");
    }

    // ---- stages

    private void stage(Facts stage) {
        List<String> operators = new ArrayList<>();
        for (Facts operator : stage.list("operators")) {
            operators.add(operator.text("what") + " (" + operator.text("place") + ")");
        }
        line("  stage     " + stage.text("stage") + " from " + String.join(" and ", stage.texts("reads")) + " into "
                + stage.text("into") + (operators.isEmpty() ? "" : ": " + String.join(", ", operators)));
        line("    time    " + (stage.text("time").equals("end") ? "at its end" : time(stage.time("time"))));
        if (!operators.isEmpty()) {
            Instant due = stage.time("waitsFor");
            if (due != null) {
                line("    waits   until time is " + at(due) + ", when the next of it comes out" + left(stage, due));
            }
            line("    holds   " + holds(stage));
        }
        if (stage.number("queuedBytes") > 0) {
            line("    queue   " + bytes(stage.number("queuedBytes")));
        }
        if (!operators.isEmpty() || stage.number("late") > 0) {
            line("    late    " + count(stage.number("late"), "row"));
        }
        if (stage.number("errors") > 0) {
            line("    errors  " + stage.number("errors"));
        }
    }

    private static String left(Facts stage, Instant due) {
        Instant time = stage.time("time");
        return time == null || !due.isAfter(time) ? "" : ": " + length(Duration.between(time, due)) + " more";
    }

    private static String holds(Facts stage) {
        List<String> parts = new ArrayList<>();
        if (stage.number("groups") > 0) {
            parts.add(count(stage.number("groups"), "group"));
        }
        if (stage.number("rows") > 0) {
            parts.add(count(stage.number("rows"), "row"));
        }
        String held = parts.isEmpty() ? "nothing" : String.join(" and ", parts);
        String busy = stage.holds("busy") ? " (it is at work, and not all of it could be looked at)" : "";
        return held + " in " + bytes(stage.number("bytes")) + busy;
    }

    // ---- amounts

    private static String at(Instant time) {
        return TIME.format(time);
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "not begun" : at(time);
    }

    private static String count(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return count(bytes, "byte");
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / 1048576.0);
    }

    /** A length of time in its two greatest units. */
    static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60 && length.toMillis() % 1_000 == 0) {
            return seconds + " s";
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, length.toMillis()) / 1000.0);
        }
        if (seconds < 3_600) {
            return both(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return both(seconds / 3_600, "h", seconds / 60 % 60, "min");
        }
        return both(seconds / 86_400, "d", seconds / 3_600 % 24, "h");
    }

    private static String both(long greater, String unit, long less, String lesserUnit) {
        String first = String.format(Locale.ROOT, "%,d %s", greater, unit);
        return less == 0 ? first : first + " " + less + " " + lesserUnit;
    }
}
