package kpipe.runtime.firehose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a destination says about its deliveries.
 *
 * @param address with its {@code !{…}} expressions
 * @param columns which columns of the stream are written, in order
 * @param partitionNames the names of {@code !{partition:name}}
 * @param partitionColumns the column of the stream behind each of them
 * @param gzip whether objects are compressed
 * @param suffix what object names end with
 * @param bufferBytes an object is delivered when it has so many bytes before compression; 0: at once
 * @param gatherBytes how many bytes all its open objects may take; beyond that the one used longest ago is delivered early
 * @param bufferMillis or when its oldest record has waited so long
 * @param retryMillis how long a failed delivery is tried again
 * @param errorsTo where records go that cannot be transformed or delivered, or null
 * @param backupTo where every record goes as it was before its transforms, or null
 * @param keys the columns whose texts come before each record, where the sink takes records; null where it takes objects
 */
public record Terms(
        String name,
        String connector,
        String address,
        List<Integer> columns,
        List<String> partitionNames,
        List<Integer> partitionColumns,
        boolean gzip,
        String suffix,
        long bufferBytes,
        long gatherBytes,
        long bufferMillis,
        long retryMillis,
        @Nullable String errorsTo,
        @Nullable String backupTo,
        @Nullable List<Integer> keys) {

    /** Of a sink that takes objects. */
    public Terms(
            String name,
            String connector,
            String address,
            List<Integer> columns,
            List<String> partitionNames,
            List<Integer> partitionColumns,
            boolean gzip,
            String suffix,
            long bufferBytes,
            long gatherBytes,
            long bufferMillis,
            long retryMillis,
            @Nullable String errorsTo,
            @Nullable String backupTo) {
        this(
                name,
                connector,
                address,
                columns,
                partitionNames,
                partitionColumns,
                gzip,
                suffix,
                bufferBytes,
                gatherBytes,
                bufferMillis,
                retryMillis,
                errorsTo,
                backupTo,
                null);
    }
}
