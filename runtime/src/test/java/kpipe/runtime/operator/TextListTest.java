package kpipe.runtime.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kpipe.data.Nested;
import kpipe.data.RowException;
import kpipe.data.Slice;
import kpipe.data.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextListTest {

    private static final TextList.Form UNSORTED = new TextList.Form(false, new int[0]);

    @Test
    void elementsComeInTheOrderOfTheirTimes() {
        TextList list = new TextList(UNSORTED);
        add(list, 2, Text.of("b"));
        add(list, 1, Text.of("a"));
        add(list, 2, null);
        assertThat(list.array()).isEqualTo(Nested.of(Text.of("a"), Text.of("b"), null));
    }

    @Test
    void moreThanTheBoundIsNotKept() {
        TextList list = new TextList(UNSORTED);
        Text large = Text.of("x".repeat(60_000));
        for (int i = 0; i < 18; i++) {
            add(list, i, large);
        }
        assertThat(list.isEmpty()).isFalse();
        assertThat(list.bytes()).isLessThan(1000);
        assertThatThrownBy(list::array).isInstanceOf(RowException.class).hasMessageContaining("1 MB");
        TextList other = new TextList(UNSORTED);
        add(other, 1, large);
        other.addAll(list);
        assertThatThrownBy(other::array).isInstanceOf(RowException.class);
    }

    private static void add(TextList list, long time, @Nullable Text element) {
        Text one = Nested.of(element);
        list.add(time, one.bytes(), Slice.of(one.offset(), one.length()));
    }
}
