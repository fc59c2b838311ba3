package kpipe.compiler.generate;

import kpipe.compiler.pipeline.Frame;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.OverFunction;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.pipeline.WindowSpec;

/** From how much of its input, in milliseconds of event time before now, the state of a stage follows. */
final class StateNeeds {

    /** There is no such bound. */
    static final long UNKNOWN = -1;

    /** How long a durable stream keeps its records where RETENTION does not say. */
    static final long RETENTION = 86_400_000L;

    private static final long DAY = 86_400_000L;
    private static final long LONGEST_MONTH = 31 * DAY;

    private final Pipeline pipeline;

    StateNeeds(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** What the operators of a stage need, and the lateness of rows. */
    long of(Stage stage) {
        long all = 0;
        for (Operator operator : stage.operators()) {
            long needs = of(operator);
            if (needs == UNKNOWN) {
                return UNKNOWN;
            }
            all += needs;
        }
        long lateness = 0;
        for (Stage.Inlet inlet : stage.inlets()) {
            for (StreamNode source : pipeline.timedBy(inlet.from())) {
                lateness = Math.max(lateness, source.eventTime().latenessMillis());
            }
            long before = before(inlet.from());
            if (before == UNKNOWN) {
                return UNKNOWN;
            }
            all = Math.max(all, all + before);
        }
        return all + lateness;
    }

    /** What is needed to know the rows of a stream between two stages. */
    private long before(String stream) {
        if (pipeline.stream(stream).role() != Pipeline.StreamRole.INTERNAL) {
            return 0;
        }
        long needs = 0;
        for (Stage stage : pipeline.stages()) {
            if (stage.to().equals(stream)) {
                long own = of(stage);
                if (own == UNKNOWN) {
                    return UNKNOWN;
                }
                needs = Math.max(needs, own);
            }
        }
        return needs;
    }

    private static long of(Operator operator) {
        if (operator instanceof Operator.WindowAggregate window) {
            return of(window.window());
        }
        if (operator instanceof Operator.TimeSort sort) {
            WindowSpec period = sort.period();
            return period == null ? 0 : of(period);
        }
        if (operator instanceof Operator.Over over) {
            return of(over);
        }
        if (operator instanceof Operator.Lead lead) {
            return of(lead);
        }
        if (operator instanceof Operator.Match match) {
            return match.within() == Long.MAX_VALUE || match.history() > 0 ? UNKNOWN : match.within();
        }
        if (operator instanceof Operator.StreamJoin join) {
            boolean bounded = join.leftRows() == 0
                    && join.rightRows() == 0
                    && join.leftHold() != Long.MAX_VALUE
                    && join.rightHold() != Long.MAX_VALUE;
            return bounded ? Math.max(join.leftHold(), join.rightHold()) : UNKNOWN;
        }
        boolean promotes = operator instanceof Operator.Project project && project.rowtime() != null;
        return promotes || operator instanceof Operator.TableCall ? UNKNOWN : 0;
    }

    private static long of(Operator.Over over) {
        WindowSpec period = over.period();
        if (period != null) {
            return of(period);
        }
        long longest = 0;
        for (OverFunction function : over.functions()) {
            if (!(function.frame() instanceof Frame.Range range)) {
                return UNKNOWN;
            }
            longest = Math.max(longest, range.millis());
        }
        return longest;
    }

    private static long of(Operator.Lead lead) {
        long longest = 0;
        for (Operator.Lead.LeadFunction function : lead.functions()) {
            longest = Math.max(longest, function.within());
        }
        WindowSpec period = lead.period();
        return longest < Long.MAX_VALUE ? longest : period == null ? UNKNOWN : of(period);
    }

    private static long of(WindowSpec window) {
        if (window instanceof WindowSpec.Tumbling tumbling) {
            return tumbling.size();
        }
        if (window instanceof WindowSpec.Hopping hopping) {
            return hopping.size();
        }
        if (window instanceof WindowSpec.Stagger) {
            // Where a window begins depends on where the one before it ended, and so on.
            return UNKNOWN;
        }
        if (window instanceof WindowSpec.Cumulating cumulating) {
            return of(cumulating.whole());
        }
        if (window instanceof WindowSpec.Calendar calendar) {
            long unit =
                    calendar.unit().months() * LONGEST_MONTH + calendar.unit().days() * DAY;
            return unit * calendar.count() * calendar.length() + DAY / 24;
        }
        return UNKNOWN;
    }
}
