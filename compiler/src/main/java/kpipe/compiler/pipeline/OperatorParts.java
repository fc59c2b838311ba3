package kpipe.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;

/** The expressions of which operators are made. */
public final class OperatorParts {

    private OperatorParts() {}

    /** Those that are evaluated over the rows that the operator takes or, where it joins, over pairs of them; of a search for patterns, over what its conditions look at. */
    public static List<Expr> of(Operator operator) {
        List<Expr> expressions = new ArrayList<>();
        if (operator instanceof Operator.Filter filter) {
            expressions.add(filter.condition());
        } else if (operator instanceof Operator.Project project) {
            expressions.addAll(project.expressions());
            if (project.rowtime() != null) {
                expressions.add(project.rowtime());
            }
        } else if (operator instanceof Operator.TableJoin join) {
            join.keys().forEach(key -> expressions.add(key.key()));
            if (join.residual() != null) {
                expressions.add(join.residual());
            }
        } else if (operator instanceof Operator.StreamJoin join) {
            if (join.residual() != null) {
                expressions.add(join.residual());
            }
        } else if (operator instanceof Operator.WindowAggregate window) {
            expressions.addAll(window.keys());
            for (Aggregate aggregate : window.aggregates()) {
                expressions.addAll(aggregate.arguments());
            }
        } else if (operator instanceof Operator.Match match) {
            for (Operator.Match.MatchVariable variable : match.variables()) {
                if (variable.condition() != null) {
                    expressions.add(variable.condition());
                }
            }
        } else if (operator instanceof Operator.Unnest unnest) {
            expressions.add(unnest.nested());
        } else if (operator instanceof Operator.Over over) {
            expressions.addAll(over.keys());
            over.functions().forEach(function -> expressions.addAll(function.arguments()));
        }
        return expressions;
    }
}
