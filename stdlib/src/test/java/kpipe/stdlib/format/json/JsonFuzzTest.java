package kpipe.stdlib.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import kpipe.spi.Options;
import kpipe.stdlib.format.Decoding;
import kpipe.stdlib.format.json.PlainJson.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The generated decoder beside {@link PlainJson}: whatever the bytes are, both see the same row, or none. */
class JsonFuzzTest {

    private static final long FIRST = Long.getLong("seed", 1);
    private static final long ROUNDS = Boolean.getBoolean("campaign") ? 300_000 : 3_000;

    private static final String COLUMNS =
            "id BIGINT NOT NULL, v DOUBLE, name VARCHAR(6), ok BOOLEAN, deep VARCHAR PATH $.o.p";

    private static final String[] KEYS = {"id", "v", "name", "ok", "o", "p", "other", "ID", "na\\u006De", "", "é"};

    private final Decoding decoding = Decoding.of(new JsonFormat(), COLUMNS, Options.NONE);

    /** The row that a document is, or null if it is none. */
    private static @Nullable String expected(byte[] document) {
        Value value = PlainJson.parse(document);
        if (value == null || value.form() != '{') {
            return null;
        }
        StringBuilder row = new StringBuilder();
        try {
            for (String column : new String[] {"id", "v", "name", "ok"}) {
                // Of a key that comes twice both values are checked, and the last one holds.
                String cell = "null";
                for (PlainJson.Member member : value.members()) {
                    cell = member.key().equalsIgnoreCase(column) ? cell(column, member.value()) : cell;
                }
                row.append(cell).append('|');
            }
            if (row.toString().startsWith("null|")) {
                return null;
            }
            String deep = "null";
            for (PlainJson.Member outer : value.members()) {
                if (outer.key().equals("o") && outer.value().form() == '{') {
                    for (PlainJson.Member inner : outer.value().members()) {
                        deep = inner.key().equals("p") ? cell("deep", inner.value()) : deep;
                    }
                }
            }
            return row.append(deep).toString();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static String cell(String column, Value value) {
        if (value.form() == 'n') {
            if (column.equals("id")) {
                throw new ArithmeticException();
            }
            return "null";
        }
        String text = value.form() == '"' ? value.text() : value.source();
        return switch (column) {
            case "id" -> Long.toString(whole(value));
            case "v" -> Double.toString(floating(value));
            case "ok" -> Boolean.toString(truth(value));
            case "name" ->
                text.substring(0, text.offsetByCodePoints(0, Math.min(6, text.codePointCount(0, text.length()))));
            default -> text;
        };
    }

    private static BigDecimal number(Value value) {
        return switch (value.form()) {
            case '0' -> new BigDecimal(value.source());
            case '"' -> new BigDecimal(value.text());
            case 't' -> BigDecimal.ONE;
            case 'f' -> BigDecimal.ZERO;
            default -> throw new ArithmeticException();
        };
    }

    private static long whole(Value value) {
        return number(value).longValueExact();
    }

    private static double floating(Value value) {
        double result;
        if (value.form() == '0') {
            result = Double.parseDouble(value.source());
        } else if (value.form() == '"') {
            if (!value.text().matches("[-+.eE0-9]+")) {
                throw new ArithmeticException();
            }
            result = Double.parseDouble(value.text());
        } else {
            result = number(value).doubleValue();
        }
        if (Double.isInfinite(result)) {
            throw new ArithmeticException();
        }
        return result;
    }

    private static boolean truth(Value value) {
        return switch (value.form()) {
            case 't' -> true;
            case 'f' -> false;
            case '0' -> value.source().matches("[-0.]*[1-9].*");
            case '"' -> value.text().equalsIgnoreCase("true");
            default -> throw new ArithmeticException();
        };
    }

    private static String blanks(SplittableRandom random) {
        return random.nextInt(3) > 0 ? "" : " ".repeat(random.nextInt(3)) + (random.nextInt(8) == 0 ? "\t" : "");
    }

    private static String pick(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 3 ? 10 : 13)) {
            case 0, 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> Double.toString(random.nextInt(100_000) / 100.0);
            case 3 ->
                pick(
                        random,
                        "0",
                        "-0",
                        "1e3",
                        "12.50E-2",
                        "0.1",
                        "1e400",
                        "9223372036854775808",
                        "1.0",
                        "123456789.123456789012345");
            case 4, 5, 6 -> string(random);
            case 7 -> pick(random, "true", "false");
            case 8 -> "null";
            case 9 -> pick(random, "\"12\"", "\" 1\"", "\"TRUE\"", "\"1e2\"", "\"-7\"", "\"x\"");
            case 10 -> "[" + value(random, depth + 1) + blanks(random) + "," + value(random, depth + 1) + "]";
            case 11 -> pick(random, "[]", "{}", "[ ]", "{ }", "[[],{}]");
            default -> object(random, depth + 1);
        };
    }

    private static String string(SplittableRandom random) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = random.nextInt(20); i > 0; i--) {
            out.append(
                    random.nextInt(6) > 0
                            ? String.valueOf((char) ('a' + random.nextInt(26)))
                            : pick(
                                    random,
                                    "\\n",
                                    "\\\"",
                                    "\\\\",
                                    "\\/",
                                    "\\u00e9",
                                    "\\ud83d\\ude00",
                                    "é",
                                    "€",
                                    "😀",
                                    " ",
                                    "{",
                                    "}",
                                    ","));
        }
        return out.append('"').toString();
    }

    private static String object(SplittableRandom random, int depth) {
        StringBuilder out = new StringBuilder("{").append(blanks(random));
        int members = random.nextInt(7);
        boolean named = depth == 0 && random.nextInt(10) > 0;
        if (named) {
            out.append("\"id\":").append(blanks(random)).append(random.nextInt(1000));
        }
        for (int i = 0; i < members; i++) {
            out.append(i == 0 && !named ? "" : ",").append(blanks(random));
            String key = KEYS[random.nextInt(KEYS.length)];
            out.append('"')
                    .append(key)
                    .append('"')
                    .append(blanks(random))
                    .append(':')
                    .append(blanks(random));
            out.append(
                    key.equals("o") && random.nextBoolean()
                            ? "{\"p\":" + value(random, depth + 1) + "}"
                            : value(random, depth + 1));
            out.append(blanks(random));
        }
        return out.append('}').toString();
    }

    /** Changes a few bytes, but ends no line and starts none. */
    private static byte[] damaged(byte[] document, SplittableRandom random) {
        byte[] bytes = document;
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 2; i--) {
            int at = random.nextInt(bytes.length);
            byte other = (byte) "{}[]\",:\\0e-.tnulx \u0001\u00C3\u0080".charAt(random.nextInt(21));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = other;
                case 1 -> {
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
                    bytes = shorter;
                }
                case 2 -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    longer[at] = other;
                    bytes = longer;
                }
                default -> bytes = Arrays.copyOf(bytes, at + 1);
            }
        }
        return bytes;
    }

    private static byte[] lines(byte[]... lines) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] line : lines) {
            out.writeBytes(line);
            out.write('\n');
        }
        return out.toByteArray();
    }

    @Test
    void anyDocumentIsTheRowThatItShouldBe() {
        for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] document = object(random, 0).getBytes(StandardCharsets.UTF_8);
            Decoding.Result result = decoding.decode(document, 1 + random.nextInt(document.length));
            String row = expected(document);
            String told = "-Dseed=" + seed + ": " + new String(document, StandardCharsets.UTF_8);
            if (row == null) {
                assertThat(result.rows()).as(told).isEmpty();
                assertThat(result.rejects()).as(told).hasSize(1);
            } else {
                assertThat(result.rejects()).as(told).isEmpty();
                assertThat(result.rows()).as(told).containsExactly(row);
            }
        }
    }

    @Test
    void aDamagedLineIsTheRowThatItShouldBeAndCostsNoOther() {
        byte[] before = "{\"id\":-1}".getBytes(StandardCharsets.UTF_8);
        byte[] after = "{\"id\":-2,\"name\":\"after\"}".getBytes(StandardCharsets.UTF_8);
        for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] line = damaged(object(random, 0).getBytes(StandardCharsets.UTF_8), random);
            String told = "-Dseed=" + seed + ": " + new String(line, StandardCharsets.UTF_8);
            byte[] input = lines(before, line, after, before);
            Decoding.Result result = decoding.decode(input, input.length);
            assertThat(result.rows()).as(told).startsWith("-1|null|null|null|null");
            assertThat(result.rows()).as(told).endsWith("-2|null|after|null|null", "-1|null|null|null|null");
            String row = expected(line);
            if (row != null) {
                assertThat(result.rows()).as(told).hasSize(4).contains(row);
                assertThat(result.rejects()).as(told).isEmpty();
            } else if (PlainJson.parse(line) != null) {
                assertThat(result.rejects()).as(told).isNotEmpty();
                assertThat(result.rows()).as(told).hasSize(3);
            } else if (!new String(line, StandardCharsets.ISO_8859_1)
                    // Between records commas are like blanks.
                    .replace(',', ' ')
                    .isBlank()) {
                assertThat(result.rejects().size() + result.rows().size())
                        .as(told)
                        .isGreaterThan(3);
            }
            // However the bytes come, the result is the same.
            int piece = 1 + random.nextInt(input.length);
            assertThat(decoding.capacity(1 + random.nextInt(4)).decode(input, piece))
                    .as(told + ", pieces of " + piece)
                    .isEqualTo(result);
        }
    }
}
