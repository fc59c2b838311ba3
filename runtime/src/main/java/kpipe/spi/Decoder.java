package kpipe.spi;

import kpipe.data.RowBatch;

/** Cuts bytes into records and records into rows. One instance serves one input; one thread at a time calls it. */
public abstract class Decoder {

    /** What to do with a record that is no row: it goes to the stream's errors with its reason, and reading goes on behind it. */
    public interface Rejects {
        /**
         * @param name ERROR_NAME, such as {@code BAD_JSON}; at most 32 characters
         * @param message one plain sentence that names the column where one is at fault
         */
        void reject(byte[] bytes, int start, int end, String name, String message);
    }

    /**
     * Decodes records from {@code bytes[start, end)} and appends their rows to {@code into} (values and null bits; ROWTIME and watermarks are the intake's)
     * until the batch is full or no whole record is left.
     *
     * @param last no bytes follow: what is left at the end is the last record, even if it is cut short
     * @return where the first byte stands that was not consumed: {@code end}, the start of an incomplete record, or of the next one if the batch is full. A record
     *     that may become several rows must fit the rest of the batch or be taken up again with the next call
     */
    public abstract int decode(byte[] bytes, int start, int end, boolean last, RowBatch into, Rejects rejects);

    /**
     * What it remembers from one call to the next beside the bytes that it has not consumed: that it has seen the header, that it is in the middle of an array. Called between two calls.
     *
     * @return empty if it remembers nothing
     */
    public byte[] state() {
        return new byte[0];
    }

    /** Goes on as the decoder whose {@link #state} this was, perhaps in another process. Called once, before the first record, and only with a state that is not empty. */
    public void restore(byte[] state) {}

    /**
     * Where the next record begins, at or behind {@code start}, or {@code end} if nothing there belongs to one: brackets and commas that stand between records are
     * passed over. Called before {@link #recordEnd}.
     */
    public int recordStart(byte[] bytes, int start, int end) {
        return start;
    }

    /**
     * Where the record that begins at {@code start} ends, its line ending included, or -1 if it is not whole yet. Used where records are transformed before they are decoded; a
     * format whose records are not lines says here what they are.
     *
     * @param last no bytes follow
     */
    public int recordEnd(byte[] bytes, int start, int end, boolean last) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return last && start < end ? end : -1;
    }
}
