package kpipe.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateWriterTest {

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        StateWriter out = new StateWriter(file);
        Random random = new Random(4);
        long[] words = random.longs(20_000).toArray();
        byte[] bytes = new byte[200_001];
        random.nextBytes(bytes);
        for (long number : new long[] {0, -1, 63, 64, -65, Long.MAX_VALUE, Long.MIN_VALUE}) {
            out.number(number);
        }
        out.words(words, 5, 19_000);
        out.flag(true);
        out.bytes(bytes, 1, 200_000);
        out.text("späť");
        out.word(Double.doubleToRawLongBits(-0.0));
        out.flush();
        assertThat(out.size()).isEqualTo(file.size());

        StateReader in = new StateReader(new ByteArrayInputStream(file.toByteArray()));
        for (long number : new long[] {0, -1, 63, 64, -65, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(in.number()).isEqualTo(number);
        }
        assertThat(in.words()).isEqualTo(java.util.Arrays.copyOfRange(words, 5, 19_005));
        assertThat(in.flag()).isTrue();
        assertThat(in.bytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1, 200_001));
        assertThat(in.text()).isEqualTo("späť");
        assertThat(in.word()).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThatThrownBy(in::flag).isInstanceOf(EOFException.class);
    }
}
