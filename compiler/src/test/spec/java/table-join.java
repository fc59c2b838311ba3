package kpipe.generated.table_join;

import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Exact;
import kpipe.runtime.operator.Hashes;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.Matches;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.operator.ReferenceTable;
import kpipe.runtime.operator.TableIndex;
import kpipe.runtime.operator.Texts;

/**
 * tax, table-join.kpipe:17.
 */
public final class Tax extends Kernel {
  private static final int[] productsKey = new int[] {0};

  private static final int[] taxesKey = new int[] {0};

  private Outlet main;

  private ErrorOutlet errors;

  private ReferenceTable products;

  private TableIndex productsIndex;

  private ReferenceTable taxes;

  private TableIndex taxesIndex;

  private final Matches taxesMatches = new Matches();

  @Override
  public void open(KernelContext context) {
    main = context.main();
    errors = context.errors();
    products = context.table("products");
    taxes = context.table("taxes");
  }

  @Override
  public void batch(final RowBatch rows) {
    productsIndex = TableIndex.current(productsIndex, products, productsKey);
    taxesIndex = TableIndex.current(taxesIndex, taxes, taxesKey);
    final int size = rows.size;
    final long[] productNulls = rows.nulls[1];
    final long[] productCells = rows.values[1];
    final long[] priceNulls = rows.nulls[3];
    final long[] priceCells = rows.values[3];
    final long[] countryCells = rows.values[2];
    final byte[] rowsHeap = rows.heap;
    final long[] idCells = rows.values[0];
    final long[] rowsRowtime = rows.rowtime;
    final long[] rowsWatermark = rows.watermark;
    int line = 0;
    for (int row = 0; row < size; row++) {
      // line 17: SELECT STREAM s.id, p.name, s.price * (1 + COALESCE(t.rate, 0)) AS gross FROM sales AS s JOIN prod …
      final boolean productIsNull = (productNulls[row >>> 6] >>> row & 1) != 0;
      final long product = productCells[row];
      if (productIsNull) {
        continue;
      }
      for (int match = productsIndex.first(Hashes.of(product)); match != TableIndex.NONE; match = productsIndex.next(match)) {
        final RowBatch productsRows = productsIndex.batch(match);
        final int productsRow = productsIndex.row(match);
        if (productsRows.values[0][productsRow] != product) {
          continue;
        }
        final boolean priceIsNull = (priceNulls[row >>> 6] >>> row & 1) != 0;
        final double price = Double.longBitsToDouble(priceCells[row]);
        final double least = Double.longBitsToDouble(productsRows.values[2][productsRow]);
        if (priceIsNull || !(price >= least)) {
          continue;
        }
        // line 20: s.country = t.country
        taxesMatches.clear();
        for (int match2 = taxesIndex.first(TableIndex.ofBytes(rowsHeap, countryCells[row])); match2 != TableIndex.NONE; match2 = taxesIndex.next(match2)) {
          final RowBatch taxesRows = taxesIndex.batch(match2);
          final int taxesRow = taxesIndex.row(match2);
          if (!Texts.equal(taxesRows.heap, taxesRows.values[0][taxesRow], rowsHeap, countryCells[row])) {
            continue;
          }
          taxesMatches.add(match2);
        }
        if (taxesMatches.size == 0) {
          taxesMatches.add(TableIndex.NONE);
        }
        for (int at2 = 0; at2 < taxesMatches.size; at2++) {
          final int taxesMatch = taxesMatches.get(at2);
          final RowBatch taxesRows2 = taxesMatch == TableIndex.NONE ? null : taxesIndex.batch(taxesMatch);
          final int taxesRow2 = taxesRows2 == null ? 0 : taxesIndex.row(taxesMatch);
          try {
            // line 17: s.price * (1 + COALESCE(t.rate, 0))
            double first = 0.0;
            do {
              final boolean rateIsNull = taxesRows2 == null || taxesRows2.isNull(1, taxesRow2);
              final double rate = Double.longBitsToDouble(taxesRows2 == null ? 0L : taxesRows2.values[1][taxesRow2]);
              if (!rateIsNull) {
                first = rate;
                break;
              }
              first = 0.0;
            } while (false);
            line = 17;
            final double sum = Exact.finite(1.0 + first, "DOUBLE");
            final double product2 = Exact.finite(price * sum, "DOUBLE");
            // into the batch of results
            final RowBatch to = main.batch();
            final int n = to.size;
            to.values[0][n] = idCells[row];
            final boolean nameIsNull = productsRows.isNull(1, productsRow);
            if (nameIsNull) {
              to.setNull(1, n);
            } else {
              to.values[1][n] = Texts.append(to, productsRows.heap, productsRows.values[1][productsRow]);
            }
            to.values[2][n] = Double.doubleToRawLongBits(product2);
            to.rowtime[n] = rowsRowtime[row];
            to.watermark[n] = rowsWatermark[row];
            to.size = n + 1;
            main.next();
          } catch (RowException reason) {
            errors.error(rows, row, line, reason);
          }
        }
      }
    }
  }
}
