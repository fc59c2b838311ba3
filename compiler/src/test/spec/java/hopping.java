package kpipe.generated.hopping;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.ErrorOutlet;
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
import kpipe.runtime.operator.WindowBounds;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * trend, hopping.kpipe:15.
 */
public final class Trend extends Kernel {
  private static final GroupLayout layout = new GroupLayout(16, new boolean[] {false}, 2, new GroupLayout.Accumulator[] {GroupLayout.Accumulator.DISTINCT_TEXT, GroupLayout.Accumulator.FIRST, GroupLayout.Accumulator.LAST, GroupLayout.Accumulator.SEQUENCE}, new int[] {-1, -1, -1, -1});

  private Outlet main;

  private ErrorOutlet errors;

  private LateOutlet late;

  private final Panes panes = new Panes(WindowBounds.hopping(60000L, 10000L, 0L), layout);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    late = context.late();
  }

  /**
   * Fills a group that is seen for the first time: its key, and accumulators of no row.
   */
  private void newGroup(final GroupTable groups, final int at, final long key1) {
    final long[] words = groups.words;
    words[at + 1] = key1;
    words[at + 2] = groups.newTextSet();
    words[at + 3] = Long.MAX_VALUE;
    words[at + 6] = Long.MIN_VALUE;
    words[at + 9] = panes.nextSequence();
  }

  /**
   * Gives the results of groups whose window has closed.
   */
  private void results(final GroupTable groups, final long windowStart, final long windowEnd) {
    final int size = groups.size;
    final long[] words = groups.words;
    int group = 0;
    while (group < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toRoom = to.values[0];
      final long[] toRoomNulls = to.nulls[0];
      final long[] toDevices = to.values[1];
      final long[] toEarliest = to.values[2];
      final long[] toLatest = to.values[3];
      final long[] toSince = to.values[4];
      final int capacity = to.capacity;
      int n = to.size;
      for (; group < size && n < capacity; group++) {
        final int at = groups.order[group];
        // line 15: SELECT STREAM room, COUNT(DISTINCT device) AS devices, FIRST_VALUE(temperature) AS earliest, LAST_ …
        // into the batch of results
        final boolean roomIsNull2 = (words[at + 0] & 2L) != 0;
        final long room2 = words[at + 1];
        if (roomIsNull2) {
          toRoomNulls[n >>> 6] |= 1L << n;
        } else {
          toRoom[n] = room2;
        }
        final long devices = groups.textSet(at + 2).size();
        toDevices[n] = devices;
        final boolean earliestIsNull = words[at + 4] == 0;
        final double earliest = Double.longBitsToDouble(words[at + 5]);
        if (earliestIsNull) {
          to.setNull(2, n);
        } else {
          toEarliest[n] = Double.doubleToRawLongBits(earliest);
        }
        final boolean latestIsNull = words[at + 7] == 0;
        final double latest = Double.longBitsToDouble(words[at + 8]);
        if (latestIsNull) {
          to.setNull(3, n);
        } else {
          toLatest[n] = Double.doubleToRawLongBits(latest);
        }
        toSince[n] = windowStart;
        toRowtime[n] = windowEnd;
        toWatermark[n] = windowEnd;
        n++;
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
    final long[] roomNulls = rows.nulls[1];
    final long[] roomCells = rows.values[1];
    final long[] deviceCells = rows.values[0];
    final byte[] rowsHeap = rows.heap;
    final long[] temperatureCells = rows.values[2];
    panes.warm(roomCells, size);
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    for (int row = 0; row < size; row++) {
      // line 15: SELECT STREAM room, COUNT(DISTINCT device) AS devices, FIRST_VALUE(temperature) AS earliest, LAST_ …
      final boolean roomIsNull = (roomNulls[row >>> 6] >>> row & 1) != 0;
      final long room = roomCells[row];
      final long roomKey = roomIsNull ? 0L : room;
      final double temperature = Double.longBitsToDouble(temperatureCells[row]);
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
      final long hash = Hashes.of(roomKey);
      final long meta = hash << 16 | (roomIsNull ? 2L : 0L) | 1L;
      int slot = (int) hash & mask;
      int at = index[slot];
      while (at != 0 && (words[at] != meta || words[at + 1] != roomKey)) {
        slot = slot + 1 & mask;
        at = index[slot];
      }
      if (at == 0) {
        at = groups.insert(slot, meta);
        words = groups.words;
        index = groups.index;
        mask = groups.mask;
        newGroup(groups, at, roomKey);
      }
      groups.textSet(at + 2).add(Texts.pack(rowsHeap, deviceCells[row]), rowsHeap);
      if (time < words[at + 3]) {
        words[at + 3] = time;
        words[at + 4] = 1L;
        words[at + 5] = Double.doubleToRawLongBits(temperature);
      }
      if (time >= words[at + 6]) {
        words[at + 6] = time;
        words[at + 7] = 1L;
        words[at + 8] = Double.doubleToRawLongBits(temperature);
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
