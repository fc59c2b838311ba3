package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bodies become by the shapes of their operations, and what is said of values of the wrong type. */
class TypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Text  | true  | class java.lang.Boolean can not be converted to an String",
                "Text  | 1     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
                "Text  | []    | Start of list found where not expected",
                "Text  | {}    | Start of structure or map found where not expected.",
                "Count | \"1\" | class java.lang.String can not be converted to an Integer",
                "Count | true  | class java.lang.Boolean can not be converted to an Integer",
                "Count | []    | Start of list found where not expected",
                "Count | {}    | Start of structure or map found where not expected.",
                "Long  | \"1\" | class java.lang.String can not be converted to an Long",
                "Long  | false | class java.lang.Boolean can not be converted to an Long",
                "Flag  | \"hello\" | 'HELLO' can not be converted to an Boolean",
                "Flag  | 1     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Boolean",
                "Flag  | []    | Start of list found where not expected",
                "Data  | true  | class java.lang.Boolean can not be converted to a Blob",
                "Data  | 1.5   | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob",
                "Data  | {}    | Start of structure or map found where not expected.",
                "Data  | \"abc\" | 'abc' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
                "Data  | \"ab{d\" | 'ab{d' can not be converted to a Blob: Invalid Base64 character: '{'",
                "Data  | \"ab=d\" | 'ab=d' can not be converted to a Blob: Invalid Base64 character: '='",
                "Data  | \"abc é\" | 'abc é' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 5",
                "Data  | \"YWJjZB==\" | 'YWJjZB==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected",
                "Time  | \"now\" | class java.lang.String can not be converted to milliseconds since epoch",
                "Time  | true  | class java.lang.Boolean can not be converted to milliseconds since epoch",
                "List  | \"a\" | Expected list or null",
                "List  | 1     | Expected list or null",
                "List  | true  | Expected list or null",
                "List  | {}    | Start of structure or map found where not expected.",
                "Tags  | 1     | Expected map or null",
                "Tags  | \"a\" | Expected map or null",
                "Tags  | []    | Start of list found where not expected",
                "Part  | true  | Expected null",
                "Part  | \"a\" | Expected null",
                "Part  | [[{}]] | Start of list found where not expected",
            })
    void saysWhatIsWrong(String member, String json, String complaint) throws Exception {
        RequestTree tree = json("{\"" + member + "\":" + json + ",\"Text\":\"go on\"}");
        assertThat(tree.mismatch().type()).isEqualTo("SerializationException");
        assertThat(tree.mismatch().text()).isEqualTo(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Text  | \"\\u00e9\\\"\" | é\"",
                "Count | 3.9   | 3",
                "Count | -3.9  | -3",
                "Count | 1e3   | 1000",
                "Count | 3000000000 | 2147483647",
                "Count | -1e300 | -2147483648",
                "Count | 99999999999999999999999999 | 2147483647",
                "Long  | 3000000000 | 3000000000",
                "Long  | 99999999999999999999999999 | 9223372036854775807",
                "Flag  | true  | true",
                "Flag  | \"TRUE\" | true",
                "Flag  | \"1\" | true",
                "Flag  | \"yes\" | true",
                "Flag  | \"False\" | false",
                "Flag  | \"0\" | false",
                "Flag  | \"no\" | false",
                "Time  | 1700000000.123 | 2023-11-14T22:13:20.123Z",
                "Time  | 1700000000 | 2023-11-14T22:13:20Z",
                "Time  | 1.700000000123E9 | 2023-11-14T22:13:20.123Z",
                "Time  | -0.5  | 1969-12-31T23:59:59.500Z",
                "List  | [\"a\",null,\"b\"] | [a, null, b]",
                "Tags  | {\"k\":\"v\",\"n\":null} | {k=v, n=null}",
                "Part  | {\"Name\":\"a\",\"Other\":[1,{}],\"Nothing\":null} | {Name=a}",
            })
    void convertsWhatAwsConverts(String member, String json, String expected) throws Exception {
        RequestTree tree = json("{\"" + member + "\":" + json + "}");
        assertThat(tree.mismatch()).isNull();
        assertThat(tree.members().get(member)).hasToString(expected);
    }

    @Test
    void whatIsUnknownOrNullIsAbsent() throws Exception {
        RequestTree tree = json("{\"Unknown\":{\"Text\":[1]},\"Text\":null,\"Count\":1,\"Count\":null}");
        assertThat(tree.mismatch()).isNull();
        assertThat(tree.members()).isEmpty();
    }

    @Test
    void theFirstWrongValueIsTold() throws Exception {
        assertThat(json("{\"Text\":\"\",\"Tags\":1,\"List\":1}").mismatch().text())
                .isEqualTo("Expected map or null");
    }

    @Test
    void base64IsDecodedWhereverItStands() throws Exception {
        Random random = new Random(1);
        for (int length = 0; length < 200; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            String base64 = Base64.getEncoder().encodeToString(data);
            for (String written : List.of(base64, base64.replace("/", "\\/"), base64.replace("=", "\\u003d"))) {
                String body =
                        "  {\"é\":1, \"Records\" : [ {\"PartitionKey\":\"ключ\",\n \"Data\" : \"" + written + "\"} ] }";
                Map<?, ?> record = (Map<?, ?>) ((List<?>) json(body).members().get("Records")).get(0);
                assertThat(record.get("Data")).as(body).isEqualTo(Blob.of(data));
                assertThat(record.get("PartitionKey")).isEqualTo("ключ");
            }
        }
    }

    @Test
    void base64IsThatOfTheJdk() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] data = new byte[length + 7];
            random.nextBytes(data);
            byte[] into = new byte[3 + (length + 2) / 3 * 4];
            int end = Base64Text.encode(data, 7, length, into, 3);
            byte[] expected = Base64.getEncoder().encode(Arrays.copyOfRange(data, 7, data.length));
            assertThat(Arrays.copyOfRange(into, 3, end)).isEqualTo(expected);
            assertThat(Base64Text.decode(into, 3, end - 3)).isEqualTo(Arrays.copyOfRange(data, 7, data.length));
        }
    }

    @Test
    void utf16IsReadTooAsAnyJson() throws Exception {
        byte[] body = "{\"Text\":\"é\",\"Data\":\"YWJj\"}".getBytes(StandardCharsets.UTF_16BE);
        RequestTree tree = JsonReader.read(body, body.length, TinyService.ALL);
        assertThat(tree.members())
                .containsEntry("Text", "é")
                .containsEntry("Data", Blob.of("abc".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void cborIsReadInEitherForm() throws Exception {
        Map<String, Object> request = everything();
        for (boolean indefinite : new boolean[] {true, false}) {
            byte[] body = Cbor.write(request, indefinite);
            RequestTree tree = CborReader.read(body, body.length, TinyService.ALL);
            assertThat(tree.mismatch()).isNull();
            assertThat(tree.members()).isEqualTo(expected());
        }
    }

    @Test
    void blobsOfCborStayInTheBody() throws Exception {
        byte[] body = Cbor.write(Map.of("Data", new byte[3_000_000]), true);
        Blob data = (Blob)
                CborReader.read(body, body.length, TinyService.ALL).members().get("Data");
        assertThat(data.bytes()).isSameAs(body);
        assertThat(data.length()).isEqualTo(3_000_000);
    }

    @Test
    void cborTimesAreMilliseconds() throws Exception {
        for (Object time : List.of(Instant.ofEpochMilli(1_700_000_000_123L), 1_700_000_000_123L, 1.700000000123E12)) {
            byte[] body = Cbor.write(Map.of("Time", time), true);
            assertThat(CborReader.read(body, body.length, TinyService.ALL).members())
                    .containsEntry("Time", Instant.ofEpochMilli(1_700_000_000_123L));
        }
    }

    @Test
    void cborStringsInPartsAndSmallNumbersAreRead() throws Exception {
        // {_ "Text": (_ "a", "bc"), "Data": (_ h'01', h'0203'), "Count": -1, "Long": 1.5 as a half}
        byte[] body = hex("bf 64 54657874 7f 61 61 62 6263 ff 64 44617461 5f 41 01 42 0203 ff"
                + " 65 436f756e74 20 64 4c6f6e67 f9 3e00 ff");
        RequestTree tree = CborReader.read(body, body.length, TinyService.ALL);
        assertThat(tree.members())
                .containsEntry("Text", "abc")
                .containsEntry("Data", Blob.of(new byte[] {1, 2, 3}))
                .containsEntry("Count", -1L)
                .containsEntry("Long", 1L);
    }

    @Test
    void cborSaysWhatIsWrongInTheSameWords() throws Exception {
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("Unknown", List.of(Map.of("a", new byte[1]), 1.5, true));
        wrong.put("Count", "1");
        byte[] body = Cbor.write(wrong, true);
        assertThat(CborReader.read(body, body.length, TinyService.ALL)
                        .mismatch()
                        .text())
                .isEqualTo("class java.lang.String can not be converted to an Integer");
        byte[] second = Cbor.write(Map.of("List", Map.of("a", List.of(1))), false);
        assertThat(CborReader.read(second, second.length, TinyService.ALL)
                        .mismatch()
                        .text())
                .isEqualTo("Start of structure or map found where not expected.");
    }

    @Test
    void brokenCborIsRefusedAndNeverMore() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[1 + random.nextInt(40)];
            random.nextBytes(body);
            body[0] = (byte) (random.nextBoolean() ? 0xBF : 0xA0 + random.nextInt(24));
            try {
                CborReader.read(body, body.length, TinyService.ALL);
            } catch (MalformedException e) {
                assertThat(e).hasNoCause();
            }
        }
    }

    @Test
    void brokenJsonIsRefusedAndNeverMore() {
        byte[] whole =
                ("{\"Text\":\"a\\u00e9\",\"Data\":\"YWJj\",\"List\":[\"a\",null],\"Time\":1.5e3,\"Count\":-12345678901,"
                                + "\"Tags\":{\"k\":\"v\"},\"Flag\":\"yes\",\"Other\":[{\"x\":1.0}],\"Long\":0.1}")
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] body = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                body[random.nextInt(body.length)] =
                        random.nextBoolean() ? whole[random.nextInt(whole.length)] : (byte) random.nextInt(256);
            }
            try {
                JsonReader.read(body, body.length, TinyService.ALL);
                read++;
            } catch (MalformedException e) {
                assertThat(e).hasNoCause();
            }
        }
        assertThat(read).isBetween(1000, 19_000);
    }

    @Test
    void aCutBodyIsRefused() throws Exception {
        byte[] cbor = Cbor.write(everything(), true);
        byte[] json = "{\"Text\":\"a\\u00e9\",\"Data\":\"YWJj\",\"List\":[\"a\"],\"Time\":1.5}"
                .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < Math.max(cbor.length, json.length); length++) {
            int cut = length;
            if (cut < cbor.length) {
                assertThat(catchThrowable(() -> CborReader.read(cbor, cut, TinyService.ALL)))
                        .isInstanceOf(MalformedException.class);
            }
            if (cut < json.length) {
                assertThat(catchThrowable(() -> JsonReader.read(json, cut, TinyService.ALL)))
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    private static RequestTree json(String text) throws MalformedException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return JsonReader.read(body, body.length, TinyService.ALL);
    }

    private static Map<String, Object> everything() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("Text", "text é");
        request.put("Count", 70_000);
        request.put("Long", 1L << 40);
        request.put("Flag", true);
        request.put("Data", new byte[] {1, 2, 3});
        request.put("Time", Instant.ofEpochMilli(1_700_000_000_123L));
        request.put("List", Arrays.asList("a", null));
        request.put("Tags", Map.of("k", "v"));
        request.put("Part", Map.of("Name", "n", "Unknown", 1));
        return request;
    }

    private static Map<String, Object> expected() {
        Map<String, Object> expected = everything();
        expected.put("Count", 70_000L);
        expected.put("Data", Blob.of(new byte[] {1, 2, 3}));
        expected.put("Part", Map.of("Name", "n"));
        return expected;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
