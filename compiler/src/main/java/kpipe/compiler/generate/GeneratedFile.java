package kpipe.compiler.generate;

import kpipe.compiler.pipeline.JavaUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Java source file.
 *
 * @param className with its package
 * @param lines which line of the .kpipe file each line comes from; null where it comes from all over
 * @param body where inline Java stands in it, if it does
 */
public record GeneratedFile(
        String className,
        String source,
        @Nullable LineMap lines,
        @Nullable Body body) {

    /** Inline Java in a generated file: its text begins at the first character of {@code line}, counted from 1, as it stands in the .kpipe file. */
    public record Body(JavaUnit unit, int line) {}

    /** The path inside a source folder or jar, without its ending. */
    public String path() {
        return className.replace('.', '/');
    }
}
