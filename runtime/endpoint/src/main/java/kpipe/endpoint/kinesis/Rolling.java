package kpipe.endpoint.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** When something was done in the last 24 hours, where that may be done only so many times. Kept in a description. */
final class Rolling {

    private static final long DAY = 86_400_000;

    private Rolling() {}

    private static List<Long> times(Description description, String name, long now) {
        List<Long> times = new ArrayList<>();
        for (String time : description.get(name, "").split(",")) {
            if (!time.isEmpty() && now - Long.parseLong(time) < DAY) {
                times.add(Long.parseLong(time));
            }
        }
        return times;
    }

    /**
     * Where limits are on: whether it may be done once more.
     *
     * @throws kpipe.endpoint.wire.AwsError a LimitExceededException with that text
     */
    static void check(Core core, Description description, String name, int most, String text) {
        if (core.hasLimits() && times(description, name, core.now()).size() >= most) {
            throw Refusal.limitExceeded(text);
        }
    }

    static Description add(Description description, String name, long now) {
        List<Long> times = times(description, name, now);
        times.add(now);
        return description.with(name, times.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
