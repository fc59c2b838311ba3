package kpipe.tool.importer;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * An application of Kinesis Data Analytics for SQL, whatever form it was described in. Roles, ids and times are left out.
 *
 * @param description what its owner says about it; empty where nothing
 * @param code the script
 */
record Application(
        String name,
        String description,
        Scalar code,
        List<Input> inputs,
        List<Reference> references,
        List<Output> outputs) {

    Application {
        inputs = List.copyOf(inputs);
        references = List.copyOf(references);
        outputs = List.copyOf(outputs);
    }

    /**
     * Something outside: a stream, a Firehose, a Lambda function, an object of S3.
     *
     * @param kind such as {@code the Kinesis stream}
     * @param address its ARN, or what stood in its place
     */
    record Endpoint(Span span, String kind, String address) {
        @Override
        public String toString() {
            return (kind + " " + address).strip();
        }
    }

    /**
     * Where rows come from.
     *
     * @param prefix what its streams' names begin with
     * @param streams how many of them there are
     * @param start where reading begins; empty where nothing is said
     * @param preprocessor a Lambda function that sees the records first
     */
    record Input(
            Span span,
            String prefix,
            int streams,
            Endpoint source,
            @Nullable Endpoint preprocessor,
            String start,
            RecordForm form) {

        /** The name of a stream: the prefix and three digits, from 1. */
        String stream(int number) {
            return prefix + String.format("_%03d", number);
        }
    }

    /** A table of reference data. */
    record Reference(Span span, String table, Endpoint source, String file, RecordForm form) {}

    /**
     * Where the rows of a stream go.
     *
     * @param stream its name, exactly
     * @param json whether as JSON; else as CSV
     */
    record Output(Span span, String stream, Endpoint target, boolean json) {}

    /**
     * How records become rows.
     *
     * @param json whether they are JSON; else they are delimited text
     * @param rowPath JSON: where the rows are in a record
     * @param columnDelimiter text: what stands between the values
     * @param rowDelimiter text: what stands between the rows
     * @param encoding of characters; empty where nothing is said
     */
    record RecordForm(
            Span span,
            boolean json,
            String rowPath,
            String columnDelimiter,
            String rowDelimiter,
            String encoding,
            List<ColumnForm> columns) {

        RecordForm {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of a stream or table.
     *
     * @param type as it is written
     * @param mapping where it stands in the record; empty where nothing is said
     */
    record ColumnForm(Span span, String name, String type, String mapping) {}
}
