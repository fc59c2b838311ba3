package kpipe.compiler;

import java.util.Map;
import java.util.Optional;
import kpipe.compiler.build.GeneratedClasses;
import kpipe.compiler.build.JavaCompiler;
import kpipe.compiler.build.JavaRefusedException;
import kpipe.spi.Decoder;
import kpipe.spi.Format;
import kpipe.spi.RecordShape;

/** Decoders of records that belong to no pipeline, such as the rows of a test's file. Safe for use by many threads. */
public final class FormatDecoders {

    private static final String PACKAGE = "kpipe.generated.records";
    private static final String CLASS = "Records";

    private final ClassLoader libraries;

    /** @param libraries where the runtime's and the plug-ins' classes are found */
    public FormatDecoders(ClassLoader libraries) {
        this.libraries = libraries;
    }

    /** A new decoder of records of that shape. */
    public Decoder decoder(Format format, RecordShape shape) {
        Optional<String> source = format.decoderSource(PACKAGE, CLASS, shape);
        if (source.isEmpty()) {
            return format.decoder(shape);
        }
        String name = PACKAGE + "." + CLASS;
        try {
            Map<String, byte[]> classes = new JavaCompiler(libraries).compile(Map.of(name, source.get()));
            return new GeneratedClasses(classes, libraries).instance(name, Decoder.class);
        } catch (JavaRefusedException fault) {
            throw new IllegalStateException("the decoder of " + format.spec().name() + " is no Java", fault);
        }
    }
}
