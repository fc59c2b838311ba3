package kpipe.generated.match_recognize;

import java.io.IOException;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.MatchSlot;
import kpipe.runtime.operator.MatchTests;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.RowMatcher;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.operator.TimeSorter;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * find_valleys, match-recognize.kpipe:6.
 */
public final class FindValleys extends Kernel implements MatchTests {
  private static final Schema schema = Schema.of(new Column[] {new Column("symbol", Type.parse("VARCHAR(4)")), new Column("price", Type.parse("INTEGER")), new Column("at", Type.parse("TIMESTAMP"))});

  private static final Schema schema2 = Schema.of(new Column[] {new Column("DOWN.price", Type.parse("INTEGER")), new Column("PREV(DOWN.price)", Type.parse("INTEGER")), new Column("price", Type.parse("INTEGER")), new Column("PREV(price)", Type.parse("INTEGER")), new Column("UP.price", Type.parse("INTEGER")), new Column("PREV(UP.price)", Type.parse("INTEGER"))});

  private static final Schema schema3 = Schema.of(new Column[] {new Column("symbol", Type.parse("VARCHAR(4)")), new Column("STRT.price", Type.parse("INTEGER")), new Column("FINAL UP.price", Type.parse("INTEGER")), new Column("FINAL UP.EXISTS", Type.parse("BOOLEAN NOT NULL")), new Column("COUNT(DOWN.price)", Type.parse("BIGINT NOT NULL")), new Column("price", Type.parse("INTEGER")), new Column("at", Type.parse("TIMESTAMP"))});

  private Outlet main;

  private ErrorOutlet errors;

  private int line;

  private final RowMatcher matcher = new RowMatcher(schema, new int[] {0}, new int[] {0, 0, 0, 1, 2, 4, 0, 2, 0, 2, 5, 0, 0, 4, 0, 1, 11, 6, 1, 7, 9, 0, 2, 0, 2, 10, 0, 0, 4, 0, 2, 5, 0, 0, 6, 0, 1, 13, 16, 0, 6, 0, 1, 15, 16, 0, 6, 0, 3, 0, 0}, new MatchSlot[] {MatchSlot.column(2L, false, 0, 0, false, 1), MatchSlot.column(2L, false, 0, 1, false, 1), MatchSlot.column(-1L, false, 0, 0, false, 1), MatchSlot.column(-1L, false, 0, 1, false, 1), MatchSlot.column(8L, false, 0, 0, false, 1), MatchSlot.column(8L, false, 0, 1, false, 1)}, schema2, new int[][] {{}, {0, 1}, {2, 3}, {4, 5}}, new MatchSlot[] {MatchSlot.column(-1L, false, 0, 0, false, 0), MatchSlot.column(1L, false, 0, 0, false, 1), MatchSlot.column(8L, false, 0, 0, true, 1), MatchSlot.exists(8L, false, 0, 0, true), MatchSlot.aggregate("COUNT", 2L, false, 1), MatchSlot.column(-1L, false, 0, 0, false, 1), MatchSlot.column(-1L, false, 0, 0, false, 2)}, schema3, new String[] {"STRT", "DOWN", "SAME", "UP"}, 60000L, 1, true, RowMatcher.TO_LAST, 8L, this);

  private LateOutlet late;

  private final TimeSorter sorter = new TimeSorter(schema, null);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    late = context.late();
  }

  private boolean isDOWN(final RowBatch slots) {
    // line 15: DOWN.price < PREV(DOWN.price)
    line = 15;
    final boolean dOWNPriceIsNull = slots.isNull(0, 0);
    final long dOWNPrice = slots.values[0][0];
    final boolean pREVDOWNPriceIsNull = slots.isNull(1, 0);
    final long pREVDOWNPrice = slots.values[1][0];
    return !(dOWNPriceIsNull || pREVDOWNPriceIsNull || dOWNPrice >= pREVDOWNPrice);
  }

  private boolean isSAME(final RowBatch slots) {
    // line 16: price = PREV(price)
    line = 16;
    final boolean priceIsNull = slots.isNull(2, 0);
    final long price = slots.values[2][0];
    final boolean pREVPriceIsNull = slots.isNull(3, 0);
    final long pREVPrice = slots.values[3][0];
    return !(priceIsNull || pREVPriceIsNull || price != pREVPrice);
  }

  private boolean isUP(final RowBatch slots) {
    // line 17: UP.price > PREV(UP.price)
    line = 17;
    final boolean uPPriceIsNull = slots.isNull(4, 0);
    final long uPPrice = slots.values[4][0];
    final boolean pREVUPPriceIsNull = slots.isNull(5, 0);
    final long pREVUPPrice = slots.values[5][0];
    return !(uPPriceIsNull || pREVUPPriceIsNull || uPPrice <= pREVUPPrice);
  }

  @Override
  public boolean holds(final int variable) {
    try {
      switch (variable) {
        case 1:
          return isDOWN(matcher.tested(variable));
        case 2:
          return isSAME(matcher.tested(variable));
        case 3:
          return isUP(matcher.tested(variable));
        default:
          return true;
      }
    } catch (RowException reason) {
      if (matcher.tells()) {
        errors.error(matcher.batch(), matcher.row(), line, reason);
      }
      return false;
    }
  }

  @Override
  public void failed(final RowException reason) {
    errors.error(matcher.batch(), matcher.row(), 7, reason);
  }

  @Override
  public void give() {
    line = 7;
    do {
      try {
        final RowBatch slots = matcher.result();
        // line 10: LAST(UP.price * 2)
        long result = 0L;
        boolean resultIsNull = false;
        do {
          final boolean finalUpExists = slots.values[3][0] != 0;
          if (finalUpExists) {
            final boolean fINALUPPriceIsNull = slots.isNull(2, 0);
            final long fINALUPPrice = slots.values[2][0];
            long product = 0L;
            if (!fINALUPPriceIsNull) {
              line = 10;
              product = Exact.inRange(Exact.multiply(fINALUPPrice, 2L, "INTEGER"), -2147483648L, 2147483647L, "INTEGER");
            }
            resultIsNull = fINALUPPriceIsNull;
            result = product;
            break;
          }
          resultIsNull = true;
        } while (false);
        // into the batch of results
        final RowBatch to = main.batch();
        final int n = to.size;
        final boolean symbolIsNull = slots.isNull(0, 0);
        if (symbolIsNull) {
          to.setNull(0, n);
        } else {
          to.values[0][n] = Texts.append(to, slots.heap, slots.values[0][0]);
        }
        if (slots.isNull(1, 0)) {
          to.setNull(1, n);
        } else {
          to.values[1][n] = slots.values[1][0];
        }
        if (resultIsNull) {
          to.setNull(2, n);
        } else {
          to.values[2][n] = result;
        }
        to.values[3][n] = slots.values[4][0];
        if (slots.isNull(5, 0)) {
          to.setNull(4, n);
        } else {
          to.values[4][n] = slots.values[5][0];
        }
        if (slots.isNull(6, 0)) {
          to.setNull(5, n);
        } else {
          to.values[5][n] = slots.values[6][0];
        }
        to.rowtime[n] = slots.rowtime[0];
        to.watermark[n] = slots.watermark[0];
        to.size = n + 1;
        main.next();
      } catch (RowException reason) {
        errors.error(matcher.batch(), matcher.row(), line, reason);
      }
    } while (false);
  }

  @Override
  public void batch(final RowBatch rows) {
    final int size = rows.size;
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    for (int row = 0; row < size; row++) {
      // line 7: ticks MATCH_RECOGNIZE ( PARTITION BY symbol ORDER BY at MEASURES STRT.price AS first_price, FINAL  …
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
    while (sorter.next(watermark)) {
      final RowBatch rows = sorter.origins;
      final int row = sorter.row;
      // line 7: ticks MATCH_RECOGNIZE ( PARTITION BY symbol ORDER BY at MEASURES STRT.price AS first_price, FINAL  …
      final RowBatch to = matcher.add();
      final int n = to.size;
      final boolean symbolIsNull2 = rows.isNull(0, row);
      if (symbolIsNull2) {
        to.setNull(0, n);
      } else {
        to.values[0][n] = Texts.append(to, rows.heap, rows.values[0][row]);
      }
      if (rows.isNull(1, row)) {
        to.setNull(1, n);
      } else {
        to.values[1][n] = rows.values[1][row];
      }
      if (rows.isNull(2, row)) {
        to.setNull(2, n);
      } else {
        to.values[2][n] = rows.values[2][row];
      }
      to.rowtime[n] = rows.rowtime[row];
      to.watermark[n] = rows.watermark[row];
      to.size = n + 1;
      matcher.added();
    }
    matcher.time(watermark);
  }

  @Override
  public void holds(final Holding held) {
    sorter.holds(held);
    matcher.holds(held);
  }

  @Override
  public void save(final StateWriter out) throws IOException {
    out.part("sorter");
    sorter.save(out);
    out.part("matcher");
    matcher.save(out);
  }

  @Override
  public void restore(final StateReader in) throws IOException {
    if (in.part("sorter")) {
      sorter.restore(in);
    }
    if (in.part("matcher")) {
      matcher.restore(in);
    }
  }
}
