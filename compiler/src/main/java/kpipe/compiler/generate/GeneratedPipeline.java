package kpipe.compiler.generate;

import java.util.List;

/**
 * The Java of a pipeline.
 *
 * @param name the pipeline's
 * @param mainClass the class that extends {@link kpipe.runtime.engine.CompiledPipeline}
 * @param files in a fixed order: inline Java, decoders and encoders, kernels, the main class
 */
public record GeneratedPipeline(String name, String mainClass, List<GeneratedFile> files) {

    public GeneratedPipeline {
        files = List.copyOf(files);
    }
}
