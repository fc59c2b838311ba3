package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.data.RowBatch;
import kpipe.spi.TableMachine;
import kpipe.spi.TableResults;
import org.jspecify.annotations.Nullable;

/** {@link Operator.TableCall}: a batch of one row for each row that the machine takes, and one for each that it gives. */
final class TableCallStep implements Step, TableResults {

    private final Operator.TableCall operator;
    private final TableMachine machine;
    private final Step next;
    private final List<RowBatch> given = new ArrayList<>();

    TableCallStep(Operator.TableCall operator, Step next) {
        this.operator = operator;
        this.next = next;
        machine = operator.function().machine(operator.input(), operator.arguments());
    }

    @Override
    public void row(Row row) {
        RowBatch one = new RowBatch(operator.input(), 1);
        for (int column = 0; column < row.values().size(); column++) {
            Values.write(one, column, 0, row.values().get(column));
        }
        one.rowtime[0] = row.rowtime();
        one.watermark[0] = row.watermark();
        one.size = 1;
        machine.row(one, 0, this);
        goOn();
    }

    @Override
    public void time(long watermark) {
        machine.time(watermark, this);
        goOn();
        next.time(watermark);
    }

    private void goOn() {
        for (RowBatch batch : given) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < operator.output().size(); column++) {
                values.add(Values.read(batch, column, 0));
            }
            next.row(new Row(values, batch.rowtime[0], batch.watermark[0], null, batch.rowtime[0]));
        }
        given.clear();
    }

    @Override
    public RowBatch pass(RowBatch rows, int row) {
        RowBatch batch = new RowBatch(operator.output(), 1);
        for (int column = 0; column < rows.schema.size(); column++) {
            batch.copyCell(rows, column, row, column, 0);
        }
        batch.rowtime[0] = rows.rowtime[row];
        batch.watermark[0] = rows.watermark[row];
        batch.size = 1;
        given.add(batch);
        return batch;
    }

    @Override
    public void begin() {
        next.begin();
    }
}
