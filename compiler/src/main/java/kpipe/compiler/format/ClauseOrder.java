package kpipe.compiler.format;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.syntax.Clause;

/** The canonical order of clauses. Clauses of one line of the table share a line of text if they fit. */
final class ClauseOrder {
    static final List<List<Class<? extends Clause>>> STREAM = List.of(
            List.of(Clause.From.class, Clause.Format.class),
            List.of(Clause.Shards.class, Clause.PartitionBy.class),
            List.of(Clause.Retention.class),
            List.of(Clause.EventTime.class),
            List.of(Clause.TransformWith.class),
            List.of(Clause.StartAt.class),
            List.of(Clause.Encrypted.class),
            List.of(Clause.StateTtl.class, Clause.StateUnbounded.class),
            List.of(Clause.Options.class),
            List.of(Clause.Description.class));

    static final List<List<Class<? extends Clause>>> TABLE = List.of(
            List.of(Clause.From.class, Clause.Format.class),
            List.of(Clause.RefreshEvery.class, Clause.Key.class),
            List.of(Clause.Description.class));

    static final List<List<Class<? extends Clause>>> PUMP = List.of(List.of(
            Clause.Started.class,
            Clause.StateTtl.class,
            Clause.StateUnbounded.class,
            Clause.Options.class,
            Clause.Description.class));

    static final List<List<Class<? extends Clause>>> FUNCTION = List.of(List.of(
            Clause.Language.class,
            Clause.Specific.class,
            Clause.Deterministic.class,
            Clause.DataAccess.class,
            Clause.NullInput.class,
            Clause.Description.class,
            Clause.CodeBody.class,
            Clause.ExpressionBody.class));

    static final List<List<Class<? extends Clause>>> TRANSFORM = List.of(List.of(
            Clause.Lambda.class,
            Clause.Handler.class,
            Clause.Command.class,
            Clause.Batch.class,
            Clause.Timeout.class,
            Clause.Retry.class,
            Clause.RetryFor.class,
            Clause.Description.class,
            Clause.Language.class,
            Clause.CodeBody.class));

    static final List<List<Class<? extends Clause>>> DESTINATION = List.of(
            List.of(Clause.To.class),
            List.of(Clause.Format.class, Clause.TransformWith.class, Clause.Compression.class),
            List.of(Clause.Buffer.class),
            List.of(Clause.PartitionBy.class),
            List.of(Clause.RetryFor.class),
            List.of(Clause.Backup.class),
            List.of(Clause.ErrorsTo.class),
            List.of(Clause.Where.class),
            List.of(Clause.Delivery.class),
            List.of(Clause.Description.class));

    static final List<List<Class<? extends Clause>>> ALARM = List.of(
            List.of(Clause.When.class),
            List.of(Clause.ForPeriods.class),
            List.of(Clause.Notify.class),
            List.of(Clause.Description.class));

    private ClauseOrder() {}

    /** The clauses in canonical order, in the groups that share lines. */
    static List<List<Clause>> sorted(List<Clause> clauses, List<List<Class<? extends Clause>>> order) {
        List<List<Clause>> groups = new ArrayList<>();
        for (List<Class<? extends Clause>> kinds : order) {
            List<Clause> group = new ArrayList<>();
            for (Class<? extends Clause> kind : kinds) {
                Clause.find(clauses, kind).ifPresent(group::add);
            }
            if (!group.isEmpty()) {
                groups.add(group);
            }
        }
        return groups;
    }
}
