package kpipe.endpoint.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How answers look in either encoding. */
class AnswersTest {

    private final Pieces pieces = new Pieces(4);

    @Test
    void jsonHasSecondsAndBase64() {
        assertThat(json(everything()))
                .isEqualTo(
                        "{\"Text\":\"a\\\"\\\\\\n\\u0001é€😀\",\"Int\":7,\"Long\":-9223372036854775808,\"Double\":1.5,"
                                + "\"Flag\":false,\"Data\":\"AQID\",\"Blob\":\"Ag==\",\"Time\":1700000000.123,\"Whole\":1700000000,"
                                + "\"Before\":-0.500,\"List\":[1,\"b\",null,[],{}],\"Part\":{\"k\":\"ü\",\"l\":[true]},\"End\":1}");
    }

    @Test
    void cborHasMillisecondsAndByteStrings() throws Exception {
        assertThat(Cbor.read(bytes(everything(), true)))
                .isEqualTo("{Text=a\"\\\n\u0001é€😀, Int=7, Long=-9223372036854775808, Double=1.5, Flag=false,"
                        + " Data=h[1, 2, 3], Blob=h[2], Time=@1700000000123, Whole=@1700000000000, Before=@-500,"
                        + " List=[1, b, null, [], {}], Part={k=ü, l=[true]}, End=1}");
    }

    @Test
    void mapsOfCborAreWithoutLengthAsThoseOfAws() {
        assertThat(bytes(Map.of("a", List.of(Instant.ofEpochMilli(1))), true))
                .isEqualTo(new byte[] {(byte) 0xBF, 0x61, 'a', (byte) 0x9F, (byte) 0xC1, 1, -1, -1});
    }

    @Test
    void numbersOfCborTakeTheShortestForm() throws Exception {
        for (long number : new long[] {
            0,
            23,
            24,
            255,
            256,
            65_535,
            65_536,
            4_294_967_295L,
            4_294_967_296L,
            Long.MAX_VALUE,
            -1,
            -24,
            -25,
            -256,
            -257
        }) {
            assertThat(Cbor.read(bytes(Map.of("n", number), true))).isEqualTo("{n=" + number + "}");
        }
    }

    @Test
    void longAnswersGoOverManyPieces() throws Exception {
        Map<String, Object> page = TinyService.page(2000);
        byte[] json = bytes(page, false);
        byte[] cbor = bytes(page, true);
        assertThat(json.length).isGreaterThan(10 * Pieces.SIZE);
        try (JsonParser parser = JsonReader.FACTORY.createParser(json)) {
            int records = 0;
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.getText().equals("Data")) {
                    parser.nextToken();
                    assertThat(parser.getBinaryValue()).hasSize(200);
                    records++;
                }
            }
            assertThat(records).isEqualTo(2000);
        }
        assertThat(Cbor.read(cbor)).contains("SequenceNumber=1999");
    }

    @Test
    void longTextsAndBlobsGoOverManyPieces() throws Exception {
        String text = "é😀\u0002x".repeat(30_000);
        byte[] data = new byte[200_001];
        Arrays.fill(data, (byte) 77);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Part written = out -> out.string(utf8, 0, utf8.length);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Text", text);
        answer.put("Data", data);
        answer.put("Written", written);
        byte[] json = bytes(answer, false);
        RequestTree back = JsonReader.read(
                json,
                json.length,
                Shape.structure(
                        "Text", Shape.Scalar.STRING, "Data", Shape.Scalar.BLOB, "Written", Shape.Scalar.STRING));
        assertThat(back.members())
                .containsEntry("Text", text)
                .containsEntry("Data", Blob.of(data))
                .containsEntry("Written", text);
        assertThat(Cbor.read(bytes(answer, true))).contains(text);
    }

    @Test
    void halvesOfCharactersAreNoneAndBecomeQuestionMarks() {
        assertThat(json(Map.of("a", "x\uD800y\uDC00"))).isEqualTo("{\"a\":\"x?y?\"}");
    }

    private static Map<String, Object> everything() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Text", "a\"\\\n\u0001é€😀");
        answer.put("Absent", null);
        answer.put("Int", 7);
        answer.put("Long", Long.MIN_VALUE);
        answer.put("Double", 1.5);
        answer.put("Flag", false);
        answer.put("Data", new byte[] {1, 2, 3});
        answer.put("Blob", new Blob(new byte[] {1, 2, 3}, 1, 1));
        answer.put("Time", Instant.ofEpochMilli(1_700_000_000_123L));
        answer.put("Whole", Instant.ofEpochMilli(1_700_000_000_000L));
        answer.put("Before", Instant.ofEpochMilli(-500));
        answer.put("List", Arrays.asList(1, "b", null, List.of(), Map.of()));
        Part part = out -> {
            out.startMap();
            out.name("k");
            out.string("ü".getBytes(StandardCharsets.UTF_8), 0, 2);
            out.name("l");
            out.value(List.of(true));
            out.endMap();
        };
        answer.put("Part", part);
        answer.put("End", 1L);
        return answer;
    }

    private String json(Map<String, ?> answer) {
        return new String(bytes(answer, false), StandardCharsets.UTF_8);
    }

    private byte[] bytes(Map<String, ?> answer, boolean cbor) {
        Output out = new Output(pieces);
        TreeWriter.of(out, cbor).value(answer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer buffer : out.buffers()) {
            bytes.write(buffer.array(), buffer.position(), buffer.remaining());
        }
        assertThat(bytes.size()).isEqualTo((int) out.size());
        out.release();
        return bytes.toByteArray();
    }
}
