package kpipe.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Operator.TableJoin.KeyPair;
import kpipe.data.Nested;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.ReferenceTable.Snapshot;
import kpipe.runtime.operator.RowErrors;
import org.jspecify.annotations.Nullable;

/** The steps that look at one row at a time. */
final class RowSteps {

    private RowSteps() {}

    /** A step whose work on a row may fail; the row then goes to the errors and nowhere else. */
    abstract static class Failing implements Step {

        final Evaluator evaluator;
        final Step next;
        private final KernelContext context;

        Failing(KernelContext context, Evaluator evaluator, Step next) {
            this.context = context;
            this.evaluator = evaluator;
            this.next = next;
        }

        /** Works on a row, and hands on nothing before all that can fail has been done. */
        abstract void work(Row row);

        @Override
        public final void row(Row row) {
            try {
                work(row);
            } catch (FailedExpression failed) {
                RowBatch origin = row.origin();
                if (origin == null) {
                    context.errors().resultError(row.made(), failed.line(), failed.reason());
                } else {
                    context.errors().error(origin, 0, failed.line(), failed.reason());
                }
            }
        }

        @Override
        public void time(long watermark) {
            next.time(watermark);
        }

        @Override
        public void begin() {
            next.begin();
        }
    }

    /** {@link Operator.Filter}. */
    static final class Filter extends Failing {

        private final Operator.Filter operator;

        Filter(Operator.Filter operator, KernelContext context, Evaluator evaluator, Step next) {
            super(context, evaluator, next);
            this.operator = operator;
        }

        @Override
        void work(Row row) {
            if (evaluator.holds(operator.condition(), row)) {
                next.row(row);
            }
        }
    }

    /** {@link Operator.Project}. */
    static final class Project extends Failing {

        private final Operator.Project operator;
        private long promoted = RowBatch.NO_WATERMARK;

        Project(Operator.Project operator, KernelContext context, Evaluator evaluator, Step next) {
            super(context, evaluator, next);
            this.operator = operator;
        }

        /** Whether it sets ROWTIME. */
        boolean promotes() {
            return operator.rowtime() != null;
        }

        /** The watermark of what was given out, where that of the rows themselves is {@code watermark}. */
        long promoted(long watermark) {
            return operator.follows() && watermark != RowBatch.NO_WATERMARK
                    ? Math.max(promoted, watermark - operator.within())
                    : promoted;
        }

        @Override
        void work(Row row) {
            List<@Nullable Object> values = evaluator.evaluateAll(operator.expressions(), row);
            if (operator.rowtime() == null) {
                next.row(row.withValues(values));
                return;
            }
            Long rowtime = (Long) evaluator.evaluate(operator.rowtime(), row);
            if (rowtime == null || rowtime < promoted) {
                throw new FailedExpression(
                        operator.rowtime().span().line(),
                        new RowException(
                                RowErrors.ROWTIME_OUT_OF_ORDER,
                                rowtime == null ? RowErrors.NO_ROWTIME : RowErrors.outOfOrder(operator.within())));
            }
            promoted = Math.max(promoted, rowtime - operator.within());
            next.row(new Row(values, rowtime, promoted, row.origin(), row.made()));
        }
    }

    /** {@link Operator.TableJoin}: every row of the table is looked at, in order. A joined row that fails costs itself alone. */
    static final class TableJoin extends Failing {

        private final Operator.TableJoin operator;
        private final KernelContext context;
        private final Step matches;
        private List<List<@Nullable Object>> table = List.of();

        TableJoin(Operator.TableJoin operator, KernelContext context, Evaluator evaluator, Step next) {
            super(context, evaluator, next);
            this.operator = operator;
            this.context = context;
            this.matches = next;
        }

        @Override
        public void begin() {
            table = rows(context.table(operator.table()).current());
            super.begin();
        }

        @Override
        void work(Row row) {
            List<@Nullable Object> keys = new ArrayList<>();
            operator.keys().forEach(pair -> keys.add(evaluator.evaluate(pair.key(), row)));
            List<Row> joined = new ArrayList<>();
            for (List<@Nullable Object> candidate : table) {
                List<@Nullable Object> values = new ArrayList<>(row.values());
                values.addAll(candidate);
                Row match = row.withValues(values);
                if (equal(operator.keys(), keys, candidate)
                        && (operator.residual() == null || evaluator.holds(operator.residual(), match))) {
                    joined.add(match);
                }
            }
            if (joined.isEmpty() && operator.outer()) {
                List<@Nullable Object> values = new ArrayList<>(row.values());
                while (values.size() < operator.output().size()) {
                    values.add(null);
                }
                joined.add(row.withValues(values));
            }
            joined.forEach(matches::row);
        }
    }

    /** {@link Operator.Unnest}. */
    static final class Unnest extends Failing {

        private final Operator.Unnest operator;
        private final Step elements;

        Unnest(Operator.Unnest operator, KernelContext context, Evaluator evaluator, Step next) {
            super(context, evaluator, next);
            this.operator = operator;
            this.elements = next;
        }

        @Override
        void work(Row row) {
            byte[] nested = (byte[]) evaluator.evaluate(operator.nested(), row);
            int count = nested == null ? 0 : Nested.count(nested, 0) / operator.step();
            for (long number = 1; number <= count; number++) {
                elements.row(with(row, number));
            }
            if (count == 0 && operator.outer()) {
                elements.row(with(row, null));
            }
        }

        private static Row with(Row row, @Nullable Long number) {
            List<@Nullable Object> values = new ArrayList<>(row.values());
            values.add(number);
            return row.withValues(values);
        }
    }

    /** The values of all rows of a reference table. */
    static List<List<@Nullable Object>> rows(Snapshot snapshot) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RowBatch batch : snapshot.batches()) {
            for (int row = 0; row < batch.size; row++) {
                rows.add(Row.of(batch, row).values());
            }
        }
        return rows;
    }

    /** Whether the keys are equal to those of a row of a table. */
    static boolean equal(List<KeyPair> pairs, List<@Nullable Object> keys, List<@Nullable Object> candidate) {
        for (int i = 0; i < keys.size(); i++) {
            Object key = keys.get(i);
            Object value = candidate.get(pairs.get(i).tableColumn());
            if (key == null
                    || value == null
                    || Values.compare(key, value, pairs.get(i).key().kind()) != 0) {
                return false;
            }
        }
        return true;
    }
}
