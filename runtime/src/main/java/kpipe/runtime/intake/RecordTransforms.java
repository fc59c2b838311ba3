package kpipe.runtime.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kpipe.runtime.stream.Tally;
import kpipe.spi.Decoder;
import kpipe.spi.Transform;
import kpipe.spi.TransformRecord;

/** The transforms of a stream, one behind the other. Not thread-safe. */
final class RecordTransforms {

    private final List<Transform> transforms;
    private final Tally tally;
    private final Decoder.Rejects rejects;

    /** @param rejects takes records that fail, as they came */
    RecordTransforms(List<Transform> transforms, Tally tally, Decoder.Rejects rejects) {
        this.transforms = List.copyOf(transforms);
        this.tally = tally;
        this.rejects = rejects;
    }

    boolean isEmpty() {
        return transforms.isEmpty();
    }

    /** What becomes of a record: none, one or several. */
    List<byte[]> apply(byte[] record) {
        List<byte[]> results = new ArrayList<>(1);
        apply(0, record, record, results);
        return results;
    }

    private void apply(int index, byte[] original, byte[] bytes, List<byte[]> results) {
        if (index == transforms.size()) {
            results.add(bytes);
            return;
        }
        TransformRecord record = new TransformRecord(bytes, null);
        try {
            record = Objects.requireNonNull(transforms.get(index).apply(record), "the transform returned no record");
        } catch (Exception | StackOverflowError failure) {
            String said = failure.getMessage();
            failed(original, said == null ? failure.getClass().getSimpleName() : said);
            return;
        }
        switch (record.result()) {
            case OK -> {
                apply(index + 1, original, record.bytes(), results);
                for (byte[] more : record.appended()) {
                    apply(index + 1, original, more, results);
                }
            }
            case DROPPED -> tally.dropped++;
            case PROCESSING_FAILED -> {
                String reason = record.reason();
                failed(original, reason == null ? "the transform failed the record" : reason);
            }
        }
    }

    private void failed(byte[] original, String reason) {
        rejects.reject(original, 0, original.length, "TRANSFORM_FAILED", reason);
    }
}
