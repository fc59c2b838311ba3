package kpipe.stdlib.format.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kpipe.data.Schema;
import kpipe.spi.Decoder;
import kpipe.spi.Encoder;
import kpipe.spi.Format;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import kpipe.stdlib.format.Patterns;
import org.jspecify.annotations.Nullable;

/** CSV: delimited text, quoted as RFC 4180 has it. */
public final class CsvFormat implements Format {

    private static final Spec SPEC = new Spec(
            "CSV",
            "Delimited text, one record a line; quoted fields may hold delimiters, line ends and doubled quotes.",
            null,
            false,
            List.of(
                    OptionSpec.optional(
                            "header",
                            OptionType.BOOLEAN,
                            false,
                            "The first record of each input names the fields, in any order; a destination writes it. Without a header the first field is the first column, and so on."),
                    OptionSpec.optional("delimiter", OptionType.CHARACTER, ",", "What stands between fields."),
                    OptionSpec.optional(
                            "quote",
                            OptionType.CHARACTER,
                            "\"",
                            "What stands around a field that holds special characters."),
                    OptionSpec.optional(
                            "null",
                            OptionType.STRING,
                            "",
                            "What a field that is NULL holds, without quotes. An empty field without quotes is NULL in any case.")),
            false,
            null,
            List.of(
                    "TABLE airports (iata VARCHAR, name VARCHAR) FROM FILE 'airports.csv' FORMAT CSV (header = TRUE);"));

    /** An option of one character as its byte. */
    static byte character(Options options, String name, char otherwise) {
        String value = options.string(name);
        return (byte) (value == null ? otherwise : value.charAt(0));
    }

    /** What a field that is NULL holds. */
    static String nullText(Options options) {
        String value = options.string("null");
        return value == null ? "" : value;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public boolean decodes() {
        return true;
    }

    @Override
    public boolean encodes() {
        return true;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        List<Problem> problems = new ArrayList<>();
        byte delimiter = character(options, "delimiter", ',');
        byte quote = character(options, "quote", '"');
        if (!isUsable(options.string("delimiter"))) {
            problems.add(new Problem("delimiter", "the delimiter must be one ASCII character that ends no line"));
        }
        if (!isUsable(options.string("quote"))) {
            problems.add(new Problem("quote", "the quote must be one ASCII character that ends no line"));
        }
        if (problems.isEmpty() && delimiter == quote) {
            problems.add(new Problem("quote", "the quote and the delimiter must differ"));
        }
        return problems;
    }

    private static boolean isUsable(@Nullable String value) {
        return value == null
                || value.length() == 1 && value.charAt(0) < 0x80 && value.charAt(0) != '\n' && value.charAt(0) != '\r';
    }

    @Override
    public List<Problem> checkColumns(RecordShape shape) {
        return Patterns.checkWithoutPaths(shape, "CSV");
    }

    @Override
    public Optional<String> decoderSource(String packageName, String className, RecordShape shape) {
        return Optional.of(CsvDecoderSource.of(packageName, className, shape));
    }

    @Override
    public boolean decodesByOptions() {
        return true;
    }

    @Override
    public Decoder decoder(RecordShape shape) {
        return new LateCsvDecoder(shape);
    }

    @Override
    public Encoder encoder(RecordShape shape) {
        return new CsvEncoder(shape);
    }
}
