package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.JavaUnit.JavaRole;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.DestinationNode;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.Pipeline.LogNode;
import kpipe.compiler.pipeline.Pipeline.SourceNode;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.TableNode;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.Span;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;
import org.jspecify.annotations.Nullable;

/** Writes all Java of a pipeline. The same pipeline gives the same text. */
public final class PipelineGenerator {

    /** More statements are divided among classes: the Java virtual machine limits what one class may hold. */
    private static final int STATEMENTS_PER_CLASS = 400;

    private final Pipeline pipeline;
    private final String packageName;
    private final Names names = new Names("Main", "Kernels", "Decoders", "Encoders", "Transforms", "Topology");
    private final List<GeneratedFile> files = new ArrayList<>();
    private final StatementWriter.Classes classes =
            new StatementWriter.Classes(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

    private PipelineGenerator(Pipeline pipeline) {
        this.pipeline = pipeline;
        packageName = Names.packageOf(pipeline.name());
    }

    /** All source files of a pipeline. */
    public static GeneratedPipeline generate(Pipeline pipeline) {
        return new PipelineGenerator(pipeline).write();
    }

    private GeneratedPipeline write() {
        for (JavaUnit unit : pipeline.javaUnits()) {
            files.add(InlineJava.file(unit));
            if (unit.role() == JavaRole.TRANSFORM) {
                classes.transforms().put(unit.name(), InlineJava.className(unit));
            }
        }
        for (StreamNode stream : pipeline.streams()) {
            decoder("stream " + stream.name(), stream.name(), stream.source(), stream.span());
            log(stream);
        }
        for (TableNode table : pipeline.tables()) {
            decoder("table " + table.name(), table.name(), table.source(), table.span());
        }
        for (DestinationNode destination : pipeline.destinations()) {
            encoder(destination);
        }
        for (Stage stage : pipeline.stages()) {
            ClassName name = className(stage.id());
            files.add(KernelGenerator.kernel(stage, name));
            classes.kernels().put(stage.id(), name);
        }
        classes.states().putAll(StateForms.of(pipeline));
        ClassName main = ClassName.get(packageName, "Main");
        files.add(file(main, main(main)));
        return new GeneratedPipeline(pipeline.name(), main.canonicalName(), files);
    }

    // ---- decoders and encoders

    private void decoder(String key, String name, @Nullable SourceNode source, Span statement) {
        FormatNode format = source == null ? null : source.format();
        if (format != null && !(format.takesParameters() && format.format().decodesByOptions())) {
            ClassName type = className(name + " decoder");
            coder(key, type, format.format().decoderSource(packageName, type.simpleName(), format.shape()), statement);
        }
    }

    private void log(StreamNode stream) {
        LogNode log = stream.log();
        if (log != null) {
            Format format = log.format().format();
            RecordShape shape = log.format().shape();
            ClassName encoder = className(stream.name() + " log encoder");
            coder(
                    "log of " + stream.name(),
                    encoder,
                    format.encoderSource(packageName, encoder.simpleName(), shape),
                    stream.span());
            FormatNode clients = log.clients();
            if (clients != null
                    && !(clients.takesParameters() && clients.format().decodesByOptions())) {
                ClassName type = className(stream.name() + " decoder");
                coder(
                        "stream " + stream.name(),
                        type,
                        clients.format().decoderSource(packageName, type.simpleName(), clients.shape()),
                        stream.span());
            }
            ClassName decoder = className(stream.name() + " log decoder");
            coder(
                    "read log of " + stream.name(),
                    decoder,
                    format.decoderSource(packageName, decoder.simpleName(), shape),
                    stream.span());
        }
    }

    private void encoder(DestinationNode destination) {
        FormatNode format = destination.format();
        ClassName type = className(destination.name() + " encoder");
        coder(
                "destination " + destination.name(),
                type,
                format.format().encoderSource(packageName, type.simpleName(), format.shape()),
                destination.span());
    }

    private void coder(String key, ClassName type, Optional<String> source, Span statement) {
        if (source.isPresent()) {
            files.add(new GeneratedFile(type.canonicalName(), source.get(), LineMap.of(statement), null));
            classes.coders().put(key, type);
        }
    }

    private ClassName className(String name) {
        String simple = names.type(name);
        return ClassName.get(packageName, isOfJavaLang(simple) ? names.type(name + " class") : simple);
    }

    private static boolean isOfJavaLang(String name) {
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError free) {
            return false;
        }
    }

    // ---- the main class

    private TypeSpec main(ClassName main) {
        ClassName launcher = ClassName.get("kpipe.runtime.engine", "Launcher");
        TypeSpec.Builder type = TypeSpec.classBuilder(main)
                .addJavadoc("The pipeline $L: its statements, a method for each.\n", pipeline.name())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(ClassName.get("kpipe.runtime.engine", "CompiledPipeline"))
                .addMethod(MethodSpec.methodBuilder("main")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .addParameter(String[].class, "arguments", Modifier.FINAL)
                        .addStatement("$T.main(new $T(), arguments)", launcher, main)
                        .build());
        CodeBlock statements = statements(main, type);
        type.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PUBLIC)
                .addStatement("super($S)", pipeline.name())
                .build());
        type.addMethod(MethodSpec.methodBuilder("statements")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addParameter(StatementWriter.BUILDER, "pipeline", Modifier.FINAL)
                .addCode(statements)
                .build());
        return type.build();
    }

    /** Writes the methods of all statements into the main class, or into several where they are many; returns the calls. */
    private CodeBlock statements(ClassName main, TypeSpec.Builder type) {
        List<Consumer<StatementWriter>> all = new ArrayList<>();
        pipeline.parameters().forEach(parameter -> all.add(writer -> writer.parameter(parameter)));
        pipeline.streams().forEach(stream -> all.add(writer -> writer.stream(stream)));
        pipeline.tables().forEach(table -> all.add(writer -> writer.table(table)));
        pipeline.stages().forEach(stage -> all.add(writer -> writer.stage(stage)));
        pipeline.destinations().forEach(destination -> all.add(writer -> writer.destination(destination)));
        if (all.size() <= STATEMENTS_PER_CLASS) {
            StatementWriter writer = new StatementWriter(pipeline, classes, main);
            all.forEach(statement -> statement.accept(writer));
            writer.addTo(type);
            return writer.calls();
        }
        CodeBlock.Builder calls = CodeBlock.builder();
        for (int from = 0; from < all.size(); from += STATEMENTS_PER_CLASS) {
            ClassName part = className("statements");
            StatementWriter writer = new StatementWriter(pipeline, classes, part);
            all.subList(from, Math.min(all.size(), from + STATEMENTS_PER_CLASS))
                    .forEach(statement -> statement.accept(writer));
            TypeSpec.Builder partType = TypeSpec.classBuilder(part).addModifiers(Modifier.PUBLIC, Modifier.FINAL);
            partType.addMethod(MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .build());
            partType.addMethod(MethodSpec.methodBuilder("statements")
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                    .addParameter(StatementWriter.BUILDER, "pipeline", Modifier.FINAL)
                    .addCode(writer.calls())
                    .build());
            writer.addTo(partType);
            files.add(file(part, partType.build()));
            calls.addStatement("$T.statements(pipeline)", part);
        }
        return calls.build();
    }

    private static GeneratedFile file(ClassName name, TypeSpec type) {
        String source = JavaFile.builder(name.packageName(), type)
                .skipJavaLangImports(true)
                .build()
                .toString();
        return new GeneratedFile(name.canonicalName(), source, null, null);
    }
}
