package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Expr;
import kpipe.spi.SinkConnector;
import kpipe.spi.Spec.Guarantee;
import org.jspecify.annotations.Nullable;

/**
 * A DESTINATION.
 *
 * @param from the stream that it delivers
 * @param where the condition of WHERE over the columns of {@code from}, or null
 * @param options those written, checked against the connector's Spec
 * @param transforms applied to each encoded record in this order
 * @param bufferBytes deliver when so many bytes are gathered; 0: at once
 * @param bufferMillis or when the oldest record has waited so long; 0: at once
 * @param partitions dynamic partitioning
 * @param retryMillis how long a failed delivery is tried again
 * @param errorsTo where undeliverable records go, or null
 * @param backupTo where BACKUP keeps records, or null
 * @param guarantee what the connector gives
 * @param exactlyOnce the clause DELIVERY EXACTLY ONCE, or null
 */
public record DestinationDeclaration(
        String name,
        StreamDeclaration from,
        @Nullable Expr where,
        SinkConnector connector,
        @Nullable Template address,
        List<OptionValue> options,
        FormatUse format,
        List<TransformDeclaration> transforms,
        boolean gzip,
        long bufferBytes,
        long bufferMillis,
        List<PartitionValue> partitions,
        long retryMillis,
        @Nullable Template errorsTo,
        @Nullable Template backupTo,
        Guarantee guarantee,
        @Nullable Span exactlyOnce,
        @Nullable String documentation,
        Span span)
        implements Declaration {

    /** {@code expression AS name}: the value of {@code !{partition:name}} in the address. */
    public record PartitionValue(String name, Expr expression) {}

    public DestinationDeclaration {
        options = List.copyOf(options);
        transforms = List.copyOf(transforms);
        partitions = List.copyOf(partitions);
    }
}
