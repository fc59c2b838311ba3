package kpipe.stdlib.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Nested;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonConversionTest {

    private static final List<Type> SINGLE = List.of(
            Type.of(Kind.INTEGER, true),
            Type.of(Kind.BIGINT, true),
            Type.of(Kind.BOOLEAN, true),
            Type.of(Kind.DOUBLE, true),
            Type.of(Kind.TIMESTAMP, true),
            Type.of(Kind.DATE, true),
            Type.decimal(9, 2, true),
            Type.varchar(20, true));
    private static final String CHARACTERS = "ab \"\\/\n\t\u0001{}[],:nullÄ€😀";

    @Test
    void whatIsWrittenIsReadBack() {
        int seeds = System.getProperty("campaign") == null ? 300 : 30_000;
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            Type type = nested(random, 3);
            Text value = value(random, type);
            JsonConversion conversion = new JsonConversion(Type.parse(type.toString()));
            Text json = conversion.text(value);
            assertThat(conversion.value(json)).as("seed %s: %s", seed, json).isEqualTo(value);
        }
    }

    @Test
    void whatIsNoSuchJsonIsRefused() {
        JsonConversion conversion = new JsonConversion(Type.array(Type.of(Kind.INTEGER, true), true));
        for (String json : List.of("", "[1", "[1] 2", "{\"a\": 1}", "[\"x\"]", "[[1]]", "7")) {
            assertThatThrownBy(() -> conversion.value(Text.of(json))).as(json).isInstanceOf(RowException.class);
        }
        assertThat(conversion.value(Text.of(" null "))).isNull();
        assertThat(conversion.text(conversion.value(Text.of(" [ 1 ,null] ")))).hasToString("[1,null]");
    }

    private static Type nested(Random random, int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> Type.array(any(random, depth - 1), true);
            case 1 -> Type.map(Type.varchar(20, false), any(random, depth - 1), true);
            default -> {
                List<Column> fields = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    fields.add(new Column("f\"" + i, any(random, depth - 1)));
                }
                yield Type.row(fields, true);
            }
        };
    }

    private static Type any(Random random, int depth) {
        return depth > 0 && random.nextBoolean() ? nested(random, depth) : SINGLE.get(random.nextInt(SINGLE.size()));
    }

    private static Text value(Random random, Type type) {
        List<@Nullable Text> parts = new ArrayList<>();
        int count = type.kind() == Kind.ROW ? type.parts().size() : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            if (type.kind() == Kind.MAP) {
                parts.add(Text.of(i + text(random)));
            }
            Type of = type.kind() == Kind.ROW ? type.parts().get(i).type() : type.element();
            parts.add(random.nextInt(5) == 0 ? null : part(random, of));
        }
        return Nested.of(parts.toArray(new @Nullable Text[0]));
    }

    private static Text part(Random random, Type type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> value(random, type);
            case VARCHAR -> Text.of(text(random));
            case BOOLEAN -> Nested.ofCell(random.nextInt(2));
            case DOUBLE ->
                Nested.ofCell(
                        Double.doubleToRawLongBits(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15)));
            case TIMESTAMP -> Nested.ofCell(Math.floorMod(random.nextLong(), 4_000_000_000_000L));
            case DATE -> Nested.ofCell(random.nextInt(40_000));
            case DECIMAL -> Nested.ofCell(random.nextInt(999_999_999));
            case BIGINT -> Nested.ofCell(random.nextLong());
            default -> Nested.ofCell(random.nextInt());
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int[] points = CHARACTERS.codePoints().toArray();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
