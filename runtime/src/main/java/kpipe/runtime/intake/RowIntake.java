package kpipe.runtime.intake;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import kpipe.spi.RowSource;
import kpipe.spi.Source;
import kpipe.spi.Source.Status;

/** Fills a stream from a source that makes rows itself. */
public final class RowIntake extends Intake {

    private final RowSource source;
    private final Input input;

    /** @param source not open yet */
    public RowIntake(Target target, RowSource source) {
        super(target);
        this.source = source;
        input = inputs.add(new Input("", null));
    }

    @Override
    Status fill() throws IOException {
        RowBatch rows = producer().batch();
        Status status = source.read(rows);
        if (rows.size > 0) {
            arrived(input, rows, 0);
        }
        return status;
    }

    @Override
    Source source() {
        return source;
    }

    @Override
    void saveRest(StateWriter out) {}

    @Override
    void restoreRest(StateReader in) {}

    @Override
    String currentInput() {
        return "";
    }
}
