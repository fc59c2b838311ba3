package kpipe.stdlib.format.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import kpipe.spi.Options;
import kpipe.stdlib.format.Decoding;
import org.junit.jupiter.api.Test;

class CsvFormatTest {

    @Test
    void readsQuotesHeadersAndNulls() {
        Decoding csv = Decoding.of(new CsvFormat(), "a INTEGER, b VARCHAR", Options.NONE.with("header", true));
        String text = "b,x,A\r\n\"q\"\"\n,\",9,1\r\n,,2\r\n\"\",,\r\n\r\nbad,1,x\r\n\"z\",1,3";
        for (int piece : new int[] {1, 5, 1000}) {
            Decoding.Result result = csv.decode(text.getBytes(StandardCharsets.UTF_8), piece);
            assertThat(result.rows()).containsExactly("1|q\"\n,", "2|null", "null|", "3|z");
            assertThat(result.rejects()).hasSize(1);
        }
    }
}
