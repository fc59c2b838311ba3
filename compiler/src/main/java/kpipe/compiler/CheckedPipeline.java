package kpipe.compiler;

import java.util.List;
import kpipe.compiler.model.Model;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.TestCase;
import org.jspecify.annotations.Nullable;

/**
 * A file that was read, resolved, planned and checked.
 *
 * @param files the names of all files that were read, the main one last
 * @param model what the file declares, as far as it is sound
 * @param pipeline null exactly where the report holds an error
 * @param tests the TESTs whose values fit
 * @param report all that was found
 */
public record CheckedPipeline(
        List<String> files, Model model, @Nullable Pipeline pipeline, List<TestCase> tests, Report report) {

    public CheckedPipeline {
        files = List.copyOf(files);
        tests = List.copyOf(tests);
    }
}
