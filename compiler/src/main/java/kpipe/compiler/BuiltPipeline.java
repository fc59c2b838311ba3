package kpipe.compiler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import kpipe.compiler.build.GeneratedClasses;
import kpipe.compiler.build.JavaCompiler;
import kpipe.compiler.build.JavaRefusedException;
import kpipe.compiler.build.LineTable;
import kpipe.compiler.build.PipelineJar;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.generate.GeneratedFile;
import kpipe.compiler.generate.GeneratedPipeline;
import kpipe.compiler.generate.LineMap;
import kpipe.compiler.generate.PipelineGenerator;
import kpipe.compiler.interpret.InterpretedKernel;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Stage;
import kpipe.runtime.engine.CompiledPipeline;
import kpipe.runtime.engine.Topology;
import kpipe.runtime.serve.EndpointProvider;
import kpipe.runtime.serve.StreamCommand;
import org.jspecify.annotations.Nullable;

/** A pipeline whose Java was written and compiled: it can be run in this process or become a jar. Immutable; safe for use by many threads. */
public final class BuiltPipeline {

    private final Pipeline pipeline;
    private final GeneratedPipeline generated;
    private final Map<String, byte[]> classes;
    private final ClassLoader libraries;

    private BuiltPipeline(
            Pipeline pipeline, GeneratedPipeline generated, Map<String, byte[]> classes, ClassLoader libraries) {
        this.pipeline = pipeline;
        this.generated = generated;
        this.classes = classes;
        this.libraries = libraries;
    }

    /**
     * Writes the Java of a pipeline and compiles it.
     *
     * @param libraries where the runtime's and the plug-ins' classes are found
     * @param diagnostics takes what is wrong with inline Java
     * @return null where something is
     */
    public static @Nullable BuiltPipeline build(
            Pipeline pipeline, ClassLoader libraries, DiagnosticCollector diagnostics) {
        GeneratedPipeline generated = PipelineGenerator.generate(pipeline);
        Map<String, String> sources = new LinkedHashMap<>();
        generated.files().forEach(file -> sources.put(file.className(), file.source()));
        try {
            Map<String, byte[]> classes = placed(new JavaCompiler(libraries).compile(sources), generated.files());
            return new BuiltPipeline(pipeline, generated, classes, libraries);
        } catch (JavaRefusedException refused) {
            new InlineJavaProblems(generated.files()).report(refused, diagnostics);
            return null;
        }
    }

    /** The classes, whose places are now those of the .kpipe file. */
    private static Map<String, byte[]> placed(Map<String, byte[]> classes, List<GeneratedFile> files) {
        Map<String, LineMap> maps = new HashMap<>();
        for (GeneratedFile file : files) {
            maps.put(file.className(), file.lines());
        }
        Map<String, byte[]> placed = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> {
            int nested = name.indexOf('$');
            LineMap lines = maps.get(nested < 0 ? name : name.substring(0, nested));
            placed.put(name, lines == null ? bytes : LineTable.place(bytes, lines.file(), lines::line));
        });
        return placed;
    }

    /** The pipeline that was built. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** Its name. */
    public String name() {
        return pipeline.name();
    }

    /** All of its Java as one text, file after file. */
    public String java() {
        return generated.files().stream().map(GeneratedFile::source).collect(Collectors.joining("\n"));
    }

    /** Its Java, in the order in which it is shown. */
    public List<GeneratedFile> files() {
        return generated.files();
    }

    /**
     * What runs in this process.
     *
     * @param settings values for {@code ${NAME}} and PARAMETERs
     * @throws IllegalArgumentException with a sentence for the user when one is missing or has the wrong type
     */
    public Topology topology(Map<String, String> settings) {
        GeneratedClasses loader = new GeneratedClasses(classes, libraries);
        return loader.instance(generated.mainClass(), CompiledPipeline.class).topology(settings);
    }

    /** As {@link #topology}, for tests: values that only sources and destinations would need may be missing. */
    public Topology rehearsed(Map<String, String> settings) {
        GeneratedClasses loader = new GeneratedClasses(classes, libraries);
        return loader.instance(generated.mainClass(), CompiledPipeline.class).rehearsed(settings);
    }

    /** As {@link #rehearsed}, by the interpreter alone: slow, and what generated code is measured against. */
    public Topology interpreted(Map<String, String> settings) {
        GeneratedClasses loader = new GeneratedClasses(classes, libraries);
        InlineJavaCalls functions = new InlineJavaCalls(generated, loader);
        Map<String, Stage> stages = new HashMap<>();
        pipeline.stages().forEach(stage -> stages.put(stage.id(), stage));
        return loader.instance(generated.mainClass(), CompiledPipeline.class)
                .rehearsed(settings)
                .withKernels(node -> {
                    Stage stage = Objects.requireNonNull(stages.get(node.id()));
                    return () -> new InterpretedKernel(stage, functions);
                });
    }

    /**
     * Writes the jar, which runs alone.
     *
     * @param jar where to; what is there is replaced
     */
    public void writeJar(Path jar) throws IOException {
        PipelineJar.write(jar, generated.mainClass(), Version.text(), classes, services(), libraries);
    }

    /** What is met by {@link java.util.ServiceLoader}: the network endpoint, where there are streams to serve. */
    private List<String> services() {
        boolean durable = pipeline.streams().stream().anyMatch(Pipeline.StreamNode::durable);
        return durable ? List.of(EndpointProvider.class.getName(), StreamCommand.class.getName()) : List.of();
    }
}
