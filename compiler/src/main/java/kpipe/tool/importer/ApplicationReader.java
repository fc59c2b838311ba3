package kpipe.tool.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value.Scalar;
import kpipe.tool.importer.Application.ColumnForm;
import kpipe.tool.importer.Application.Endpoint;
import kpipe.tool.importer.Application.Input;
import kpipe.tool.importer.Application.Output;
import kpipe.tool.importer.Application.RecordForm;
import kpipe.tool.importer.Application.Reference;
import org.jspecify.annotations.Nullable;

/** Finds in a description what an application is made of; the names of the fields are those of both versions of the API, of CloudFormation and of Terraform. */
final class ApplicationReader {

    private static final Code NO_SQL = Code.error("K0805", "application `{0}` is a program for {1}, not SQL");
    private static final Code MISSING = Code.error("K0806", "{0} has no {1}");
    private static final Code NO_VALUE = Code.error("K0807", "`{0}` has no value, and the application needs it");

    private static final int MOST_STREAMS = 64;

    private final Description description;
    private final DiagnosticCollector diagnostics;

    ApplicationReader(Description description, DiagnosticCollector diagnostics) {
        this.description = description;
        this.diagnostics = diagnostics;
    }

    /** @throws RefusedException where it is no application that SQL is the program of, or has no program */
    Application read() throws RefusedException {
        Shape body = new Shape(description.body());
        Scalar runtime = body.scalar("RuntimeEnvironment");
        if (runtime != null
                && runtime.known()
                && !runtime.text().toUpperCase(Locale.ROOT).startsWith("SQL")) {
            throw new RefusedException(Diagnostic.of(NO_SQL, runtime.span(), description.name(), runtime.text()));
        }
        Shape sql = body;
        Shape configuration = body.object("ApplicationConfiguration");
        if (configuration != null) {
            Shape inside = configuration.object("SqlApplicationConfiguration");
            sql = inside == null ? configuration : inside;
        }
        List<Input> inputs = new ArrayList<>();
        sql.objects("Inputs", "Input").forEach(input -> inputs.add(input(input)));
        List<Output> outputs = new ArrayList<>();
        sql.objects("Outputs", "Output").forEach(output -> outputs.add(output(output)));
        description.outputs().forEach(output -> outputs.add(output(new Shape(output))));
        List<Reference> references = new ArrayList<>();
        sql.objects("ReferenceDataSources", "ReferenceDataSource")
                .forEach(reference -> references.add(reference(reference)));
        description.references().forEach(reference -> references.add(reference(new Shape(reference))));
        String about = body.text("ApplicationDescription", "Description");
        return new Application(description.name(), about, code(body, configuration), inputs, references, outputs);
    }

    private Scalar code(Shape body, @Nullable Shape configuration) throws RefusedException {
        Scalar code = body.scalar("ApplicationCode", "Code");
        Shape inside = configuration == null ? null : configuration.object("ApplicationCodeConfiguration");
        Shape content = inside == null ? null : inside.object("CodeContent");
        if (code == null && content != null) {
            code = content.scalar("TextContent");
        }
        if (code == null || code.text().isBlank()) {
            throw new RefusedException(
                    Diagnostic.of(MISSING, description.place(), "application `" + description.name() + "`", "code"));
        }
        needs(code);
        return code;
    }

    /** What the application cannot be made without. */
    private void needs(Scalar text) {
        for (String name : text.unknown()) {
            String parameter = name.startsWith("var.") ? name.substring("var.".length()) : name;
            Diagnostic missing = Diagnostic.of(NO_VALUE, text.span(), name);
            boolean settable = parameter.matches("[\\w:-]+");
            diagnostics.report(settable ? missing.withNote("give it with --set " + parameter + "=…") : missing);
        }
    }

    private Input input(Shape input) {
        Shape form = input.object("InputSchema", "Schema");
        Shape parallelism = input.object("InputParallelism", "Parallelism");
        String count = parallelism == null ? "" : parallelism.text("Count");
        int streams = count.matches("[1-9]\\d?") ? Math.min(MOST_STREAMS, Integer.parseInt(count)) : 1;
        Shape processing = input.object("InputProcessingConfiguration", "ProcessingConfiguration");
        Shape lambda = processing == null ? null : processing.object("InputLambdaProcessor", "Lambda");
        Shape start = input.object("InputStartingPositionConfiguration", "StartingPositionConfiguration");
        return new Input(
                input.span(),
                required(input, "the input", "NamePrefix", "SOURCE_SQL_STREAM"),
                streams,
                endpoint(input),
                lambda == null ? null : endpoint(lambda, "the Lambda function"),
                start == null ? "" : start.text("InputStartingPosition", "StartingPosition"),
                form(input, form, "the input"));
    }

    private Output output(Shape output) {
        Shape form = output.object("DestinationSchema", "Schema");
        String format = form == null ? "" : form.text("RecordFormatType");
        return new Output(
                output.span(),
                required(output, "the output", "Name", "DESTINATION_SQL_STREAM"),
                endpoint(output),
                !format.equalsIgnoreCase("CSV"));
    }

    private Reference reference(Shape reference) {
        Shape s3 = reference.object("S3ReferenceDataSource", "S3");
        Endpoint source = new Endpoint(reference.span(), "an object of S3", "");
        String key = "";
        if (s3 != null) {
            key = s3.text("FileKey");
            source = new Endpoint(s3.span(), "the object of S3", s3.text("BucketARN") + "/" + key);
        }
        return new Reference(
                reference.span(),
                required(reference, "the reference data", "TableName", "REFERENCE"),
                source,
                key,
                form(reference, reference.object("ReferenceSchema", "Schema"), "the reference data"));
    }

    private static Endpoint endpoint(Shape shape) {
        Shape stream = shape.object("KinesisStreamsInput", "KinesisStreamsOutput", "KinesisStream");
        if (stream != null) {
            return endpoint(stream, "the Kinesis stream");
        }
        Shape firehose = shape.object("KinesisFirehoseInput", "KinesisFirehoseOutput", "KinesisFirehose");
        if (firehose != null) {
            return endpoint(firehose, "the Firehose");
        }
        Shape lambda = shape.object("LambdaOutput", "Lambda");
        return lambda == null
                ? new Endpoint(shape.span(), "something that is not described", "")
                : endpoint(lambda, "the Lambda function");
    }

    private static Endpoint endpoint(Shape shape, String kind) {
        Scalar address = shape.scalar("ResourceARN");
        return address == null
                ? new Endpoint(shape.span(), kind, "")
                : new Endpoint(address.span(), kind, address.text());
    }

    private RecordForm form(Shape owner, @Nullable Shape form, String what) {
        if (form == null) {
            missing(owner.span(), what, "schema");
            return new RecordForm(owner.span(), true, "$", ",", "\n", "", List.of());
        }
        Shape format = form.object("RecordFormat");
        Shape parameters = format == null ? null : format.object("MappingParameters");
        Shape json = parameters == null ? null : parameters.object("JSONMappingParameters", "JSON");
        Shape csv = parameters == null ? null : parameters.object("CSVMappingParameters", "CSV");
        String type = (format == null ? form : format).text("RecordFormatType");
        boolean isJson = type.isEmpty() ? csv == null : !type.equalsIgnoreCase("CSV");
        List<ColumnForm> columns = new ArrayList<>();
        for (Shape column : form.objects("RecordColumns", "RecordColumn")) {
            columns.add(new ColumnForm(
                    column.span(),
                    required(column, "the column", "Name", "COL" + columns.size()),
                    required(column, "the column", "SqlType", "VARCHAR"),
                    column.text("Mapping")));
        }
        if (columns.isEmpty()) {
            missing(form.span(), what, "columns");
        }
        return new RecordForm(
                form.span(),
                isJson,
                json == null || json.text("RecordRowPath").isEmpty() ? "$" : json.text("RecordRowPath"),
                delimiter(csv, "RecordColumnDelimiter", ","),
                delimiter(csv, "RecordRowDelimiter", "\n"),
                form.text("RecordEncoding"),
                columns);
    }

    /** People write {@code \t} with one backslash or two. */
    private static String delimiter(@Nullable Shape csv, String name, String otherwise) {
        String written = csv == null ? "" : csv.text(name);
        String meant = written.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
        return meant.isEmpty() ? otherwise : meant;
    }

    /** The text of that name; where it is missing an error is reported, and the import goes on with another. */
    private String required(Shape shape, String what, String name, String otherwise) {
        Scalar found = shape.scalar(name);
        if (found == null || found.text().isEmpty()) {
            missing(shape.span(), what, "`" + name + "`");
            return otherwise;
        }
        needs(found);
        return found.text();
    }

    private void missing(Span span, String what, String part) {
        // A whole object would fill the screen: its first line tells enough.
        int end = Math.min(span.end(), span.file().lineEnd(span.line()));
        diagnostics.report(MISSING, span.file().span(span.start(), Math.max(span.start(), end)), what, part);
    }
}
