package kpipe.generated.as_of_join;

import java.io.IOException;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.AsOfJoin;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.LatestRows;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.TableIndex;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * convert, as-of-join.kpipe:10.
 */
public final class Convert extends Kernel {
  private static final Schema schema = Schema.of(new Column[] {new Column("id", Type.parse("INTEGER")), new Column("currency", Type.parse("VARCHAR(3)")), new Column("amount", Type.parse("INTEGER")), new Column("at", Type.parse("TIMESTAMP"))});

  private static final Schema schema2 = Schema.of(new Column[] {new Column("currency", Type.parse("VARCHAR(3)")), new Column("rate", Type.parse("INTEGER")), new Column("active", Type.parse("BOOLEAN")), new Column("at", Type.parse("TIMESTAMP"))});

  private Outlet main;

  private ErrorOutlet errors;

  private LateOutlet late;

  private final AsOfJoin join = new AsOfJoin(schema, schema2, 3600000L, false);

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    late = context.late();
  }

  @Override
  public void batch(final RowBatch rows) {
    join.left.take(rows, late);
  }

  @Override
  public void right(final RowBatch rows) {
    join.right.take(rows, late);
  }

  @Override
  public void time(final long watermark) {
    for (int turn = join.next(watermark); turn != AsOfJoin.NONE; turn = join.next(watermark)) {
      if (turn == AsOfJoin.LEFT) {
        fromLeft();
      } else {
        fromRight();
      }
    }
  }

  /**
   * A left row meets the latest right row of its key.
   */
  private void fromLeft() {
    // line 11: orders AS o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.ROWTIME OVER (RANGE INTERVAL '1' HOUR PRECEDIN …
    final RowBatch left = join.left.batch(join.place);
    final int leftRow = join.left.row(join.place);
    final boolean currencyIsNull = left.isNull(1, leftRow);
    if (currencyIsNull) {
      give(left, leftRow, null, 0);
      return;
    }
    final long hash = TableIndex.ofBytes(left.heap, left.values[1][leftRow]);
    for (int other = join.latest.first(hash); other != LatestRows.NONE; other = join.latest.next(other)) {
      final RowBatch right = join.latest.batch(other);
      final int rightRow = join.latest.row(other);
      final boolean currencyIsNull2 = right.isNull(0, rightRow);
      if (!Texts.equal(right.heap, right.values[0][rightRow], left.heap, left.values[1][leftRow])) {
        continue;
      }
      final boolean activeIsNull = right.isNull(2, rightRow);
      final boolean active = right.values[2][rightRow] != 0;
      if (activeIsNull || !active) {
        break;
      }
      give(left, leftRow, right, rightRow);
      return;
    }
    give(left, leftRow, null, 0);
  }

  /**
   * A right row becomes the latest of its key.
   */
  private void fromRight() {
    // line 11: orders AS o LEFT JOIN rates FOR SYSTEM_TIME AS OF o.ROWTIME OVER (RANGE INTERVAL '1' HOUR PRECEDIN …
    final RowBatch right = join.right.batch(join.place);
    final int rightRow = join.right.row(join.place);
    final boolean currencyIsNull3 = right.isNull(0, rightRow);
    if (currencyIsNull3) {
      return;
    }
    final long hash = TableIndex.ofBytes(right.heap, right.values[0][rightRow]);
    for (int other = join.latest.first(hash); other != LatestRows.NONE; other = join.latest.next(other)) {
      final RowBatch before = join.latest.batch(other);
      final int beforeRow = join.latest.row(other);
      final boolean currencyIsNull4 = before.isNull(0, beforeRow);
      if (!Texts.equal(before.heap, before.values[0][beforeRow], right.heap, right.values[0][rightRow])) {
        continue;
      }
      join.become(hash, other);
      return;
    }
    join.become(hash, LatestRows.NONE);
  }

  /**
   * Gives a pair, or a row that has met none of the other side.
   */
  private void give(final RowBatch left, final int leftRow, final RowBatch right,
      final int rightRow) {
    int line = 0;
    do {
      try {
        // line 10: o.amount * r.rate
        final boolean amountIsNull = left.isNull(2, leftRow);
        final long amount = left.values[2][leftRow];
        final boolean rateIsNull = right == null || right.isNull(1, rightRow);
        final long rate = right == null ? 0L : right.values[1][rightRow];
        final boolean productIsNull = amountIsNull || rateIsNull;
        long product = 0L;
        if (!productIsNull) {
          line = 10;
          product = Exact.inRange(Exact.multiply(amount, rate, "INTEGER"), -2147483648L, 2147483647L, "INTEGER");
        }
        // into the batch of results
        final RowBatch to = main.batch();
        final int n = to.size;
        if (left.isNull(0, leftRow)) {
          to.setNull(0, n);
        } else {
          to.values[0][n] = left.values[0][leftRow];
        }
        if (productIsNull) {
          to.setNull(1, n);
        } else {
          to.values[1][n] = product;
        }
        to.rowtime[n] = join.time;
        to.watermark[n] = join.time;
        to.size = n + 1;
        main.next();
      } catch (RowException reason) {
        errors.error(left, leftRow, line, reason);
      }
    } while (false);
  }

  @Override
  public void holds(final Holding held) {
    join.holds(held);
  }

  @Override
  public void save(final StateWriter out) throws IOException {
    out.part("join");
    join.save(out);
  }

  @Override
  public void restore(final StateReader in) throws IOException {
    if (in.part("join")) {
      join.restore(in);
    }
  }
}
