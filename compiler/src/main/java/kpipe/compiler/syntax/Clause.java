package kpipe.compiler.syntax;

import java.util.List;
import java.util.Optional;
import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A clause of a statement. Clauses keep the order of the text; the reader reports a clause given twice (and keeps
 * the first) and a clause that its statement does not know (and drops it).
 */
public sealed interface Clause extends Node {
    /**
     * Calls the method of {@code visitor} for this kind.
     *
     * @param <R> what the visitor answers
     */
    <R> R accept(Visitor<R> visitor);

    /** The first clause of that kind, if there is one. */
    static <T extends Clause> Optional<T> find(List<Clause> clauses, Class<T> kind) {
        return clauses.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** What a function's body may do to data. */
    enum Access {
        /** {@code CONTAINS SQL}. */
        CONTAINS_SQL,
        /** {@code READS SQL DATA}. */
        READS_SQL_DATA,
        /** {@code MODIFIES SQL DATA}. */
        MODIFIES_SQL_DATA,
        /** {@code NO SQL}. */
        NO_SQL
    }

    /**
     * One method for every kind: a new kind does not compile until each visitor treats it.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        R visit(From node);

        R visit(FromStream node);

        R visit(Format node);

        R visit(Shards node);

        R visit(PartitionBy node);

        R visit(Retention node);

        R visit(EventTime node);

        R visit(TransformWith node);

        R visit(StartAt node);

        R visit(Encrypted node);

        R visit(Description node);

        R visit(Options node);

        R visit(RefreshEvery node);

        R visit(Key node);

        R visit(Started node);

        R visit(StateTtl node);

        R visit(StateUnbounded node);

        R visit(Language node);

        R visit(Specific node);

        R visit(Deterministic node);

        R visit(DataAccess node);

        R visit(NullInput node);

        R visit(ExpressionBody node);

        R visit(CodeBody node);

        R visit(Lambda node);

        R visit(Handler node);

        R visit(Command node);

        R visit(Batch node);

        R visit(Timeout node);

        R visit(Retry node);

        R visit(RetryFor node);

        R visit(To node);

        R visit(Compression node);

        R visit(Buffer node);

        R visit(Backup node);

        R visit(ErrorsTo node);

        R visit(Where node);

        R visit(Delivery node);

        R visit(When node);

        R visit(ForPeriods node);

        R visit(Notify node);
    }

    /** {@code FROM FILE 'x' (…)} of a STREAM or TABLE: where records come in. */
    record From(Span span, ConnectorUse connector) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code FROM speeders} of a DESTINATION: the stream that it delivers. */
    record FromStream(Span span, QualifiedName stream) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code FORMAT JSON (…)}. */
    record Format(Span span, Identifier format, List<ConnectorOption> options) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SHARDS 4}; {@code SHARDS ON DEMAND} where {@code count} is null. */
    record Shards(Span span, @Nullable Expr count) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code PARTITION BY vin} of a stream, {@code PARTITION BY expr AS name, …} of a destination. */
    record PartitionBy(Span span, List<PartitionItem> items) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code RETENTION 24 HOURS}. */
    record Retention(Span span, Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code EVENT TIME read_at LATENESS 10 SECONDS IDLE AFTER 1 MINUTE}, or {@code EVENT TIME PATH '$.x' …}:
     * exactly one of column and path is there.
     */
    record EventTime(
            Span span,
            @Nullable Identifier column,
            Literal.@Nullable Text path,
            @Nullable Duration lateness,
            @Nullable Duration idleAfter)
            implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TRANSFORM t, u}: applied in this order. */
    record TransformWith(Span span, List<QualifiedName> transforms) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code START AT TRIM_HORIZON}, {@code LATEST} (column references here) or {@code TIMESTAMP '…'}. */
    record StartAt(Span span, Expr position) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ENCRYPTED WITH KEY '…'}. */
    record Encrypted(Span span, Literal.Text key) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code DESCRIPTION '…'}. */
    record Description(Span span, Literal.Text text) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code OPTIONS (name 'value', …)} of the older dialect. */
    record Options(Span span, List<ConnectorOption> options) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code REFRESH EVERY 1 HOUR}. */
    record RefreshEvery(Span span, Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code KEY (a, b)} of a TABLE. */
    record Key(Span span, List<Identifier> columns) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code STOPPED} or {@code STARTED} of a PUMP. */
    record Started(Span span, boolean started) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code STATE TTL 1 DAY}. */
    record StateTtl(Span span, Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code STATE UNBOUNDED BECAUSE '…'}. */
    record StateUnbounded(Span span, Literal.Text reason) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code LANGUAGE JAVA} or {@code LANGUAGE SQL}. */
    record Language(Span span, Identifier language) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code SPECIFIC name} of a FUNCTION. */
    record Specific(Span span, QualifiedName name) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code [NOT] DETERMINISTIC}. */
    record Deterministic(Span span, boolean deterministic) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code CONTAINS SQL} and its like. */
    record DataAccess(Span span, Access access) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code RETURNS NULL ON NULL INPUT} or {@code CALLED ON NULL INPUT}. */
    record NullInput(Span span, boolean returnsNull) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code AS expression}, or {@code RETURN expression} where {@code returned}. */
    record ExpressionBody(Span span, Expr expression, boolean returned) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code AS $$ … $$}. */
    record CodeBody(Span span, CodeText code) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code LAMBDA 'url'}. */
    record Lambda(Span span, Literal.Text url) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code HANDLER 'file.function' RUNTIME PYTHON}. */
    record Handler(
            Span span, Literal.Text handler, @Nullable Identifier runtime) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code COMMAND '…'}. */
    record Command(Span span, Literal.Text command) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code BATCH 100 RECORDS}, {@code BATCH 1 MB OR 5 SECONDS}: at least one part is there, count and size never
     * both.
     */
    record Batch(
            Span span,
            @Nullable Expr count,
            @Nullable Size size,
            @Nullable Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TIMEOUT 30 SECONDS}. */
    record Timeout(Span span, Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code RETRY 3} of a TRANSFORM. */
    record Retry(Span span, Expr count) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code RETRY FOR 5 MINUTES} of a DESTINATION. */
    record RetryFor(Span span, Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code TO S3 'address' (…)}. */
    record To(Span span, ConnectorUse connector) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code COMPRESSION GZIP}. */
    record Compression(Span span, Identifier codec) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code BUFFER 1 MB OR 60 SECONDS}: at least one part is there. */
    record Buffer(Span span, @Nullable Size size, @Nullable Duration duration) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code BACKUP ALL TO '…'} or {@code BACKUP FAILED TO '…'}. */
    record Backup(Span span, boolean failedOnly, ConnectorUse to) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code ERRORS TO '…'}. */
    record ErrorsTo(Span span, ConnectorUse to) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code WHERE condition} of a DESTINATION. */
    record Where(Span span, Expr condition) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code DELIVERY EXACTLY ONCE} or {@code DELIVERY AT LEAST ONCE}. */
    record Delivery(Span span, boolean exactlyOnce) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code WHEN condition [FROM stream]} of an ALARM. */
    record When(Span span, Expr condition, @Nullable QualifiedName stream) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code FOR 2 OF 3 PERIODS OF 1 MINUTE} of an ALARM. */
    record ForPeriods(Span span, Expr count, @Nullable Expr outOf, Duration period) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code NOTIFY SNS 'arn:…', …} of an ALARM. */
    record Notify(Span span, List<ConnectorUse> targets) implements Clause {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
