package kpipe.runtime.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import kpipe.data.RowBatch;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one source and the watermark that follows from theirs: the least of those that are neither idle nor ended nor never heard of. It never falls. When
 * every input has gone idle, the greatest of them counts: nothing holds time back any more.
 */
final class Inputs {

    /** Replaced with each change: others look at it too. */
    private volatile List<Input> inputs = List.of();

    private @Nullable Input last;
    private long watermark = RowBatch.NO_WATERMARK;

    /** The open input of that name, or null. */
    @Nullable
    Input find(String name) {
        Input recent = last;
        if (recent != null && recent.name.equals(name)) {
            return recent;
        }
        for (Input input : inputs) {
            if (input.name.equals(name)) {
                last = input;
                return input;
            }
        }
        return null;
    }

    Input add(Input input) {
        List<Input> more = new ArrayList<>(inputs);
        more.add(input);
        inputs = more;
        last = input;
        return input;
    }

    /** Nothing more comes from it: it no longer holds time back. */
    void end(Input input) {
        List<Input> fewer = new ArrayList<>(inputs);
        fewer.remove(input);
        inputs = fewer;
        last = null;
        recompute();
    }

    void save(StateWriter out) throws IOException {
        out.number(watermark);
        List<Input> open = inputs;
        out.number(open.size());
        for (Input input : open) {
            out.text(input.name);
            input.save(out);
        }
    }

    /** @param maker makes an input of a name */
    void restore(StateReader in, Function<String, Input> maker) throws IOException {
        watermark = in.number();
        for (int open = in.small(); open > 0; open--) {
            String name = in.text();
            Input input = find(name);
            if (input == null) {
                input = add(maker.apply(name));
            }
            input.restore(in);
        }
    }

    /** Those that are open, the one that is furthest behind first. From any thread. */
    List<Standing.One> standing() {
        List<Standing.One> standing = new ArrayList<>();
        for (Input input : inputs) {
            standing.add(new Standing.One(input.name, input.watermark, input.heard, input.idle));
        }
        standing.sort(Comparator.comparingLong(Standing.One::watermark));
        return standing;
    }

    long watermark() {
        return watermark;
    }

    /** Sets those idle that have brought nothing since {@code before}. */
    void idleSince(long before) {
        for (Input input : inputs) {
            if (!input.idle && input.heard <= before) {
                input.idle = true;
            }
        }
        recompute();
    }

    void recompute() {
        long least = RowBatch.END_WATERMARK;
        long greatest = RowBatch.NO_WATERMARK;
        boolean active = false;
        for (Input input : inputs) {
            if (input.idle) {
                greatest = Math.max(greatest, input.watermark);
            } else if (input.awaited || input.watermark != RowBatch.NO_WATERMARK) {
                active = true;
                least = Math.min(least, input.watermark);
            }
        }
        watermark = Math.max(watermark, active ? least : greatest);
    }
}
