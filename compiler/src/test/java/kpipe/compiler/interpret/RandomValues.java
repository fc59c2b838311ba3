package kpipe.compiler.interpret;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import kpipe.data.Kind;
import kpipe.data.Type;

/** Values of each type, with a liking for the edges. */
final class RandomValues {

    static final List<Type> DECIMALS = List.of(
            Type.decimal(5, 2, true), Type.decimal(18, 0, true), Type.decimal(18, 6, true), Type.decimal(5, 3, true));

    /** The types that columns and expressions have. */
    static final List<Type> TYPES = List.of(
            Type.of(Kind.BOOLEAN, true),
            Type.of(Kind.TINYINT, true),
            Type.of(Kind.SMALLINT, true),
            Type.of(Kind.INTEGER, true),
            Type.of(Kind.BIGINT, true),
            DECIMALS.get(0),
            DECIMALS.get(1),
            DECIMALS.get(2),
            DECIMALS.get(3),
            Type.of(Kind.REAL, true),
            Type.of(Kind.DOUBLE, true),
            new Type(Kind.CHAR, 4, 0, true),
            Type.varchar(5, true),
            Type.varchar(20, true),
            new Type(Kind.BINARY, 3, 0, true),
            new Type(Kind.VARBINARY, 4, 0, true),
            Type.of(Kind.DATE, true),
            Type.of(Kind.TIME, true),
            Type.of(Kind.TIMESTAMP, true));

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "abc",
            "b",
            "AbC",
            "a  ",
            " 12 ",
            "12",
            "-7",
            "1.5",
            "1e3",
            "+0.05",
            ".5",
            "99999999999999999999",
            "true",
            "FALSE",
            "2024-02-29",
            "2023-02-29",
            "12:34:56",
            "12:34:56.789",
            "2024-02-29 12:34:56",
            "ä",
            "äöü",
            "😀x",
            "%",
            "a_b",
            "x-y",
            "\uFFFD",
            "𝄞");

    private static final List<String> LIKE_PATTERNS = List.of(
            "", "%", "a%", "%a", "%a%", "_", "_b%", "a_", "ä%", "%😀%", "a!%", "%!_%", "!", "a!b", "1%2", "%%", "_%_");

    private static final List<String> SIMILAR_PATTERNS = List.of(
            "",
            "%",
            "a%",
            "[a-c]+",
            "[^a]%",
            "(a|b)*",
            "_{1,2}",
            "[a-e^c]%",
            "[[:DIGIT:]]+",
            "a.c",
            "(",
            "[",
            "a!%",
            "%(2|7)%",
            "x-y",
            "_?");

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    String pattern(boolean similar) {
        List<String> patterns = similar ? SIMILAR_PATTERNS : LIKE_PATTERNS;
        return patterns.get(random.nextInt(patterns.size()));
    }

    /** A value in the Java form of its type, as an Expr.Literal holds it. */
    Object javaForm(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> edge(-128, 127);
            case SMALLINT -> edge(-32768, 32767);
            case INTEGER -> edge(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> edge(Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> {
                long most = BigInteger.TEN.pow(type.precision()).longValueExact() - 1;
                yield edge(-most, most);
            }
            case REAL -> (double) (float) Math.min(3e38, approximate());
            case DOUBLE -> approximate();
            case CHAR -> Values.pad(Values.cut(text(), type.precision()), type.precision());
            case VARCHAR -> Values.cut(text(), type.precision());
            case BINARY -> bytes(type.precision());
            case VARBINARY -> bytes(random.nextInt(type.precision() + 1));
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException(type.sql());
            case DATE -> edge(-800_000, 800_000);
            case TIME -> random.nextBoolean() ? random.nextInt(86_400_000) : random.nextInt(86_400) * 1000L;
            case TIMESTAMP ->
                random.nextInt(20) == 0
                        ? edge(-60_000_000_000_000L, 60_000_000_000_000L)
                        : 1_700_000_000_000L + random.nextInt(1_000_000_000);
            case INTERVAL_DAY_TIME -> (long) random.nextInt(400_000_000) - 100_000_000L;
            case INTERVAL_YEAR_MONTH -> (long) random.nextInt(50) - 25;
        };
    }

    private Long edge(long least, long greatest) {
        return switch (random.nextInt(12)) {
            case 0 -> least;
            case 1 -> greatest;
            case 2 -> 0L;
            case 3 -> Math.max(least, -1);
            case 4 -> Math.max(least, Math.min(greatest, random.nextLong()));
            default -> Math.max(least, Math.min(greatest, random.nextInt(25) - 5));
        };
    }

    private double approximate() {
        return switch (random.nextInt(12)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> 1e300;
            case 3 -> 0.5;
            case 4 -> -2.5;
            case 5 -> random.nextDouble() * 1e20;
            case 6 -> random.nextGaussian() * 1e-8;
            default -> random.nextInt(200) / 8.0 - 10;
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
