package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.DestinationNode;
import kpipe.compiler.pipeline.Pipeline.EventTime;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.Pipeline.LogNode;
import kpipe.compiler.pipeline.Pipeline.OptionValue;
import kpipe.compiler.pipeline.Pipeline.ParameterNode;
import kpipe.compiler.pipeline.Pipeline.Partitioning;
import kpipe.compiler.pipeline.Pipeline.SourceNode;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.StreamRole;
import kpipe.compiler.pipeline.Pipeline.TableNode;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.Span;
import kpipe.data.ConstantText;
import kpipe.data.Schema;
import kpipe.data.SystemColumn;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.state.StateForm;
import kpipe.spi.Decoder;
import kpipe.spi.Encoder;
import kpipe.spi.RecordShape;
import kpipe.spi.Transform;
import org.jspecify.annotations.Nullable;

/**
 * Writes, into one class, a method for each statement of a pipeline that tells a {@code TopologyBuilder} of it. A method takes the builder as {@code pipeline}.
 */
final class StatementWriter {

    static final ClassName BUILDER = engine("TopologyBuilder");
    private static final ClassName TOPOLOGY = engine("Topology");

    /** A method of many columns is divided: the Java virtual machine limits its length. */
    private static final int COLUMNS_PER_METHOD = 250;

    /** Where the classes are that the pipeline has besides its main class. */
    record Classes(
            Map<String, ClassName> kernels,
            Map<String, ClassName> coders,
            Map<String, ClassName> transforms,
            Map<String, StateForm> states) {}

    private static final Remembering REMEMBERING = new Remembering();

    private final Pipeline pipeline;
    private final Classes classes;
    private final Names names = new Names("main", "topology", "statements", "wait", "notify", "clone", "finalize");
    private final Factories kernels;
    private final Factories decoders;
    private final Factories encoders;
    private final Factories transforms;
    private final List<MethodSpec> methods = new ArrayList<>();
    private final CodeBlock.Builder calls = CodeBlock.builder();

    /** @param owner the class that takes the methods */
    StatementWriter(Pipeline pipeline, Classes classes, ClassName owner) {
        this.pipeline = pipeline;
        this.classes = classes;
        kernels = new Factories(owner, "Kernels", TOPOLOGY.nestedClass("KernelFactory"), TypeName.get(Kernel.class));
        decoders =
                new Factories(owner, "Decoders", TOPOLOGY.nestedClass("DecoderFactory"), TypeName.get(Decoder.class));
        encoders =
                new Factories(owner, "Encoders", TOPOLOGY.nestedClass("EncoderFactory"), TypeName.get(Encoder.class));
        transforms = new Factories(
                owner, "Transforms", TOPOLOGY.nestedClass("TransformFactory"), TypeName.get(Transform.class));
    }

    private static ClassName engine(String name) {
        return ClassName.get("kpipe.runtime.engine", name);
    }

    /** The calls of the methods that were written, in their order. */
    CodeBlock calls() {
        return calls.build();
    }

    void addTo(TypeSpec.Builder type) {
        methods.forEach(type::addMethod);
        kernels.addTo(type);
        decoders.addTo(type);
        encoders.addTo(type);
        transforms.addTo(type);
    }

    // ---- statements

    void parameter(ParameterNode parameter) {
        Object fixed = parameter.fixedValue();
        Object value = fixed == null ? parameter.defaultValue() : fixed;
        CodeBlock otherwise = value == null ? CodeBlock.of("null") : text(ConstantText.of(value, parameter.type()));
        Body body = method("parameter " + parameter.name(), parameter.span());
        body.add(
                "pipeline.$L($S, $S, $L, $S)",
                fixed == null ? "parameter" : "fixedParameter",
                parameter.name(),
                parameter.type().withNullable(true).sql(),
                otherwise,
                place(parameter.span()));
        body.end();
    }

    void stream(StreamNode stream) {
        Body body = method("stream " + stream.name(), stream.span());
        body.add(
                "final $T stream = pipeline.stream($S, $T.$L, $S)",
                engine("StreamBuilder"),
                stream.name(),
                TOPOLOGY.nestedClass("StreamRole"),
                stream.role().name(),
                place(stream.span()));
        SourceNode source = stream.source();
        FormatNode records = source != null
                ? source.format()
                : stream.log() == null ? null : stream.log().clients();
        columns(body, "stream", stream.columns(), records);
        if (stream.lanes() > 1) {
            body.add("stream.lanes($L)", stream.lanes());
        }
        if (stream.partitioning() instanceof Partitioning.ByKey key) {
            body.add("stream.partitionedByKey($L)", array(key.columns()));
        } else if (stream.partitioning() instanceof Partitioning.ByHash hash) {
            body.add("stream.partitionedByHash($L)", array(hash.columns()));
        }
        EventTime time = stream.eventTime();
        if (!time.equals(EventTime.ARRIVAL)) {
            body.add("stream.eventTime($L, $LL, $LL)", time.column(), time.latenessMillis(), time.idleAfterMillis());
        }
        LogNode log = stream.log();
        if (log != null) {
            body.add(
                    "stream.stored($L, $L)",
                    encoders.of(coder("log of " + stream.name())),
                    decoders.of(coder("read log of " + stream.name())));
            storage(body, stream.name(), log);
        }
        if (stream.retentionMillis() > 0) {
            body.add("stream.retention($LL)", stream.retentionMillis());
        }
        if (!stream.systemColumns().isEmpty()) {
            CodeBlock columns = stream.systemColumns().stream()
                    .map(column -> CodeBlock.of("$T.$L", SystemColumn.class, column))
                    .collect(CodeBlock.joining(", "));
            body.add("stream.systemColumns(new $T[] {$L})", SystemColumn.class, columns);
        }
        if (source != null) {
            source(body, "stream", "stream " + stream.name(), source);
        }
        body.end();
    }

    private void storage(Body body, String stream, LogNode log) {
        if (log.onDemand()) {
            body.add("stream.shardsOnDemand()");
        }
        if (log.startAtMillis() != Long.MIN_VALUE) {
            body.add("stream.startAt($LL)", log.startAtMillis());
        }
        Template key = log.key();
        if (key != null) {
            body.add("stream.encrypted($L)", template(key));
        }
        FormatNode clients = log.clients();
        if (clients != null && format(body, "stream", "decoder", "stream " + stream, clients)) {
            body.add("stream.hasParameters()");
        }
    }

    private ClassName coder(String key) {
        return Objects.requireNonNull(classes.coders().get(key));
    }

    void table(TableNode table) {
        Body body = method("table " + table.name(), table.span());
        body.add("final $T table = pipeline.table($S, $S)", engine("TableBuilder"), table.name(), place(table.span()));
        columns(body, "table", table.columns(), table.source().format());
        if (table.refreshMillis() > 0) {
            body.add("table.refreshEvery($LL)", table.refreshMillis());
        }
        source(body, "table", "table " + table.name(), table.source());
        body.end();
    }

    void stage(Stage stage) {
        Body body = method("pump " + stage.id(), stage.span());
        ClassName kernel = classes.kernels().get(stage.id());
        body.add(
                "final $T stage = pipeline.stage($S, $S, $S, $S, $L)",
                engine("StageBuilder"),
                stage.id(),
                stage.pump(),
                stage.from(),
                stage.to(),
                kernel == null ? CodeBlock.of("null") : kernels.of(kernel));
        for (Operator operator : stage.operators()) {
            String remembering = operator.accept(REMEMBERING);
            if (!remembering.isEmpty()) {
                body.add("stage.remembers($S, $S)", remembering, place(operator.span()));
            }
        }
        StateForm form = classes.states().get(stage.id());
        if (form != null) {
            body.add("stage.state($L)", ClassMembers.stringLiteral(form.text()));
        }
        for (Stage.Inlet inlet : stage.inlets()) {
            new TreeMap<>(pipeline.stream(inlet.from()).formerNames())
                    .forEach((column, old) -> body.add("stage.formerly($S, $S)", column, old));
        }
        for (String table : stage.tables()) {
            body.add("stage.looksInto($S)", table);
        }
        for (Stage.Inlet other : stage.others()) {
            body.add(stage.join() != null ? "stage.joins($S)" : "stage.merges($S)", other.from());
        }
        for (StreamNode stream : pipeline.streams()) {
            if (stream.role() == StreamRole.LATE && stream.name().equals(stage.pump() + ".late")) {
                body.add("stage.late($S)", stream.name());
            }
        }
        if (stage.stopped()) {
            body.add("stage.stopped()");
        }
        body.end();
    }

    void destination(DestinationNode destination) {
        Body body = method("destination " + destination.name(), destination.span());
        body.add(
                "final $T destination = pipeline.destination($S, $S, $S)",
                engine("DestinationBuilder"),
                destination.name(),
                destination.from(),
                place(destination.span()));
        columns(body, "destination", destination.columns(), destination.format());
        Template address = destination.address();
        body.add(
                "destination.to(new $T(), $L)",
                destination.connector().getClass(),
                address == null ? CodeBlock.of("$S", "") : template(address));
        boolean later = address != null && isLater(address);
        later |= options(body, "destination", "option", destination.options());
        later |= format(body, "destination", "encoder", "destination " + destination.name(), destination.format());
        if (later) {
            body.add("destination.hasParameters()");
        }
        for (String transform : destination.transforms()) {
            body.add("destination.transform($S, $L)", transform, transform(transform));
        }
        if (destination.gzip()) {
            body.add("destination.gzip()");
        }
        String ending = "." + destination.format().format().spec().name().toLowerCase(Locale.ROOT);
        body.add("destination.suffix($S)", destination.gzip() ? ending + ".gz" : ending);
        body.add("destination.buffer($LL, $LL)", destination.bufferBytes(), destination.bufferMillis());
        for (String partition : destination.partitions()) {
            body.add("destination.partition($S)", partition);
        }
        if (destination.retryMillis() > 0) {
            body.add("destination.retryFor($LL)", destination.retryMillis());
        }
        Template errors = destination.errorsTo();
        if (errors != null) {
            body.add("destination.errorsTo($L)", template(errors));
        }
        Template backup = destination.backupTo();
        if (backup != null) {
            body.add("destination.backupTo($L)", template(backup));
        }
        body.end();
    }

    // ---- their parts

    private void columns(Body body, String variable, Schema schema, @Nullable FormatNode format) {
        if (schema.size() <= COLUMNS_PER_METHOD) {
            for (int column = 0; column < schema.size(); column++) {
                column(body, variable, schema, format, column);
            }
            return;
        }
        for (int from = 0; from < schema.size(); from += COLUMNS_PER_METHOD) {
            Body part =
                    new Body(names.variable(body.name + " columns"), body.span, engine("ColumnsBuilder"), "columns");
            for (int column = from; column < Math.min(schema.size(), from + COLUMNS_PER_METHOD); column++) {
                column(part, "columns", schema, format, column);
            }
            part.end();
            body.add("$L($L)", part.name, variable);
        }
    }

    private static void column(Body body, String variable, Schema schema, @Nullable FormatNode format, int column) {
        body.add(
                "$L.column($S, $S)",
                variable,
                schema.name(column),
                schema.type(column).toString());
        if (format == null || column >= format.schema().size()) {
            return;
        }
        String path = format.paths().get(column);
        if (path != null) {
            body.add("$L.path($L, $S)", variable, column, path);
        }
        String pattern = format.patterns().get(column);
        if (pattern != null) {
            body.add("$L.pattern($L, $S)", variable, column, pattern);
        }
        if (!format.used().get(column)) {
            body.add("$L.unused($L)", variable, column);
        }
    }

    private void source(Body body, String variable, String key, SourceNode source) {
        Template address = source.address();
        body.add(
                "$L.from(new $T(), $L)",
                variable,
                source.connector().getClass(),
                address == null ? CodeBlock.of("$S", "") : template(address));
        boolean later = address != null && isLater(address);
        later |= options(body, variable, "option", source.options());
        FormatNode format = source.format();
        if (format != null) {
            later |= format(body, variable, "decoder", key, format);
        }
        if (later) {
            body.add("$L.hasParameters()", variable);
        }
        for (String transform : source.transforms()) {
            body.add("$L.transform($S, $L)", variable, transform, transform(transform));
        }
    }

    /** Writes how records are read or written: by a class of this pipeline, where there is one, or by the format itself. */
    private boolean format(Body body, String variable, String coder, String key, FormatNode format) {
        ClassName type = classes.coders().get(key);
        if (format.maxRecordBytes() != RecordShape.DEFAULT_MAX_RECORD_BYTES) {
            body.add("$L.maxRecordBytes($L)", variable, format.maxRecordBytes());
        }
        if (type != null) {
            Factories factories = coder.equals("decoder") ? decoders : encoders;
            body.add("$L.$L($L)", variable, coder, factories.of(type));
            return false;
        }
        body.add("$L.format(new $T())", variable, format.format().getClass());
        return options(body, variable, "formatOption", format.options());
    }

    /** Returns whether one of the values is known only when the pipeline starts. */
    private static boolean options(Body body, String variable, String method, List<OptionValue> options) {
        boolean later = false;
        for (OptionValue option : options) {
            Object value = option.value();
            body.add("$L.$L($S, $L)", variable, method, option.name(), constant(value));
            later |= value instanceof Template template && isLater(template);
        }
        return later;
    }

    private CodeBlock transform(String name) {
        ClassName type = classes.transforms().get(name);
        if (type == null) {
            throw new IllegalStateException("no transform " + name);
        }
        return transforms.of(type);
    }

    private static CodeBlock constant(Object value) {
        if (value instanceof Template template) {
            return template(template);
        }
        if (value instanceof Long number) {
            return CodeBlock.of("$T.valueOf($LL)", Long.class, number);
        }
        if (value instanceof Double number) {
            return CodeBlock.of("$T.valueOf($L)", Double.class, number);
        }
        if (value instanceof Boolean flag) {
            return CodeBlock.of("$T.$L", Boolean.class, flag ? "TRUE" : "FALSE");
        }
        return text((String) value);
    }

    private static boolean isLater(Template template) {
        return template.text().contains("${");
    }

    private static CodeBlock template(Template template) {
        CodeBlock text = text(template.text());
        return isLater(template) ? CodeBlock.of("pipeline.text($L, $S)", text, place(template.span())) : text;
    }

    private static CodeBlock text(String value) {
        return ClassMembers.stringLiteral(value);
    }

    private static CodeBlock array(List<Integer> values) {
        CodeBlock.Builder array = CodeBlock.builder().add("new int[] {");
        for (int i = 0; i < values.size(); i++) {
            array.add(i == 0 ? "$L" : ", $L", values.get(i));
        }
        return array.add("}").build();
    }

    /** {@code fleet.kpipe:12}. */
    static String place(Span span) {
        return file(span) + ":" + span.line();
    }

    /** {@code fleet.kpipe}; without the folder, which differs from one machine to another while the jar does not. */
    static String file(Span span) {
        String file = span.file().name();
        int slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
        return file.substring(slash + 1);
    }

    // ---- methods

    private Body method(String name, Span span) {
        Body body = new Body(names.variable(name), span, BUILDER, "pipeline");
        calls.addStatement("$L(pipeline)", body.name);
        return body;
    }

    /** The statements of one method while it is written. */
    private final class Body {

        final String name;
        final Span span;
        private final MethodSpec.Builder method;

        Body(String name, Span span, ClassName parameter, String parameterName) {
            this.name = name;
            this.span = span;
            method = MethodSpec.methodBuilder(name)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .addParameter(parameter, parameterName, Modifier.FINAL);
            method.addCode("// $L\n", SourceComment.of(span));
        }

        void add(String format, Object... arguments) {
            method.addStatement(format, arguments);
        }

        void end() {
            methods.add(method.build());
        }
    }
}
