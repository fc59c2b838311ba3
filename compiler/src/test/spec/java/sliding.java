package kpipe.generated.sliding;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.SlidingGroups;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * follow, sliding.kpipe:5.
 */
public final class Follow extends Kernel {
  private static final GroupLayout layout = new GroupLayout(16, new boolean[] {true}, 2, new GroupLayout.Accumulator[] {}, new int[] {});

  private Outlet main;

  private ErrorOutlet errors;

  private final SlidingGroups groups = new SlidingGroups(layout, 6, new int[] {}, new int[] {}, -1L);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
  }

  /**
   * Moves a frame of a key on to the row that has come: 60000 milliseconds back.
   */
  private void moveFrame1(final int at, final int entry) {
    final long[] words = groups.words;
    final long[] kept = groups.rows;
    int first = (int) words[at + 3];
    long count = words[at + 2];
    while (count > 0 && kept[entry] - kept[first] > 60000L) {
      if (!((kept[first + 2] & 1L) != 0)) {
        groups.leaveChain(at + 4, first, 5);
      }
      words[at + 6] -= kept[first + 4];
      first = (int) kept[first + 1];
      count--;
    }
    if (count == 0) {
      first = entry;
    }
    count++;
    words[at + 3] = first;
    words[at + 2] = count;
    if (!((kept[entry + 2] & 1L) != 0)) {
      groups.enterGreatestDouble(at + 4, entry, 5, 3);
    }
    words[at + 6] += kept[entry + 4];
  }

  /**
   * Moves a frame of a key on to the row that has come: 1 rows back.
   */
  private void moveFrame2(final int at, final int entry) {
    final long[] words = groups.words;
    final long[] kept = groups.rows;
    int first = (int) words[at + 8];
    long count = words[at + 7];
    while (count > 1L) {
      first = (int) kept[first + 1];
      count--;
    }
    if (count == 0) {
      first = entry;
    }
    count++;
    words[at + 8] = first;
    words[at + 7] = count;
    if (count == 2L) {
      words[at + 9] = words[at + 8];
    } else if (count > 2L) {
      words[at + 9] = kept[(int) words[at + 9] + 1];
    }
  }

  /**
   * Fills what is remembered of a key that is seen for the first time.
   */
  private void newGroup(final SlidingGroups groups, final int at, final long key1,
      final byte[] key1Heap) {
    final long[] words = groups.words;
    words[at + 1] = groups.keep(key1, key1Heap);
  }

  @Override
  public void batch(final RowBatch rows) {
    final int size = rows.size;
    final long[] deviceNulls = rows.nulls[0];
    final long[] deviceCells = rows.values[0];
    final byte[] rowsHeap = rows.heap;
    final long[] celsiusNulls = rows.nulls[1];
    final long[] celsiusCells = rows.values[1];
    final long[] numberCells = rows.values[2];
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    int row = 0;
    while (row < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toDevice = to.values[0];
      final long[] toDeviceNulls = to.nulls[0];
      final long[] toReadings = to.values[1];
      final long[] toHighest = to.values[2];
      final long[] toHighestNulls = to.nulls[2];
      final long[] toTotal = to.values[3];
      final long[] toBefore = to.values[4];
      final long[] toBeforeNulls = to.nulls[4];
      final int capacity = to.capacity;
      int n = to.size;
      for (; row < size && n < capacity; row++) {
        // line 5: SELECT STREAM device, COUNT(*) OVER w AS readings, MAX(celsius) OVER w AS highest, SUM(number) OVE …
        final boolean deviceIsNull = (deviceNulls[row >>> 6] >>> row & 1) != 0;
        final long keyKey = deviceIsNull ? Long.MIN_VALUE : Texts.pack(rowsHeap, deviceCells[row]);
        final boolean celsiusIsNull = (celsiusNulls[row >>> 6] >>> row & 1) != 0;
        final double celsius = Double.longBitsToDouble(celsiusCells[row]);
        final long number = numberCells[row];
        final long time = rowsRowtime[row];
        groups.expire(time);
        final long hash = Hashes.ofText(keyKey, rowsHeap);
        final long meta = hash << 16 | (deviceIsNull ? 2L : 0L) | 1L;
        long[] words = groups.words;
        int slot = (int) hash & groups.mask;
        int at = groups.index[slot];
        while (at != 0 && (words[at] != meta || !Texts.samePacked(words[at + 1], groups.heap, keyKey, rowsHeap))) {
          slot = slot + 1 & groups.mask;
          at = groups.index[slot];
        }
        if (at == 0) {
          at = groups.insert(slot, meta);
          words = groups.words;
          newGroup(groups, at, keyKey, rowsHeap);
        }
        final int entry = groups.append(at, time);
        final long[] kept = groups.rows;
        kept[entry + 3] = Double.doubleToRawLongBits(celsius);
        kept[entry + 4] = number;
        kept[entry + 2] = (celsiusIsNull ? 1L : 0L);
        moveFrame1(at, entry);
        moveFrame2(at, entry);
        groups.release(at, Math.max(words[at + 2], words[at + 7]));
        final long sum = words[at + 6];
        // into the batch of results
        if (deviceIsNull) {
          toDeviceNulls[n >>> 6] |= 1L << n;
        } else {
          toDevice[n] = Texts.append(to, rowsHeap, deviceCells[row]);
        }
        toReadings[n] = words[at + 2];
        final int mAXRow = (int) words[at + 4];
        final boolean mAXIsNull = mAXRow == 0;
        final double max = Double.longBitsToDouble(kept[mAXRow + 3]);
        if (mAXIsNull) {
          toHighestNulls[n >>> 6] |= 1L << n;
        } else {
          toHighest[n] = Double.doubleToRawLongBits(max);
        }
        toTotal[n] = sum;
        final int lAGRow = words[at + 7] > 1L ? (int) words[at + 9] : 0;
        final boolean lAGIsNull = lAGRow == 0 ? true : (kept[lAGRow + 2] & 1L) != 0;
        final double lag = Double.longBitsToDouble(kept[lAGRow + 3]);
        if (lAGIsNull) {
          toBeforeNulls[n >>> 6] |= 1L << n;
        } else {
          toBefore[n] = Double.doubleToRawLongBits(lag);
        }
        toRowtime[n] = rowsRowtime[row];
        toWatermark[n] = rowsWatermark[row];
        n++;
      }
      to.size = n;
      main.next();
    }
  }

  @Override
  public void time(final long watermark) {
    groups.expire(watermark);
  }

  @Override
  public void holds(final Holding held) {
    groups.holds(held);
  }

  @Override
  public void save(final StateWriter out) throws IOException {
    out.part("groups");
    groups.save(out);
  }

  @Override
  public void restore(final StateReader in) throws IOException {
    if (in.part("groups")) {
      groups.restore(in);
    }
  }
}
