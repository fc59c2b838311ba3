package kpipe.compiler.generate;

import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.WindowSpec;

/** What an operator that remembers rows or groups is called by {@code kpipe why}; an empty text for those that remember nothing. */
final class Remembering implements Operator.Visitor<String> {

    @Override
    public String filter(Operator.Filter operator) {
        return "";
    }

    @Override
    public String project(Operator.Project operator) {
        return "";
    }

    @Override
    public String tableJoin(Operator.TableJoin operator) {
        return "";
    }

    @Override
    public String windowAggregate(Operator.WindowAggregate operator) {
        return window(operator.window());
    }

    private static String window(WindowSpec window) {
        if (window instanceof WindowSpec.Tumbling) {
            return "tumbling window";
        }
        if (window instanceof WindowSpec.Hopping) {
            return "hopping window";
        }
        if (window instanceof WindowSpec.Session) {
            return "session window";
        }
        if (window instanceof WindowSpec.Stagger) {
            return "stagger window";
        }
        return window instanceof WindowSpec.Cumulating ? "cumulating window" : "calendar window";
    }

    @Override
    public String timeSort(Operator.TimeSort operator) {
        return operator.period() == null ? "sort by ROWTIME" : "sort within a " + window(operator.period());
    }

    @Override
    public String streamJoin(Operator.StreamJoin operator) {
        return "join";
    }

    @Override
    public String unnest(Operator.Unnest operator) {
        return "";
    }

    @Override
    public String match(Operator.Match operator) {
        return "MATCH_RECOGNIZE";
    }

    @Override
    public String lead(Operator.Lead operator) {
        return "LEAD";
    }

    @Override
    public String over(Operator.Over operator) {
        return "OVER";
    }

    @Override
    public String tableCall(Operator.TableCall operator) {
        return operator.function().name();
    }
}
