package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowSpec.Calendar;
import kpipe.compiler.pipeline.WindowSpec.Cumulating;
import kpipe.compiler.pipeline.WindowSpec.Hopping;
import kpipe.compiler.pipeline.WindowSpec.Tumbling;
import kpipe.runtime.operator.GroupTable;
import kpipe.runtime.operator.GroupWords;
import kpipe.runtime.operator.Pane;
import kpipe.runtime.operator.Panes;
import kpipe.runtime.operator.WindowBounds;

/** Windows that lie the same for all keys: tumbling, hopping, calendar, cumulating. The loop keeps to one pane while rows fall into it. */
final class AlignedWindowWriter extends WindowWriter {

    private final WindowSpec window;
    private final boolean tellsLate;

    AlignedWindowWriter(WindowSpec window, boolean tellsLate) {
        this.window = window;
        this.tellsLate = tellsLate;
    }

    @Override
    Class<? extends GroupWords> table() {
        return GroupTable.class;
    }

    /** Where windows overlap a window is put together from panes. */
    @Override
    boolean sequenced() {
        return window instanceof Hopping hopping && hopping.size() > hopping.slide()
                || window instanceof Calendar calendar && calendar.length() > 1
                || window instanceof Cumulating;
    }

    @Override
    int tail() {
        return 0;
    }

    @Override
    void fields(ClassMembers members, String layout) {
        members.reserved(
                ClassName.get(Panes.class),
                "panes",
                CodeBlock.of("new $T($L, $N)", Panes.class, bounds(window), layout));
    }

    /** Makes the bounds of windows that are the same for all keys. */
    static CodeBlock bounds(WindowSpec window) {
        if (window instanceof Tumbling tumbling) {
            return hopping(tumbling.size(), tumbling.size(), tumbling.offset());
        }
        if (window instanceof Hopping hopping) {
            return hopping(hopping.size(), hopping.slide(), hopping.offset());
        }
        if (window instanceof Cumulating cumulating) {
            CodeBlock piece = cumulating.piece() instanceof Tumbling step
                    ? CodeBlock.of("$LL", step.size())
                    : bounds(cumulating.piece());
            return CodeBlock.of("$T.cumulating($L, $L)", WindowBounds.class, bounds(cumulating.whole()), piece);
        }
        Calendar calendar = (Calendar) window;
        return CodeBlock.of(
                "$T.calendar($LL, $LL, $LL, $S)",
                WindowBounds.class,
                calendar.unit().months() * calendar.count(),
                calendar.unit().days() * calendar.count(),
                calendar.length(),
                calendar.zone());
    }

    private static CodeBlock hopping(long size, long slide, long offset) {
        return CodeBlock.of("$T.hopping($LL, $LL, $LL)", WindowBounds.class, size, slide, offset);
    }

    @Override
    void hoist(Block block) {
        block.statement("$T groups = null", GroupTable.class);
        block.statement("long[] words = null");
        block.statement("int[] index = null");
        block.statement("int mask = 0");
        block.comment("where rows of the pane at hand lie; none is at hand yet");
        block.statement("long from = $T.MAX_VALUE", Long.class);
        block.statement("long until = $T.MIN_VALUE", Long.class);
        block.statement("long firstEnd = $T.MIN_VALUE", Long.class);
    }

    @Override
    void warm(Block hoists, CodeBlock keys) {
        hoists.statement("panes.warm($L)", keys);
    }

    @Override
    void find(AggregateWriter row, Block block) {
        block.begin("if (time < from || time >= until || carried >= firstEnd)");
        block.statement("final $T pane = panes.at(time, carried)", Pane.class);
        block.begin("if (pane == null)");
        if (tellsLate) {
            late(block);
        }
        block.statement("continue");
        block.end();
        block.statement("groups = pane.groups");
        tables(block);
        block.statement("from = pane.from");
        block.statement("until = pane.to");
        block.statement("firstEnd = pane.firstEnd");
        block.end();
        row.keys().hash();
        block.statement("int slot = (int) hash & mask");
        block.statement("int at = index[slot]");
        if (row.keys().any()) {
            block.begin("while (at != 0 && $L)", row.keys().isOther());
            block.statement("slot = slot + 1 & mask");
            block.statement("at = index[slot]");
            block.end();
        }
        block.begin("if (at == 0)");
        block.statement("at = groups.insert(slot, meta)");
        tables(block);
        block.statement("$L", row.newGroup(table(), CodeBlock.of("panes.nextSequence()")));
        block.end();
    }

    private static void tables(Block block) {
        block.statement("words = groups.words");
        block.statement("index = groups.index");
        block.statement("mask = groups.mask");
    }

    private void late(Block block) {
        boolean gaps = window instanceof Hopping hopping && hopping.size() < hopping.slide();
        if (!gaps) {
            block.statement("late.late(rows, row, panes.lateBy(time, carried))");
            return;
        }
        block.statement("final $T by = panes.lateBy(time, carried)", TypeName.LONG);
        block.begin("if (by > 0)");
        block.statement("late.late(rows, row, by)");
        block.end();
    }

    @Override
    CodeBlock closing() {
        Block block = new Block(null);
        block.statement("$T pane = panes.close(watermark)", Pane.class);
        block.begin("while (pane != null)");
        block.statement("results(pane.groups, pane.start, pane.end)");
        block.statement("panes.release(pane)");
        block.statement("pane = panes.close(watermark)");
        block.end();
        return block.code();
    }

    @Override
    ResultLoop resultLoop(int stride) {
        String place = sequenced() ? "groups.order[group]" : "(group + 1) * " + stride;
        return new ResultLoop(true, "groups.size", place, "windowEnd");
    }

    @Override
    String holder() {
        return "panes";
    }
}
