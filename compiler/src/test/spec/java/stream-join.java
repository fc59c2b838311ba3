package kpipe.generated.stream_join;

import java.io.IOException;
import kpipe.data.Column;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.JoinSide;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.StreamJoin;
import kpipe.runtime.operator.TableIndex;
import kpipe.runtime.operator.Texts;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * match_orders, stream-join.kpipe:11.
 */
public final class MatchOrders extends Kernel {
  private static final Schema schema = Schema.of(new Column[] {new Column("id", Type.parse("INTEGER NOT NULL")), new Column("region", Type.parse("VARCHAR(5)")), new Column("amount", Type.parse("DOUBLE")), new Column("placed", Type.parse("TIMESTAMP"))});

  private static final Schema schema2 = Schema.of(new Column[] {new Column("id", Type.parse("INTEGER NOT NULL")), new Column("region", Type.parse("VARCHAR(5)")), new Column("pieces", Type.parse("INTEGER")), new Column("sent", Type.parse("TIMESTAMP"))});

  private Outlet main;

  private ErrorOutlet errors;

  private LateOutlet late;

  private final StreamJoin join = new StreamJoin(schema, 3600000L, -1, true, schema2, 0L, -1, false);

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
    for (int turn = join.next(watermark); turn != StreamJoin.NONE; turn = join.next(watermark)) {
      if (turn == StreamJoin.LEFT) {
        fromLeft();
      } else if (turn == StreamJoin.RIGHT) {
        fromRight();
      } else if (turn == StreamJoin.LEFT_ALONE) {
        give(join.left.batch(join.place), join.left.row(join.place), null, 0);
      }
    }
  }

  /**
   * A row of the left side meets those that the right side holds.
   */
  private void fromLeft() {
    // line 12: orders OVER (RANGE INTERVAL '1' HOUR PRECEDING) AS o LEFT JOIN shipments AS s ON o.id = s.id AND o …
    final int own = join.place;
    final RowBatch left = join.left.batch(own);
    final int leftRow = join.left.row(own);
    final long id = left.values[0][leftRow];
    final boolean regionIsNull = left.isNull(1, leftRow);
    if (regionIsNull) {
      join.left.keep(own);
      return;
    }
    final long hash = Hashes.combine(Hashes.of(id), TableIndex.ofBytes(left.heap, left.values[1][leftRow]));
    for (int other = join.right.first(hash); other != JoinSide.NONE; other = join.right.next(other)) {
      final RowBatch right = join.right.batch(other);
      final int rightRow = join.right.row(other);
      final long id2 = right.values[0][rightRow];
      if (id2 != id) {
        continue;
      }
      final boolean regionIsNull2 = right.isNull(1, rightRow);
      if (!Texts.equal(right.heap, right.values[1][rightRow], left.heap, left.values[1][leftRow])) {
        continue;
      }
      final boolean amountIsNull = left.isNull(2, leftRow);
      final double amount = Double.longBitsToDouble(left.values[2][leftRow]);
      final boolean piecesIsNull = right.isNull(2, rightRow);
      final long pieces = right.values[2][rightRow];
      if (amountIsNull || piecesIsNull || !(amount > ((double) pieces))) {
        continue;
      }
      join.left.match(own);
      give(left, leftRow, right, rightRow);
    }
    join.left.hold(own, hash);
  }

  /**
   * A row of the right side meets those that the left side holds.
   */
  private void fromRight() {
    // line 12: orders OVER (RANGE INTERVAL '1' HOUR PRECEDING) AS o LEFT JOIN shipments AS s ON o.id = s.id AND o …
    final int own = join.place;
    final RowBatch right = join.right.batch(own);
    final int rightRow = join.right.row(own);
    final long id3 = right.values[0][rightRow];
    final boolean regionIsNull3 = right.isNull(1, rightRow);
    if (regionIsNull3) {
      join.right.letGo(own);
      return;
    }
    final long hash = Hashes.combine(Hashes.of(id3), TableIndex.ofBytes(right.heap, right.values[1][rightRow]));
    for (int other = join.left.first(hash); other != JoinSide.NONE; other = join.left.next(other)) {
      final RowBatch left = join.left.batch(other);
      final int leftRow = join.left.row(other);
      final long id4 = left.values[0][leftRow];
      if (id4 != id3) {
        continue;
      }
      final boolean regionIsNull4 = left.isNull(1, leftRow);
      if (!Texts.equal(left.heap, left.values[1][leftRow], right.heap, right.values[1][rightRow])) {
        continue;
      }
      final boolean amountIsNull2 = left.isNull(2, leftRow);
      final double amount2 = Double.longBitsToDouble(left.values[2][leftRow]);
      final boolean piecesIsNull2 = right.isNull(2, rightRow);
      final long pieces2 = right.values[2][rightRow];
      if (amountIsNull2 || piecesIsNull2 || !(amount2 > ((double) pieces2))) {
        continue;
      }
      join.left.match(other);
      give(left, leftRow, right, rightRow);
    }
    join.right.hold(own, hash);
  }

  /**
   * Gives a pair, or a row that has met none of the other side.
   */
  private void give(final RowBatch left, final int leftRow, final RowBatch right,
      final int rightRow) {
    int line = 0;
    do {
      try {
        // line 11: o.amount / s.pieces
        final boolean amountIsNull3 = left.isNull(2, leftRow);
        final double amount3 = Double.longBitsToDouble(left.values[2][leftRow]);
        final boolean piecesIsNull3 = right == null || right.isNull(2, rightRow);
        final long pieces3 = right == null ? 0L : right.values[2][rightRow];
        final boolean quotientIsNull = amountIsNull3 || piecesIsNull3;
        double quotient = 0.0;
        if (!quotientIsNull) {
          line = 11;
          quotient = Exact.divide(amount3, (double) pieces3, "DOUBLE");
        }
        // into the batch of results
        final RowBatch to = main.batch();
        final int n = to.size;
        to.values[0][n] = left.values[0][leftRow];
        if (quotientIsNull) {
          to.setNull(1, n);
        } else {
          to.values[1][n] = Double.doubleToRawLongBits(quotient);
        }
        final boolean rightROWTIMEIsNull = right == null;
        final long rightROWTIME = right == null ? 0L : right.rowtime[rightRow];
        if (rightROWTIMEIsNull) {
          to.setNull(2, n);
        } else {
          to.values[2][n] = rightROWTIME;
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
