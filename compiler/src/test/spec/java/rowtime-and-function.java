package kpipe.generated.rowtime_and_function;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.generated.inline.ShoutFunction;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.RowErrors;
import kpipe.runtime.operator.TextBuilder;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * tell, rowtime-and-function.kpipe:14.
 */
public final class Tell extends Kernel {
  private Outlet main;

  private ErrorOutlet errors;

  private final Text view = new Text();

  private final TextBuilder builder = new TextBuilder();

  private long promoted = RowBatch.NO_WATERMARK;

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
  }

  @Override
  public void batch(final RowBatch rows) {
    final int size = rows.size;
    final long[] weightCells = rows.values[2];
    final long[] nameCells = rows.values[0];
    final byte[] rowsHeap = rows.heap;
    final long[] happenedNulls = rows.nulls[1];
    final long[] happenedCells = rows.values[1];
    int line = 0;
    int row = 0;
    while (row < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toLoud = to.values[0];
      final long[] toLoudNulls = to.nulls[0];
      final int capacity = to.capacity;
      int n = to.size;
      for (; row < size && n < capacity; row++) {
        try {
          // line 16: weight BETWEEN 1 AND 40
          final long weight = weightCells[row];
          if (weight < 1L) {
            continue;
          }
          if (weight > 40L) {
            continue;
          }
          // line 14: shout(name, weight)
          line = 14;
          final String shoutResult = ShoutFunction.call(view.point(rowsHeap, nameCells[row]).toString(), Long.valueOf(weight));
          final boolean shoutIsNull = shoutResult == null;
          Text shout = null;
          if (!shoutIsNull) {
            shout = builder.fit(builder.fromString(shoutResult), 80, "VARCHAR(80)");
          }
          final boolean happenedIsNull = (happenedNulls[row >>> 6] >>> row & 1) != 0;
          final long happened = happenedCells[row];
          if (happenedIsNull) {
            throw new RowException(RowErrors.ROWTIME_OUT_OF_ORDER, "ROWTIME is NULL");
          }
          if (happened < promoted) {
            throw new RowException(RowErrors.ROWTIME_OUT_OF_ORDER, "ROWTIME is before that of an earlier row");
          }
          promoted = happened;
          // into the batch of results
          if (shoutIsNull) {
            toLoudNulls[n >>> 6] |= 1L << n;
          } else {
            toLoud[n] = Texts.append(to, shout);
          }
          toRowtime[n] = promoted;
          toWatermark[n] = promoted;
          n++;
        } catch (RowException reason) {
          errors.error(rows, row, line, reason);
        }
      }
      to.size = n;
      main.next();
    }
  }

  @Override
  public long promise(final long watermark) {
    return watermark == RowBatch.END_WATERMARK ? watermark : promoted;
  }

  @Override
  public void save(final StateWriter out) throws IOException {
    out.part("promoted");
    out.number(promoted);
  }

  @Override
  public void restore(final StateReader in) throws IOException {
    if (in.part("promoted")) {
      promoted = in.number();
    }
  }
}
