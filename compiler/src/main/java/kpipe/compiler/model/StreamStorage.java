package kpipe.compiler.model;

import kpipe.compiler.pipeline.Pipeline.Template;
import org.jspecify.annotations.Nullable;

/**
 * What is said about how a stream with SHARDS is stored.
 *
 * @param onDemand whether the number of shards follows the load
 * @param startAtMillis from when on records are read where nobody has read before: {@link Long#MIN_VALUE} all, {@link Long#MAX_VALUE} only those to come
 * @param key what encrypts it, or null
 * @param format of the records that clients put into it, where it is read FROM nothing; null: JSON
 */
public record StreamStorage(
        boolean onDemand,
        long startAtMillis,
        @Nullable Template key,
        @Nullable FormatUse format) {}
