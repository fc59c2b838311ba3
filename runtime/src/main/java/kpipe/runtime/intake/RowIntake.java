package kpipe.runtime.intake;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.spi.RowSource;
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
    void openSource() throws IOException {
        source.open();
    }

    @Override
    void closeSource() throws IOException {
        source.close();
    }

    @Override
    String currentInput() {
        return "";
    }
}
