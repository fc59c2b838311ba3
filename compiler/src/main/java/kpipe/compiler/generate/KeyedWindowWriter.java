package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import kpipe.compiler.pipeline.WindowSpec;
import kpipe.compiler.pipeline.WindowSpec.Session;
import kpipe.compiler.pipeline.WindowSpec.Stagger;
import kpipe.runtime.operator.GroupWords;
import kpipe.runtime.operator.KeyedWindows;
import kpipe.runtime.operator.SessionWindows;
import kpipe.runtime.operator.StaggerWindows;

/** Windows that lie differently for each key: session and stagger. A group is one window of one key. */
final class KeyedWindowWriter extends WindowWriter {

    private final WindowSpec window;

    KeyedWindowWriter(WindowSpec window) {
        this.window = window;
    }

    @Override
    Class<? extends GroupWords> table() {
        return window instanceof Session ? SessionWindows.class : StaggerWindows.class;
    }

    @Override
    boolean sequenced() {
        return true;
    }

    @Override
    int tail() {
        return KeyedWindows.OWN_WORDS;
    }

    @Override
    void fields(ClassMembers members, String layout) {
        long length = window instanceof Session session ? session.gap() : ((Stagger) window).size();
        members.reserved(ClassName.get(table()), "groups", CodeBlock.of("new $T($N, $LL)", table(), layout, length));
    }

    @Override
    void hoist(Block block) {
        block.statement("long[] words = groups.words");
    }

    @Override
    void find(AggregateWriter row, Block block) {
        row.keys().hash();
        block.statement("int at = -1");
        block.statement("int place = groups.first(hash)");
        // Stagger windows of a key never overlap; a row may lie in several sessions, which become one.
        block.begin(window instanceof Stagger ? "while (place >= 0 && at < 0)" : "while (place >= 0)");
        block.statement("final int following = groups.following(place)");
        block.begin("if ($L)", row.keys().isSame());
        block.statement("at = groups.meet(place, at, time, carried)");
        block.end();
        block.statement("place = following");
        block.end();
        block.begin("if (at < 0)");
        block.begin("if (groups.isLate(time, carried))");
        block.statement("late.late(rows, row, groups.lateBy(time, carried))");
        block.statement("continue");
        block.end();
        block.statement("at = groups.open(meta, time)");
        block.statement("words = groups.words");
        block.statement("$L", row.newGroup(table(), CodeBlock.of("groups.nextSequence()")));
        block.end();
    }

    @Override
    CodeBlock closing() {
        Block block = new Block(null);
        block.statement("groups.close(watermark)");
        block.begin("if (groups.dueCount > 0)");
        block.statement("results(groups)");
        block.statement("groups.release()");
        block.end();
        return block.code();
    }

    @Override
    ResultLoop resultLoop(int stride) {
        return new ResultLoop(false, "groups.dueCount", "groups.due[group]", "groups.end(groups.due[group])");
    }

    @Override
    String holder() {
        return "groups";
    }
}
