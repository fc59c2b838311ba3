package kpipe.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kpipe.runtime.stream.Troubles;
import org.junit.jupiter.api.Test;

/** What a run says about its errors. */
class SummaryTest {

    private final List<String> said = new ArrayList<>();
    private final Troubles troubles = new Troubles(said::add);

    @Test
    void aRunWithoutErrorsSaysNothingOfThem() {
        assertThat(Summary.errors(troubles, false)).isEmpty();
    }

    @Test
    void theFirstOfEachKindIsShownWithTheNumberOfItsKind() {
        for (int i = 0; i < 1_234; i++) {
            troubles.met("stream `s`", "BAD_VALUE", "`n`: 'x" + i + "' is no BIGINT (in a.json)");
        }
        troubles.met("pump `p`", "OVERFLOW:3", "the result does not fit INTEGER (a.kpipe:3)");

        assertThat(Summary.errors(troubles, false)).isEqualTo("""
                        errors, and what the first of each kind says:
                          1,234  stream `s`: `n`: 'x0' is no BIGINT (in a.json)
                              1  pump `p`: the result does not fit INTEGER (a.kpipe:3)
                        a DESTINATION from `error_stream` delivers them all, with their rows
                        """);
        assertThat(Summary.errors(troubles, true)).doesNotContain("error_stream");
    }

    @Test
    void kindsBeyondAHandfulAreOnlyCounted() {
        for (int kind = 0; kind < 200; kind++) {
            troubles.met("pump `p`", "kind " + kind, "sentence " + kind);
        }
        assertThat(Summary.errors(troubles, true).lines())
                .hasSize(7)
                .contains("  1  pump `p`: sentence 4")
                .last()
                .isEqualTo("  and 195 of other kinds");
    }

    @Test
    void aRunThatGoesOnTellsEachKindOnce() {
        troubles.met("pump `p`", "a", "first");
        troubles.tell(2);
        troubles.met("pump `p`", "a", "second");
        troubles.met("pump `p`", "b", "of\nanother\tkind");
        troubles.met("pump `p`", "c", "one too many");
        troubles.tell(2);
        troubles.tell(2);

        assertThat(said).containsExactly("warning: pump `p`: first", "warning: pump `p`: of another kind");
    }
}
