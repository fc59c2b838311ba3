package kpipe.compiler.check;

import kpipe.compiler.pipeline.Operator;

/** Whether an operator holds something back until time has come to it. */
final class WaitsForTime implements Operator.Visitor<Boolean> {

    @Override
    public Boolean filter(Operator.Filter operator) {
        return false;
    }

    @Override
    public Boolean project(Operator.Project operator) {
        return false;
    }

    @Override
    public Boolean unnest(Operator.Unnest operator) {
        return false;
    }

    @Override
    public Boolean tableJoin(Operator.TableJoin operator) {
        return false;
    }

    @Override
    public Boolean windowAggregate(Operator.WindowAggregate operator) {
        return true;
    }

    @Override
    public Boolean timeSort(Operator.TimeSort operator) {
        return true;
    }

    @Override
    public Boolean streamJoin(Operator.StreamJoin operator) {
        return true;
    }

    /** Rows that come out of order are held by the sort before it. */
    @Override
    public Boolean over(Operator.Over operator) {
        return false;
    }

    @Override
    public Boolean lead(Operator.Lead operator) {
        return true;
    }

    @Override
    public Boolean match(Operator.Match operator) {
        return true;
    }

    /** As for OVER, rows are put in order before it. */
    @Override
    public Boolean tableCall(Operator.TableCall operator) {
        return false;
    }
}
