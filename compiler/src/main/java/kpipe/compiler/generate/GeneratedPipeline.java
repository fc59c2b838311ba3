package kpipe.compiler.generate;

import java.util.List;

/**
 * The Java of a pipeline.
 *
 * @param name the pipeline's
 * @param mainClass the class that extends {@link kpipe.runtime.engine.CompiledPipeline}
 * @param files in a fixed order: inline Java, decoders and encoders, kernels, the main class
 * @param withoutKernel ids of the stages for which no kernel can be written; the topology has none for them, and whoever runs it must bring them
 */
public record GeneratedPipeline(String name, String mainClass, List<GeneratedFile> files, List<String> withoutKernel) {

    public GeneratedPipeline {
        files = List.copyOf(files);
        withoutKernel = List.copyOf(withoutKernel);
    }
}
