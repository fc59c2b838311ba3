package kpipe.runtime.intake;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.RowBatch;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one source and the watermark that follows from theirs: the least of those that are neither idle nor ended nor never heard of. It never falls. When
 * every input has gone idle, the greatest of them counts: nothing holds time back any more.
 */
final class Inputs {

    private final List<Input> inputs = new ArrayList<>();
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
        inputs.add(input);
        last = input;
        return input;
    }

    /** Nothing more comes from it: it no longer holds time back. */
    void end(Input input) {
        inputs.remove(input);
        last = null;
        recompute();
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
            } else if (input.watermark != RowBatch.NO_WATERMARK) {
                active = true;
                least = Math.min(least, input.watermark);
            }
        }
        watermark = Math.max(watermark, active ? least : greatest);
    }
}
