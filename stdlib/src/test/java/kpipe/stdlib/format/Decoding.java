package kpipe.stdlib.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import kpipe.data.ByteBuilder;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Decoder;
import kpipe.spi.Encoder;
import kpipe.spi.Format;
import kpipe.spi.Options;
import kpipe.spi.RecordShape;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;
import org.jspecify.annotations.Nullable;

/** Runs formats as the engine does: compiles what they generate, hands over bytes chunk by chunk, and shows rows as text. */
public final class Decoding {

    /** What came out: rows as {@code a|b|null}, and rejected records as {@code NAME: message [bytes]}. */
    public record Result(List<String> rows, List<String> rejects) {}

    private static final List<String> BEHIND = List.of("9".repeat(32), "\"".repeat(32), "0.1,\"x\":12}\n".repeat(3));

    private final Format format;
    private final RecordShape shape;
    private int capacity = 64;
    private @Nullable Class<?> decoderClass;
    private @Nullable Class<?> encoderClass;

    private Decoding(Format format, RecordShape shape) {
        this.format = format;
        this.shape = shape;
    }

    /** A schema from text: {@code vin VARCHAR(17) NOT NULL, speed DOUBLE PATH $.a.speed, at TIMESTAMP PATTERN yyyy/MM/dd}. */
    public static Decoding of(Format format, String columns, Options options) {
        List<Column> list = new ArrayList<>();
        List<@Nullable String> paths = new ArrayList<>();
        List<@Nullable String> patterns = new ArrayList<>();
        List<Boolean> used = new ArrayList<>();
        for (String text : columns.isEmpty() ? new String[0] : columns.split(", (?![^(]*\\))")) {
            String rest = text;
            patterns.add(after(rest, " PATTERN "));
            rest = before(rest, " PATTERN ");
            used.add(!rest.contains(" UNUSED"));
            rest = rest.replace(" UNUSED", "");
            paths.add(after(rest, " PATH "));
            rest = before(rest, " PATH ");
            boolean nullable = !rest.endsWith(" NOT NULL");
            rest = before(rest, " NOT NULL");
            list.add(new Column(before(rest, " "), type(rest.substring(rest.indexOf(' ') + 1), nullable)));
        }
        return new Decoding(
                format,
                new RecordShape(
                        new Schema(list), paths, patterns, used, options, RecordShape.DEFAULT_MAX_RECORD_BYTES));
    }

    private static @Nullable String after(String text, String word) {
        int at = text.indexOf(word);
        return at < 0 ? null : text.substring(at + word.length());
    }

    private static String before(String text, String word) {
        int at = text.indexOf(word);
        return at < 0 ? text : text.substring(0, at);
    }

    /** A type as written, such as {@code DECIMAL(5,2)}. */
    public static Type type(String text, boolean nullable) {
        String[] parts = text.split("[(), ]+");
        Type plain = Type.of(Kind.valueOf(parts[0]), nullable);
        int precision = parts.length > 1 ? Integer.parseInt(parts[1]) : plain.precision();
        int scale = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        return new Type(plain.kind(), precision, scale, nullable);
    }

    public Decoding maxRecordBytes(int bytes) {
        return new Decoding(
                format,
                new RecordShape(shape.schema(), shape.paths(), shape.patterns(), shape.used(), shape.options(), bytes));
    }

    public Decoding capacity(int rows) {
        capacity = rows;
        return this;
    }

    public RecordShape shape() {
        return shape;
    }

    public Decoder decoder() {
        return format.decoderSource("made", "MadeDecoder", shape)
                .map(source -> {
                    decoderClass = decoderClass == null ? make("made.MadeDecoder", source) : decoderClass;
                    return (Decoder) instance(decoderClass);
                })
                .orElseGet(() -> format.decoder(shape));
    }

    public Encoder encoder() {
        return format.encoderSource("made", "MadeEncoder", shape)
                .map(source -> {
                    encoderClass = encoderClass == null ? make("made.MadeEncoder", source) : encoderClass;
                    return (Encoder) instance(encoderClass);
                })
                .orElseGet(() -> format.encoder(shape));
    }

    private static Object instance(Class<?> of) {
        try {
            return of.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> make(String name, String source) {
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.cook(source);
            return compiler.getClassLoader().loadClass(name);
        } catch (CompileException e) {
            throw new AssertionError("Janino refuses: " + e.getMessage() + "\n" + source, e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(source, e);
        }
    }

    public Result decode(String text) {
        return decode(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    /** Decodes bytes that come in pieces of {@code pieceBytes}. What stands behind a piece, which may be anything, must make no difference. */
    public Result decode(byte[] input, int pieceBytes) {
        Result bare = decode(input, pieceBytes, new byte[0]);
        String behind = BEHIND.get(Math.floorMod(Arrays.hashCode(input), BEHIND.size()));
        Result result = decode(input, pieceBytes, behind.getBytes(StandardCharsets.US_ASCII));
        if (!result.equals(bare)) {
            throw new AssertionError("with " + behind + " behind: " + result + " instead of " + bare);
        }
        return bare;
    }

    private Result decode(byte[] input, int pieceBytes, byte[] behind) {
        Decoder decoder = decoder();
        RowBatch batch = new RowBatch(shape.schema(), capacity);
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        Decoder.Rejects rejects = (bytes, start, end, name, message) -> result.rejects()
                .add(name + ": " + message + " [" + new String(bytes, start, end - start, StandardCharsets.UTF_8)
                        + "]");
        int start = 0;
        int end = 0;
        boolean last = false;
        while (!last || start < end) {
            end = (int) Math.min(input.length, (long) end + pieceBytes);
            last = end == input.length;
            int length = end - start;
            byte[] piece = Arrays.copyOf(Arrays.copyOfRange(input, start, end), length + behind.length);
            System.arraycopy(behind, 0, piece, length, behind.length);
            int at = 0;
            while (true) {
                int next = decoder.decode(piece, at, length, last, batch, rejects);
                boolean full = batch.isFull();
                for (int row = 0; row < batch.size; row++) {
                    result.rows().add(row(batch, row));
                }
                for (long[] nulls : batch.nulls) {
                    for (int row = batch.size; row < batch.capacity; row++) {
                        if ((nulls[row >> 6] >>> row & 1) != 0) {
                            throw new AssertionError("a null bit is set behind the last row");
                        }
                    }
                }
                batch.clear();
                if (!full && (next == at || next == length)) {
                    at = next;
                    break;
                }
                at = next;
            }
            start += at;
            if (last && start < end) {
                throw new AssertionError("stuck at byte " + start + " of " + end);
            }
        }
        return result;
    }

    /** The rows of the batch as the format writes them. */
    public String encode(RowBatch batch) {
        Encoder encoder = encoder();
        ByteBuilder out = new ByteBuilder(1);
        encoder.begin(out);
        for (int row = 0; row < batch.size; row++) {
            encoder.encode(batch, row, out);
        }
        encoder.end(out);
        return out.toString();
    }

    /** A row as {@code a|b|null}. */
    public static String row(RowBatch batch, int row) {
        StringBuilder out = new StringBuilder();
        for (int column = 0; column < batch.schema.size(); column++) {
            out.append(column == 0 ? "" : "|");
            if (batch.isNull(column, row)) {
                out.append("null");
            } else {
                ByteBuilder cell = new ByteBuilder();
                TextColumn.write(batch, column, row, batch.schema.type(column), cell);
                out.append(cell);
            }
        }
        return out.toString();
    }

    public static Options options(Map<String, Object> values) {
        return new Options(values.isEmpty() ? Collections.emptyMap() : values);
    }
}
