package kpipe.compiler.parse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.syntax.Clause;

/** Which statements take which clauses, and what a clause is called. */
final class ClauseRules {
    private static final Map<Class<? extends Clause>, Rule> RULES = rules();

    private record Rule(String name, List<String> statements) {}

    private ClauseRules() {}

    private static Map<Class<? extends Clause>, Rule> rules() {
        Map<Class<? extends Clause>, Rule> rules = new LinkedHashMap<>();
        put(rules, Clause.From.class, "FROM", "STREAM", "TABLE");
        put(rules, Clause.FromStream.class, "FROM", "DESTINATION");
        put(rules, Clause.Format.class, "FORMAT", "STREAM", "TABLE", "DESTINATION");
        put(rules, Clause.Shards.class, "SHARDS", "STREAM");
        put(rules, Clause.PartitionBy.class, "PARTITION BY", "STREAM", "DESTINATION");
        put(rules, Clause.Retention.class, "RETENTION", "STREAM");
        put(rules, Clause.EventTime.class, "EVENT TIME", "STREAM");
        put(rules, Clause.TransformWith.class, "TRANSFORM", "STREAM", "DESTINATION");
        put(rules, Clause.StartAt.class, "START AT", "STREAM");
        put(rules, Clause.Encrypted.class, "ENCRYPTED", "STREAM");
        put(
                rules,
                Clause.Description.class,
                "DESCRIPTION",
                "STREAM",
                "TABLE",
                "VIEW",
                "WINDOW",
                "PUMP",
                "FUNCTION",
                "TRANSFORM",
                "DESTINATION",
                "ALARM");
        put(rules, Clause.Options.class, "OPTIONS", "STREAM", "PUMP");
        put(rules, Clause.RefreshEvery.class, "REFRESH", "TABLE");
        put(rules, Clause.Key.class, "KEY", "TABLE");
        put(rules, Clause.Started.class, "STOPPED", "PUMP");
        put(rules, Clause.StateTtl.class, "STATE TTL", "PUMP", "STREAM");
        put(rules, Clause.StateUnbounded.class, "STATE UNBOUNDED", "PUMP", "STREAM");
        put(rules, Clause.Language.class, "LANGUAGE", "FUNCTION", "TRANSFORM");
        put(rules, Clause.Specific.class, "SPECIFIC", "FUNCTION");
        put(rules, Clause.Deterministic.class, "DETERMINISTIC", "FUNCTION");
        put(rules, Clause.DataAccess.class, "CONTAINS SQL", "FUNCTION");
        put(rules, Clause.NullInput.class, "ON NULL INPUT", "FUNCTION");
        put(rules, Clause.ExpressionBody.class, "AS", "FUNCTION");
        put(rules, Clause.CodeBody.class, "AS", "FUNCTION", "TRANSFORM");
        put(rules, Clause.Lambda.class, "LAMBDA", "TRANSFORM");
        put(rules, Clause.Handler.class, "HANDLER", "TRANSFORM");
        put(rules, Clause.Command.class, "COMMAND", "TRANSFORM");
        put(rules, Clause.Batch.class, "BATCH", "TRANSFORM");
        put(rules, Clause.Timeout.class, "TIMEOUT", "TRANSFORM");
        put(rules, Clause.Retry.class, "RETRY", "TRANSFORM");
        put(rules, Clause.RetryFor.class, "RETRY FOR", "DESTINATION", "TRANSFORM");
        put(rules, Clause.To.class, "TO", "DESTINATION");
        put(rules, Clause.Compression.class, "COMPRESSION", "DESTINATION");
        put(rules, Clause.Buffer.class, "BUFFER", "DESTINATION");
        put(rules, Clause.Backup.class, "BACKUP", "DESTINATION");
        put(rules, Clause.ErrorsTo.class, "ERRORS TO", "DESTINATION");
        put(rules, Clause.Where.class, "WHERE", "DESTINATION");
        put(rules, Clause.Delivery.class, "DELIVERY", "DESTINATION");
        put(rules, Clause.When.class, "WHEN", "ALARM");
        put(rules, Clause.ForPeriods.class, "FOR", "ALARM");
        put(rules, Clause.Notify.class, "NOTIFY", "ALARM");
        return Map.copyOf(rules);
    }

    private static void put(
            Map<Class<? extends Clause>, Rule> rules, Class<? extends Clause> kind, String name, String... statements) {
        rules.put(kind, new Rule(name, List.of(statements)));
    }

    private static Rule rule(Clause clause) {
        Rule rule = RULES.get(clause.getClass());
        if (rule == null) {
            throw new IllegalStateException("no rule for " + clause.getClass());
        }
        return rule;
    }

    /** What the clause is called. */
    static String name(Clause clause) {
        return rule(clause).name;
    }

    /** Whether a statement of that kind takes it. */
    static boolean takes(String statement, Clause clause) {
        return rule(clause).statements.contains(statement);
    }

    /** The kinds of statements that take it, for a sentence: {@code STREAM or DESTINATION}. */
    static String owners(Clause clause) {
        List<String> statements = rule(clause).statements;
        int last = statements.size() - 1;
        return last == 0
                ? statements.get(0)
                : String.join(", ", statements.subList(0, last)) + " or " + statements.get(last);
    }
}
