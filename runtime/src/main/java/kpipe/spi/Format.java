package kpipe.spi;

import java.util.List;
import java.util.Optional;

/**
 * A format of records: how bytes become rows and rows become bytes.
 *
 * <p>A format whose speed matters gives the Java source of a decoder or encoder specialised to the schema; the compiler compiles it with the pipeline and uses it instead
 * of {@link #decoder} everywhere. Such source must be accepted by Janino as well as by javac (no lambdas, generics at call sites, {@code var},
 * records, switch expressions), and is short: what is clever lives in the hand-written class that it extends.
 */
public interface Format extends Plugin {

    /** Whether streams and tables may be read in it. */
    boolean decodes();

    /** Whether destinations may write it. */
    boolean encodes();

    /** Whether records have values of several parts: ARRAY, MAP and ROW. */
    default boolean nests() {
        return false;
    }

    /**
     * What is wrong with the PATHs and PATTERNs of columns; {@link Spec.Problem#option} is the column's name. Runs when compiling; decoders and encoders are
     * asked for only where nothing is.
     */
    default List<Spec.Problem> checkColumns(RecordShape shape) {
        return List.of();
    }

    /**
     * The source of a public class {@code packageName.className} that extends {@link Decoder} and has a public constructor without parameters; empty if
     * {@link #decoder} serves.
     */
    default Optional<String> decoderSource(String packageName, String className, RecordShape shape) {
        return Optional.empty();
    }

    /** Whether {@link #decoder} serves a format with {@link #decoderSource} too, where options are known only when a pipeline starts. */
    default boolean decodesByOptions() {
        return false;
    }

    /** A decoder for a format without {@link #decoderSource}, or one that {@link #decodesByOptions}. */
    default Decoder decoder(RecordShape shape) {
        throw new UnsupportedOperationException(spec().name() + " gives the source of its decoder");
    }

    /** As {@link #decoderSource}, for a class that extends {@link Encoder}. */
    default Optional<String> encoderSource(String packageName, String className, RecordShape shape) {
        return Optional.empty();
    }

    /** An encoder for a format without {@link #encoderSource}. */
    default Encoder encoder(RecordShape shape) {
        throw new UnsupportedOperationException(spec().name() + " gives the source of its encoder");
    }
}
