package kpipe.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.Relation;
import kpipe.compiler.model.StreamDeclaration;
import kpipe.compiler.model.StreamDeclaration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Puts every pump behind those that fill what it reads, and otherwise leaves the order of the text. Pumps in a circle are reported, once for each circle, and left
 * out. Walks without recursion: a chain of pumps may be thousands long.
 */
final class OrderPumps implements Pass {

    private static final Code CIRCLE = Code.error("K0209", "pumps feed one another in a circle: {0}");

    private static final int MOST_LABELS = 8;

    private enum Colour {
        OPEN,
        DONE
    }

    private record Step(PumpEntry pump, Iterator<PumpEntry> before) {}

    @Override
    public void run(Workspace workspace) {
        Map<PumpEntry, Colour> colours = new IdentityHashMap<>();
        Set<PumpEntry> circular = new HashSet<>();
        List<PumpEntry> order = new ArrayList<>();
        for (PumpEntry start : workspace.pumps.values()) {
            Deque<Step> path = new ArrayDeque<>();
            open(workspace, start, colours, path);
            while (!path.isEmpty()) {
                Step step = path.peek();
                if (!step.before.hasNext()) {
                    path.pop();
                    colours.put(step.pump, Colour.DONE);
                    order.add(step.pump);
                    continue;
                }
                PumpEntry next = step.before.next();
                if (colours.get(next) == Colour.OPEN) {
                    circle(workspace, path, next, circular);
                } else {
                    open(workspace, next, colours, path);
                }
            }
        }
        order.removeAll(circular);
        workspace.pumpOrder = order;
    }

    private static void open(Workspace workspace, PumpEntry pump, Map<PumpEntry, Colour> colours, Deque<Step> path) {
        if (colours.putIfAbsent(pump, Colour.OPEN) == null) {
            path.push(new Step(pump, before(workspace, pump).iterator()));
        }
    }

    /** The pumps that fill what a pump reads. */
    private static List<PumpEntry> before(Workspace workspace, PumpEntry pump) {
        List<PumpEntry> before = new ArrayList<>();
        for (Entry<Relation> read : pump.reads) {
            before.addAll(workspace.feeders.getOrDefault(read, List.of()));
            PumpEntry late = lateOf(workspace, read);
            if (late != null) {
                before.add(late);
            }
        }
        return before;
    }

    private static @Nullable PumpEntry lateOf(Workspace workspace, Entry<Relation> read) {
        boolean late = read.statement == null
                && workspace.systemStreams.get(read.name) == read
                && read.name.endsWith("." + SystemStreamNames.LATE)
                && !(read.declaration instanceof StreamDeclaration stream && stream.origin() == Origin.SOURCE_ERRORS);
        String owner = read.name.substring(0, Math.max(0, read.name.length() - SystemStreamNames.LATE.length() - 1));
        return late ? workspace.pumps.find(owner, true).value() : null;
    }

    private static void circle(Workspace workspace, Deque<Step> path, PumpEntry first, Set<PumpEntry> circular) {
        List<PumpEntry> circle = new ArrayList<>();
        for (Step step : path) {
            circle.add(step.pump);
            if (step.pump == first) {
                break;
            }
        }
        boolean known = circular.containsAll(circle);
        circular.addAll(circle);
        if (known) {
            return;
        }
        List<String> names =
                new ArrayList<>(circle.stream().map(pump -> pump.name).toList());
        Collections.rotate(names, 1);
        Diagnostic diagnostic = Diagnostic.of(CIRCLE, first.span, Circle.words(names));
        for (PumpEntry pump : circle) {
            if (pump != first && pump.target != null && diagnostic.labels().size() < MOST_LABELS) {
                diagnostic = diagnostic.withLabel(pump.span, "fills `" + pump.target.name + "`");
            }
        }
        workspace.reports.report(diagnostic);
    }
}
