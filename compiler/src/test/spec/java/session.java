package kpipe.generated.session;

import java.io.IOException;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.SessionWindows;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * visits, session.kpipe:15.
 */
public final class Visits extends Kernel {
  private static final GroupLayout layout = new GroupLayout(16, new boolean[] {true}, 2, new GroupLayout.Accumulator[] {GroupLayout.Accumulator.COUNT, GroupLayout.Accumulator.COUNT, GroupLayout.Accumulator.MIN_LONG, GroupLayout.Accumulator.SEQUENCE}, new int[] {-1, -1, 3, -1});

  private Outlet main;

  private ErrorOutlet errors;

  private LateOutlet late;

  private final SessionWindows groups = new SessionWindows(layout, 30000L);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    late = context.late();
  }

  /**
   * Fills a group that is seen for the first time: its key, and accumulators of no row.
   */
  private void newGroup(final SessionWindows groups, final int at, final long key1,
      final byte[] key1Heap) {
    final long[] words = groups.words;
    words[at + 1] = groups.keep(key1, key1Heap);
    words[at + 4] = Long.MAX_VALUE;
    words[at + 5] = groups.nextSequence();
  }

  /**
   * Gives the results of groups whose window has closed.
   */
  private void results(final SessionWindows groups) {
    final int size = groups.dueCount;
    final long[] words = groups.words;
    int group = 0;
    while (group < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toDevice = to.values[0];
      final long[] toReadings = to.values[1];
      final long[] toLowestRoom = to.values[2];
      final long[] toLowestRoomNulls = to.nulls[2];
      final long[] toSince = to.values[3];
      final int capacity = to.capacity;
      int n = to.size;
      for (; group < size && n < capacity; group++) {
        final int at = groups.due[group];
        final long windowStart = groups.start(at);
        final long windowEnd = groups.end(at);
        // line 15: SELECT STREAM device, COUNT(*) AS readings, MIN(room) AS lowest_room, WINDOW_START AS since FROM r …
        // into the batch of results
        toDevice[n] = Texts.appendPacked(to, words[at + 1], groups.heap);
        toReadings[n] = words[at + 2];
        final boolean lowestRoomIsNull = words[at + 3] == 0;
        final long lowestRoom = words[at + 4];
        if (lowestRoomIsNull) {
          toLowestRoomNulls[n >>> 6] |= 1L << n;
        } else {
          toLowestRoom[n] = lowestRoom;
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
    long[] words = groups.words;
    final long[] deviceCells = rows.values[0];
    final byte[] rowsHeap = rows.heap;
    final long[] roomNulls = rows.nulls[1];
    final long[] roomCells = rows.values[1];
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    for (int row = 0; row < size; row++) {
      // line 15: SELECT STREAM device, COUNT(*) AS readings, MIN(room) AS lowest_room, WINDOW_START AS since FROM r …
      final long deviceKey = Texts.pack(rowsHeap, deviceCells[row]);
      final boolean roomIsNull = (roomNulls[row >>> 6] >>> row & 1) != 0;
      final long room = roomCells[row];
      final long time = rowsRowtime[row];
      final long carried = rowsWatermark[row];
      final long hash = Hashes.ofText(deviceKey, rowsHeap);
      final long meta = hash << 16 | 1L;
      int at = -1;
      int place = groups.first(hash);
      while (place >= 0) {
        final int following = groups.following(place);
        if (words[place] == meta && Texts.samePacked(words[place + 1], groups.heap, deviceKey, rowsHeap)) {
          at = groups.meet(place, at, time, carried);
        }
        place = following;
      }
      if (at < 0) {
        if (groups.isLate(time, carried)) {
          late.late(rows, row, groups.lateBy(time, carried));
          continue;
        }
        at = groups.open(meta, time);
        words = groups.words;
        newGroup(groups, at, deviceKey, rowsHeap);
      }
      if (!roomIsNull) {
        if (words[at + 3] == 0 || room < words[at + 4]) {
          words[at + 4] = room;
        }
      }
      words[at + 2]++;
      if (!roomIsNull) {
        words[at + 3]++;
      }
    }
  }

  @Override
  public void time(final long watermark) {
    groups.close(watermark);
    if (groups.dueCount > 0) {
      results(groups);
      groups.release();
    }
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
