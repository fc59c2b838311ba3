package kpipe.generated.stagger;

import java.io.IOException;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.GroupLayout;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.StaggerWindows;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.operator.TimeSorter;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * minutes, stagger.kpipe:15.
 */
public final class Minutes extends Kernel {
  private static final GroupLayout layout = new GroupLayout(8, new boolean[] {true}, 2, new GroupLayout.Accumulator[] {GroupLayout.Accumulator.COUNT, GroupLayout.Accumulator.SUM_DOUBLE, GroupLayout.Accumulator.SEQUENCE}, new int[] {-1, -1, -1});

  private static final Schema schema = Schema.of(new Column[] {new Column("device", Type.parse("VARCHAR(20) NOT NULL")), new Column("room", Type.parse("INTEGER")), new Column("temperature", Type.parse("DOUBLE NOT NULL")), new Column("humidity", Type.parse("DOUBLE")), new Column("price", Type.parse("DECIMAL(10,2)")), new Column("read_at", Type.parse("TIMESTAMP NOT NULL"))});

  private Outlet main;

  private ErrorOutlet errors;

  private LateOutlet late;

  private final StaggerWindows groups = new StaggerWindows(layout, 60000L);

  private final TimeSorter sorter = new TimeSorter(schema, null);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    late = context.late();
  }

  /**
   * Fills a group that is seen for the first time: its key, and accumulators of no row.
   */
  private void newGroup(final StaggerWindows groups, final int at, final long key1,
      final byte[] key1Heap) {
    final long[] words = groups.words;
    words[at + 1] = groups.keep(key1, key1Heap);
    words[at + 4] = groups.nextSequence();
  }

  /**
   * Gives the results of groups whose window has closed.
   */
  private void results(final StaggerWindows groups) {
    final int size = groups.dueCount;
    final long[] words = groups.words;
    int line = 0;
    int group = 0;
    while (group < size) {
      final RowBatch to = main.batch();
      final long[] toRowtime = to.rowtime;
      final long[] toWatermark = to.watermark;
      final long[] toDevice = to.values[0];
      final long[] toTemperature = to.values[1];
      final int capacity = to.capacity;
      int n = to.size;
      for (; group < size && n < capacity; group++) {
        try {
          final int at = groups.due[group];
          final long windowStart = groups.start(at);
          final long windowEnd = groups.end(at);
          // line 15: SELECT STREAM device, AVG(temperature) AS temperature FROM readings WHERE humidity IS NOT NULL GRO …
          line = 15;
          final double temperature2 = Exact.finite(Double.longBitsToDouble(words[at + 3]), "DOUBLE") / words[at + 2];
          // into the batch of results
          toDevice[n] = Texts.appendPacked(to, words[at + 1], groups.heap);
          toTemperature[n] = Double.doubleToRawLongBits(temperature2);
          toRowtime[n] = windowEnd;
          toWatermark[n] = windowEnd;
          n++;
        } catch (RowException reason) {
          errors.resultError(groups.end(groups.due[group]), line, reason);
        }
      }
      to.size = n;
      main.next();
    }
  }

  @Override
  public void batch(final RowBatch rows) {
    final int size = rows.size;
    final long[] humidityNulls = rows.nulls[3];
    final long[] humidityCells = rows.values[3];
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    for (int row = 0; row < size; row++) {
      // line 17: humidity IS NOT NULL
      final boolean humidityIsNull = (humidityNulls[row >>> 6] >>> row & 1) != 0;
      final double humidity = Double.longBitsToDouble(humidityCells[row]);
      if (humidityIsNull) {
        continue;
      }
      // line 15: SELECT STREAM device, AVG(temperature) AS temperature FROM readings WHERE humidity IS NOT NULL GRO …
      if (rowsRowtime[row] < rowsWatermark[row]) {
        late.late(rows, row, rowsWatermark[row] - rowsRowtime[row]);
        continue;
      }
      sorter.add(rows, row);
      sorter.added();
    }
  }

  @Override
  public void time(final long watermark) {
    long[] words = groups.words;
    while (sorter.next(watermark)) {
      final RowBatch rows = sorter.origins;
      final int row = sorter.row;
      // line 15: SELECT STREAM device, AVG(temperature) AS temperature FROM readings WHERE humidity IS NOT NULL GRO …
      final long deviceKey = Texts.pack(rows.heap, rows.values[0][row]);
      final double temperature = Double.longBitsToDouble(rows.values[2][row]);
      final long time = rows.rowtime[row];
      final long carried = rows.watermark[row];
      final long hash = Hashes.ofText(deviceKey, rows.heap);
      final long meta = hash << 16 | 1L;
      int at = -1;
      int place = groups.first(hash);
      while (place >= 0 && at < 0) {
        final int following = groups.following(place);
        if (words[place] == meta && Texts.samePacked(words[place + 1], groups.heap, deviceKey, rows.heap)) {
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
        newGroup(groups, at, deviceKey, rows.heap);
      }
      words[at + 3] = Double.doubleToRawLongBits(Double.longBitsToDouble(words[at + 3]) + temperature);
      words[at + 2]++;
    }
    groups.close(watermark);
    if (groups.dueCount > 0) {
      results(groups);
      groups.release();
    }
  }

  @Override
  public void holds(final Holding held) {
    sorter.holds(held);
    groups.holds(held);
  }

  @Override
  public void save(final StateWriter out) throws IOException {
    out.part("sorter");
    sorter.save(out);
    out.part("groups");
    groups.save(out);
  }

  @Override
  public void restore(final StateReader in) throws IOException {
    if (in.part("sorter")) {
      sorter.restore(in);
    }
    if (in.part("groups")) {
      groups.restore(in);
    }
  }
}
