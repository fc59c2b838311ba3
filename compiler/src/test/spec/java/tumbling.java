package kpipe.generated.tumbling;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.runtime.operator.Decimals;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.GroupTable;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.Pane;
import kpipe.runtime.operator.Panes;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.operator.WideSums;
import kpipe.runtime.operator.WindowBounds;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * summarise, tumbling.kpipe:15.
 */
public final class Summarise extends Kernel {
  private static final GroupLayout layout = new GroupLayout(16, new boolean[] {true, false}, 3, new GroupLayout.Accumulator[] {GroupLayout.Accumulator.COUNT, GroupLayout.Accumulator.COUNT, GroupLayout.Accumulator.SUM_WIDE, GroupLayout.Accumulator.COUNT, GroupLayout.Accumulator.SUM_DOUBLE, GroupLayout.Accumulator.MAX_DOUBLE}, new int[] {-1, -1, -1, -1, -1, -1});

  private Outlet main;

  private ErrorOutlet errors;

  private LateOutlet late;

  private final Panes panes = new Panes(WindowBounds.hopping(60000L, 60000L, 0L), layout);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    late = context.late();
  }

  /**
   * Fills a group that is seen for the first time: its key, and accumulators of no row.
   */
  private void newGroup(final GroupTable groups, final int at, final long key1,
      final byte[] key1Heap, final long key2) {
    final long[] words = groups.words;
    words[at + 1] = groups.keep(key1, key1Heap);
    words[at + 2] = key2;
    words[at + 9] = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
  }

  /**
   * Gives the results of groups whose window has closed.
   */
  private void results(final GroupTable groups, final long windowStart, final long windowEnd) {
    final int size = groups.size;
    final long[] words = groups.words;
    int line = 0;
    int group = 0;
    while (group < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toDevice = to.values[0];
      final long[] toRoom = to.values[1];
      final long[] toRoomNulls = to.nulls[1];
      final long[] toReadings = to.values[2];
      final long[] toSpent = to.values[3];
      final long[] toSpentNulls = to.nulls[3];
      final long[] toHumidity = to.values[4];
      final long[] toHumidityNulls = to.nulls[4];
      final long[] toHottest = to.values[5];
      final int capacity = to.capacity;
      int n = to.size;
      for (; group < size && n < capacity; group++) {
        try {
          final int at = (group + 1) * 16;
          // line 15: SELECT STREAM device, room, COUNT(*) AS readings, SUM(price) AS spent, AVG(humidity) AS humidity,  …
          final boolean spentIsNull = words[at + 4] == 0;
          long spent = 0L;
          if (!spentIsNull) {
            line = 15;
            spent = Decimals.inPrecision(WideSums.narrow(words[at + 5], words[at + 6], "DECIMAL(18,2)"), 18, "DECIMAL(18,2)");
          }
          final boolean humidityIsNull2 = words[at + 7] == 0;
          double humidity2 = 0.0;
          if (!humidityIsNull2) {
            line = 15;
            humidity2 = Exact.finite(Double.longBitsToDouble(words[at + 8]), "DOUBLE") / words[at + 7];
          }
          // line 20: COUNT(*) > 1
          if (words[at + 3] <= 1L) {
            continue;
          }
          // line 15: SELECT STREAM device, room, COUNT(*) AS readings, SUM(price) AS spent, AVG(humidity) AS humidity,  …
          // into the batch of results
          toDevice[n] = Texts.appendPacked(to, words[at + 1], groups.heap);
          final boolean roomIsNull2 = (words[at + 0] & 2L) != 0;
          final long room2 = words[at + 2];
          if (roomIsNull2) {
            toRoomNulls[n >>> 6] |= 1L << n;
          } else {
            toRoom[n] = room2;
          }
          toReadings[n] = words[at + 3];
          if (spentIsNull) {
            toSpentNulls[n >>> 6] |= 1L << n;
          } else {
            toSpent[n] = spent;
          }
          if (humidityIsNull2) {
            toHumidityNulls[n >>> 6] |= 1L << n;
          } else {
            toHumidity[n] = Double.doubleToRawLongBits(humidity2);
          }
          final double hottest = Double.longBitsToDouble(words[at + 9]);
          toHottest[n] = Double.doubleToRawLongBits(hottest);
          toRowtime[n] = windowEnd;
          toWatermark[n] = windowEnd;
          n++;
        } catch (RowException reason) {
          errors.resultError(windowEnd, line, reason);
        }
      }
      to.size = n;
      main.next();
    }
  }

  @Override
  public void batch(final RowBatch rows) {
    final int size = rows.size;
    GroupTable groups = null;
    long[] words = null;
    int[] index = null;
    int mask = 0;
    // where rows of the pane at hand lie; none is at hand yet
    long from = Long.MAX_VALUE;
    long until = Long.MIN_VALUE;
    long firstEnd = Long.MIN_VALUE;
    final long[] temperatureCells = rows.values[2];
    final long[] deviceCells = rows.values[0];
    final byte[] rowsHeap = rows.heap;
    final long[] roomNulls = rows.nulls[1];
    final long[] roomCells = rows.values[1];
    final long[] priceNulls = rows.nulls[4];
    final long[] priceCells = rows.values[4];
    final long[] humidityNulls = rows.nulls[3];
    final long[] humidityCells = rows.values[3];
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    for (int row = 0; row < size; row++) {
      // line 17: temperature > -50
      final double temperature = Double.longBitsToDouble(temperatureCells[row]);
      if (!(temperature > (-50.0))) {
        continue;
      }
      // line 15: SELECT STREAM device, room, COUNT(*) AS readings, SUM(price) AS spent, AVG(humidity) AS humidity,  …
      final long deviceKey = Texts.pack(rowsHeap, deviceCells[row]);
      final boolean roomIsNull = (roomNulls[row >>> 6] >>> row & 1) != 0;
      final long room = roomCells[row];
      final long roomKey = roomIsNull ? 0L : room;
      final boolean priceIsNull = (priceNulls[row >>> 6] >>> row & 1) != 0;
      final long price = priceCells[row];
      final boolean humidityIsNull = (humidityNulls[row >>> 6] >>> row & 1) != 0;
      final double humidity = Double.longBitsToDouble(humidityCells[row]);
      final long time = rowsRowtime[row];
      final long carried = rowsWatermark[row];
      if (time < from || time >= until || carried >= firstEnd) {
        final Pane pane = panes.at(time, carried);
        if (pane == null) {
          late.late(rows, row, panes.lateBy(time, carried));
          continue;
        }
        groups = pane.groups;
        words = groups.words;
        index = groups.index;
        mask = groups.mask;
        from = pane.from;
        until = pane.to;
        firstEnd = pane.firstEnd;
      }
      final long hash = Hashes.combine(Hashes.ofText(deviceKey, rowsHeap), Hashes.of(roomKey));
      final long meta = hash << 16 | (roomIsNull ? 2L : 0L) | 1L;
      int slot = (int) hash & mask;
      int at = index[slot];
      while (at != 0 && (words[at] != meta || !Texts.samePacked(words[at + 1], groups.heap, deviceKey, rowsHeap) || words[at + 2] != roomKey)) {
        slot = slot + 1 & mask;
        at = index[slot];
      }
      if (at == 0) {
        at = groups.insert(slot, meta);
        words = groups.words;
        index = groups.index;
        mask = groups.mask;
        newGroup(groups, at, deviceKey, rowsHeap, roomKey);
      }
      if (!priceIsNull) {
        WideSums.add(words, at + 5, price);
      }
      if (!humidityIsNull) {
        words[at + 8] = Double.doubleToRawLongBits(Double.longBitsToDouble(words[at + 8]) + humidity);
      }
      if (temperature > Double.longBitsToDouble(words[at + 9])) {
        words[at + 9] = Double.doubleToRawLongBits(temperature);
      }
      words[at + 3]++;
      if (!priceIsNull) {
        words[at + 4]++;
      }
      if (!humidityIsNull) {
        words[at + 7]++;
      }
    }
  }

  @Override
  public void time(final long watermark) {
    Pane pane = panes.close(watermark);
    while (pane != null) {
      results(pane.groups, pane.start, pane.end);
      panes.release(pane);
      pane = panes.close(watermark);
    }
  }

  @Override
  public void holds(final Holding held) {
    panes.holds(held);
  }

  @Override
  public void save(final StateWriter out) throws IOException {
    out.part("panes");
    panes.save(out);
  }

  @Override
  public void restore(final StateReader in) throws IOException {
    if (in.part("panes")) {
      panes.restore(in);
    }
  }
}
