package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.LateOutlet;
import kpipe.runtime.operator.RowOrder;
import kpipe.runtime.operator.TimeSorter;

/** Writes the sort of a stage: where rows wait for their turn, and the loop that takes those whose turn has come. */
final class SortStage {

    private final Operator.TimeSort sort;
    private final boolean computed;

    /**
     * @param input what the stage reads
     * @param before what rows are put through before they wait
     */
    SortStage(ClassMembers members, Operator.TimeSort sort, Schema input, List<Operator> before) {
        this.sort = sort;
        computed = computes(sort, before);
        members.surrounding(LateOutlet.class, "late", "context.late()");
        CodeBlock schema = computed ? members.schema(sort.output()) : CodeBlock.of("null");
        members.reserved(ClassName.get(TimeSorter.class), "sorter", sorter(members, members.schema(input), schema));
    }

    /** Whether rows wait as something else than what was read. A period makes another ROWTIME of a row's; what it was still belongs to the row as it was read. */
    static boolean computes(Operator.TimeSort sort, List<Operator> before) {
        return sort.period() != null || before.stream().anyMatch(operator -> !(operator instanceof Operator.Filter));
    }

    private CodeBlock sorter(ClassMembers members, CodeBlock inputSchema, CodeBlock computedSchema) {
        if (isPlain()) {
            return CodeBlock.of("new $T($L, $L)", TimeSorter.class, inputSchema, computedSchema);
        }
        WindowSpec period = sort.period();
        return CodeBlock.of(
                "new $T($L, $L, $L, $L$L)",
                TimeSorter.class,
                inputSchema,
                computedSchema,
                period == null ? "null" : AlignedWindowWriter.bounds(period),
                sort.keys().isEmpty() ? "null" : order(members),
                first(members));
    }

    /** How many rows of a time matter. */
    private CodeBlock first(ClassMembers members) {
        Operator.TimeSort.First first = sort.first();
        if (first == null) {
            return CodeBlock.of("");
        }
        List<Operator.TimeSort.SortKey> keys = first.keys().stream()
                .map(column -> new Operator.TimeSort.SortKey(column, false, false))
                .toList();
        return CodeBlock.of(", $L, $L", order(members, keys), first.count());
    }

    private CodeBlock order(ClassMembers members) {
        return order(members, sort.keys());
    }

    private CodeBlock order(ClassMembers members, List<Operator.TimeSort.SortKey> keys) {
        return CodeBlock.of(
                "new $T($L, new int[] {$L}, new boolean[] {$L}, new boolean[] {$L})",
                RowOrder.class,
                members.schema(sort.output()),
                list(keys, Operator.TimeSort.SortKey::column),
                list(keys, Operator.TimeSort.SortKey::descending),
                list(keys, Operator.TimeSort.SortKey::nullsFirst));
    }

    private static String list(List<Operator.TimeSort.SortKey> keys, Function<Operator.TimeSort.SortKey, Object> part) {
        return keys.stream().map(part).map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Whether rows are sorted by ROWTIME alone. */
    private boolean isPlain() {
        return sort.period() == null && sort.keys().isEmpty();
    }

    /** Where the way of a row ends for now. */
    RowPath.End wait(Expressions expressions) {
        return row -> {
            Block block = expressions.block;
            block.comment(SourceComment.of(sort.span()));
            if (isPlain()) {
                block.begin("if ($L < $L)", row.rowtime(), row.watermark());
                block.statement("late.late(rows, row, $L - $L)", row.watermark(), row.rowtime());
            } else {
                block.statement("final long lateBy = sorter.lateBy($L, $L)", row.rowtime(), row.watermark());
                block.begin("if (lateBy > 0)");
                block.statement("late.late(rows, row, lateBy)");
            }
            block.statement("continue");
            block.end();
            if (computed) {
                block.statement("final $T to = sorter.add(rows, row)", RowBatch.class);
                block.statement("final int n = to.size");
                new OutputWriter(expressions, sort.output()).write(row);
                block.statement("to.size = n + 1");
            } else {
                block.statement("sorter.add(rows, row)");
            }
            block.statement("sorter.added()");
        };
    }

    Schema output() {
        return sort.output();
    }

    /** The row that the loop has taken. */
    Environment row(Expressions expressions) {
        return new BatchRow(expressions, sort.output(), computed ? "sorted" : "rows", "row", null);
    }

    /** The loop over the rows whose turn has come, around {@code body}. */
    CodeBlock loop(Block hoists, CodeBlock body, boolean marks) {
        Block loop = new Block(null);
        loop.add(hoists.code());
        if (marks) {
            loop.statement("int line = 0");
        }
        loop.begin("while (sorter.next(watermark))");
        loop.statement("final $T rows = sorter.origins", RowBatch.class);
        if (computed) {
            loop.statement("final $T sorted = sorter.rows", RowBatch.class);
        }
        loop.statement("final int row = sorter.row");
        loop.add(body);
        loop.end();
        return loop.code();
    }
}
