package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.pipeline.MatchPattern;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.RowPattern;
import org.jspecify.annotations.Nullable;

/** Reads the PATTERN of a MATCH_RECOGNIZE: its variables get numbers, PERMUTE becomes a choice of all orders. What is wrong is reported. */
final class PatternReader implements RowPattern.Visitor<MatchPattern> {

    private static final Code EMPTY =
            Code.error("K0393", "this pattern matches without a row, so that there would be a match everywhere");
    private static final Code UNFIT = Code.error("K0397", "this pattern cannot be searched: {0}");

    private static final int MOST_VARIABLES = 62;
    private static final int MOST_PERMUTED = 5;
    private static final int MOST_TIMES = 1_000;

    /** The steps of a pattern are constants in one method of the class that searches it, which has room for so many. */
    private static final long MOST_STEPS = 2_000;

    private static final MatchPattern BROKEN = new MatchPattern.Sequence(List.of());

    private final Workspace workspace;
    private final List<String> names = new ArrayList<>();
    private boolean excluded;
    private boolean broken;

    PatternReader(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The names of the variables, by their numbers. */
    List<String> names() {
        return names;
    }

    /** The pattern; null where an error was reported. */
    @Nullable
    MatchPattern read(RowPattern pattern) {
        MatchPattern read = pattern.accept(this);
        if (broken) {
            return null;
        }
        if (names.size() > MOST_VARIABLES) {
            workspace.reports.report(UNFIT, pattern.span(), "it has more than " + MOST_VARIABLES + " variables");
            return null;
        }
        if (steps(read) > MOST_STEPS) {
            workspace.reports.report(
                    UNFIT,
                    pattern.span(),
                    "with every repetition written out it has more than " + MOST_STEPS + " steps");
            return null;
        }
        if (isOptional(read)) {
            workspace.reports.report(Diagnostic.of(EMPTY, pattern.span())
                    .withNote("one of its parts must be there: `+` stands for once or more, `*` also for not at all"));
            return null;
        }
        return read;
    }

    private MatchPattern broken() {
        broken = true;
        return BROKEN;
    }

    @Override
    public MatchPattern visit(RowPattern.Variable node) {
        return new MatchPattern.Variable(number(node.name()), excluded);
    }

    private int number(Identifier name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name.name())) {
                return i;
            }
        }
        names.add(name.name());
        return names.size() - 1;
    }

    private List<MatchPattern> all(List<RowPattern> parts) {
        List<MatchPattern> read = new ArrayList<>();
        parts.forEach(part -> read.add(part.accept(this)));
        return read;
    }

    @Override
    public MatchPattern visit(RowPattern.Sequence node) {
        return new MatchPattern.Sequence(all(node.parts()));
    }

    @Override
    public MatchPattern visit(RowPattern.Alternation node) {
        return new MatchPattern.Alternation(all(node.choices()));
    }

    @Override
    public MatchPattern visit(RowPattern.Permutation node) {
        List<MatchPattern> parts = all(node.parts());
        if (parts.size() > MOST_PERMUTED) {
            workspace.reports.report(
                    UNFIT, node.span(), "PERMUTE takes up to " + MOST_PERMUTED + " parts, whose orders are all tried");
            return broken();
        }
        List<MatchPattern> orders = new ArrayList<>();
        permute(parts, new ArrayList<>(), orders);
        return new MatchPattern.Alternation(orders);
    }

    /** All orders, the first parts first. */
    private static void permute(List<MatchPattern> left, List<MatchPattern> before, List<MatchPattern> orders) {
        if (left.isEmpty()) {
            orders.add(new MatchPattern.Sequence(before));
        }
        for (int i = 0; i < left.size(); i++) {
            List<MatchPattern> others = new ArrayList<>(left);
            List<MatchPattern> begun = new ArrayList<>(before);
            begun.add(others.remove(i));
            permute(others, begun, orders);
        }
    }

    @Override
    public MatchPattern visit(RowPattern.Repeated node) {
        MatchPattern part = node.part().accept(this);
        long least = times(node.least(), 0);
        long most = times(node.most(), -1);
        if (most >= 0 && most < least) {
            workspace.reports.report(
                    UNFIT, node.span(), "nothing comes at least " + least + " and at most " + most + " times");
            return broken();
        }
        return new MatchPattern.Repeated(part, (int) least, (int) most, node.reluctant());
    }

    private long times(@Nullable Expr number, long otherwise) {
        if (number == null) {
            return otherwise;
        }
        OptionalLong times = workspace.values.wholeNumber(number, "the number of times", 0, MOST_TIMES);
        broken |= times.isEmpty();
        return times.orElse(0);
    }

    @Override
    public MatchPattern visit(RowPattern.Excluded node) {
        boolean before = excluded;
        excluded = true;
        MatchPattern part = node.part().accept(this);
        excluded = before;
        return part;
    }

    @Override
    public MatchPattern visit(RowPattern.Anchor node) {
        String what = node.start() ? "`^`, the start of the rows," : "`$`, the end of the rows,";
        Unavailable.reportThing(workspace.reports, node.span(), what);
        return broken();
    }

    @Override
    public MatchPattern visit(RowPattern.Empty node) {
        return BROKEN;
    }

    /** How many rows are asked for and choices made, repetitions written out. */
    private static long steps(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Variable) {
            return 1;
        }
        if (pattern instanceof MatchPattern.Sequence sequence) {
            return sequence.parts().stream().mapToLong(PatternReader::steps).sum();
        }
        if (pattern instanceof MatchPattern.Alternation alternation) {
            long choices = alternation.choices().stream()
                    .mapToLong(PatternReader::steps)
                    .sum();
            return choices + 2L * (alternation.choices().size() - 1);
        }
        MatchPattern.Repeated repeated = (MatchPattern.Repeated) pattern;
        long part = steps(repeated.part());
        long optional = repeated.most() < 0 ? part + 2 : (repeated.most() - repeated.least()) * (part + 1);
        return Math.min(MOST_STEPS + 1, repeated.least() * part + optional);
    }

    /** Whether it can match without a row. */
    private static boolean isOptional(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Variable) {
            return false;
        }
        if (pattern instanceof MatchPattern.Sequence sequence) {
            return sequence.parts().stream().allMatch(PatternReader::isOptional);
        }
        if (pattern instanceof MatchPattern.Alternation alternation) {
            return alternation.choices().stream().anyMatch(PatternReader::isOptional);
        }
        MatchPattern.Repeated repeated = (MatchPattern.Repeated) pattern;
        return repeated.least() == 0 || isOptional(repeated.part());
    }

    /** Whether a match can have any number of rows. */
    static boolean isEndless(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Variable) {
            return false;
        }
        if (pattern instanceof MatchPattern.Sequence sequence) {
            return sequence.parts().stream().anyMatch(PatternReader::isEndless);
        }
        if (pattern instanceof MatchPattern.Alternation alternation) {
            return alternation.choices().stream().anyMatch(PatternReader::isEndless);
        }
        MatchPattern.Repeated repeated = (MatchPattern.Repeated) pattern;
        return repeated.most() < 0 || isEndless(repeated.part());
    }
}
