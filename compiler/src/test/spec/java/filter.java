package kpipe.generated.filter;

import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.Texts;
import kpipe.stdlib.function.Letters;

/**
 * warm, filter.kpipe:15.
 */
public final class Warm extends Kernel {
  private static final Text textWet = Text.of("wet");

  private static final Text textDry = Text.of("dry");

  private static final Text textFair = Text.of("fair");

  private Outlet main;

  private ErrorOutlet errors;

  private final Text view = new Text();

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
  }

  @Override
  public void batch(final RowBatch rows) {
    final int size = rows.size;
    final long[] temperatureCells = rows.values[2];
    final long[] roomNulls = rows.nulls[1];
    final long[] roomCells = rows.values[1];
    final long[] deviceCells = rows.values[0];
    final byte[] rowsHeap = rows.heap;
    final long[] humidityNulls = rows.nulls[3];
    final long[] humidityCells = rows.values[3];
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    int line = 0;
    int row = 0;
    while (row < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toDevice = to.values[0];
      final long[] toFahrenheit = to.values[1];
      final long[] toAir = to.values[2];
      final int capacity = to.capacity;
      int n = to.size;
      for (; row < size && n < capacity; row++) {
        try {
          // line 20: temperature > 20 AND room <> 7
          final double temperature = Double.longBitsToDouble(temperatureCells[row]);
          if (!(temperature > 20.0)) {
            continue;
          }
          final boolean roomIsNull = (roomNulls[row >>> 6] >>> row & 1) != 0;
          final long room = roomCells[row];
          if (roomIsNull || room == 7L) {
            continue;
          }
          // line 16: UPPER(device)
          line = 16;
          final Text upper = Letters.upper(view.point(rowsHeap, deviceCells[row]));
          // line 17: temperature * 1.8 + 32
          line = 17;
          final double product = Exact.finite(temperature * 1.8, "DOUBLE");
          final double sum = Exact.finite(product + 32.0, "DOUBLE");
          // line 18: CASE WHEN humidity > 70 THEN 'wet' WHEN humidity < 30 THEN 'dry' ELSE 'fair' END
          Text result = null;
          do {
            final boolean humidityIsNull = (humidityNulls[row >>> 6] >>> row & 1) != 0;
            final double humidity = Double.longBitsToDouble(humidityCells[row]);
            if (!humidityIsNull && humidity > 70.0) {
              result = textWet;
              break;
            }
            if (!humidityIsNull && humidity < 30.0) {
              result = textDry;
              break;
            }
            result = textFair;
          } while (false);
          // into the batch of results
          toDevice[n] = Texts.append(to, upper);
          toFahrenheit[n] = Double.doubleToRawLongBits(sum);
          toAir[n] = Texts.append(to, result);
          toRowtime[n] = rowsRowtime[row];
          toWatermark[n] = rowsWatermark[row];
          n++;
        } catch (RowException reason) {
          errors.error(rows, row, line, reason);
        }
      }
      to.size = n;
      main.next();
    }
  }
}
