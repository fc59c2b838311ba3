package kpipe.runtime.intake;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.Decoder;
import org.jspecify.annotations.Nullable;

/** One input of a source, a file or a partition, with the watermark of its own. */
final class Input {

    final String name;
    final @Nullable Decoder decoder;

    /** The greatest ROWTIME seen less LATENESS. */
    long watermark = RowBatch.NO_WATERMARK;

    /** When it last brought something. */
    long heard;

    boolean idle;

    /** Whether it holds time back although it has brought nothing yet. */
    boolean awaited;

    /** Its number among the inputs of the stream, once somebody asks; -1 before. */
    int shard = -1;

    /** How many records it has brought, counted where somebody asks. */
    long records;

    Input(String name, @Nullable Decoder decoder) {
        this.name = name;
        this.decoder = decoder;
    }

    void save(StateWriter out) throws IOException {
        out.number(watermark);
        out.number(heard);
        out.flag(idle);
        out.flag(awaited);
        leftover().save(out);
    }

    void restore(StateReader in) throws IOException {
        watermark = in.number();
        heard = in.number();
        idle = in.flag();
        awaited = in.flag();
        goOn(Leftover.read(in));
    }

    /** What somebody has to know who goes on behind it. */
    Leftover leftover() {
        Decoder own = decoder;
        return new Leftover(shard, records, own == null ? new byte[0] : own.state());
    }

    /** It goes on behind what an earlier one has brought. */
    void goOn(Leftover before) {
        shard = before.shard();
        records = before.records();
        Decoder own = decoder;
        if (own != null && before.decoder().length > 0) {
            own.restore(before.decoder());
        }
    }

    /**
     * What is left of an input when it has ended.
     *
     * @param decoder the state of its decoder
     */
    record Leftover(int shard, long records, byte[] decoder) {

        boolean isNothing() {
            return shard < 0 && decoder.length == 0;
        }

        void save(StateWriter out) throws IOException {
            out.number(shard);
            out.number(records);
            out.bytes(decoder, 0, decoder.length);
        }

        static Leftover read(StateReader in) throws IOException {
            return new Leftover(in.small(), in.number(), in.bytes());
        }
    }
}
