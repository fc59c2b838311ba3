package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import java.util.Map;
import kpipe.compiler.build.GeneratedClasses;
import kpipe.compiler.build.JavaCompiler;
import kpipe.compiler.build.JavaRefusedException;
import kpipe.compiler.pipeline.Stage;
import kpipe.runtime.operator.Kernel;

/** The generated kernel of a stage, compiled and loaded. */
public final class GeneratedKernel {

    private static final ClassLoader LIBRARIES = GeneratedKernel.class.getClassLoader();

    final GeneratedFile file;
    private final byte[] bytes;
    private final GeneratedClasses classes;

    public GeneratedKernel(Stage stage) {
        file = KernelGenerator.kernel(stage, ClassName.get("kpipe.generated.random", "RandomKernel"));
        try {
            Map<String, byte[]> compiled = new JavaCompiler(LIBRARIES).compile(Map.of(file.className(), file.source()));
            classes = new GeneratedClasses(compiled, LIBRARIES);
            bytes = java.util.Objects.requireNonNull(compiled.get(file.className()));
        } catch (JavaRefusedException refused) {
            throw new AssertionError(refused.problems() + "\n" + file.source(), refused);
        }
    }

    public Kernel kernel() {
        return classes.instance(file.className(), Kernel.class);
    }

    /** The length in bytes of the longest method. */
    int longestMethod() {
        return ClassFileMethods.longest(bytes);
    }
}
