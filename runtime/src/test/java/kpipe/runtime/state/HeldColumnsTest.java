package kpipe.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.runtime.state.StateForm.Held;
import org.junit.jupiter.api.Test;

class HeldColumnsTest {

    private static final Type TEXT = Type.of(Kind.VARCHAR, true);

    @Test
    void twoColumnsThatAreMadeOfTheSameStayWhatTheyWere() throws IOException {
        StateForm form = form(held("k", "{s.k}"), held("key 1", "{s.k}"));
        Migration migration = Upgrade.of(List.of(form), List.of(form)).get(0).migration();
        assertThat(columns(schema("k", "key 1"), schema("k", "key 1"), migration)
                        .same())
                .isTrue();
    }

    @Test
    void oneThatIsNewAndMadeOfTheSameAsAnotherBeginsAsThatOne() throws IOException {
        StateForm before = form(held("k", "{s.k}"));
        StateForm now = form(held("k", "{s.k}"), held("key 1", "{s.k}"));
        Upgrade upgrade = Upgrade.of(List.of(before), List.of(now)).get(0);
        assertThat(columns(schema("k"), schema("k", "key 1"), upgrade.migration())
                        .from())
                .containsExactly(0, 0);
    }

    @Test
    void ofSeveralOfOneNameTheFirstIsTheFirst() throws IOException {
        StateForm form = form(held("k", "{s.k}"), held("k", "{t.k}"));
        Migration migration = Upgrade.of(List.of(form), List.of(form)).get(0).migration();
        assertThat(columns(schema("k", "k"), schema("k", "k"), migration).from())
                .containsExactly(0, 1);
    }

    private static StateForm form(Held... held) {
        return new StateForm(
                "pump p sort",
                "order of rows",
                "p.kpipe:1",
                StateForm.VERSION,
                List.of(),
                List.of(),
                List.of(),
                List.of(held),
                Map.of(),
                -1,
                List.of(),
                1);
    }

    private static Held held(String name, String text) {
        return new Held("rows", name, TEXT, text, true);
    }

    private static Schema schema(String... names) {
        return new Schema(
                List.of(names).stream().map(name -> new Column(name, TEXT)).toList());
    }

    private static SavedColumns columns(Schema before, Schema now, Migration migration) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        StateWriter out = new StateWriter(file);
        out.schema(before);
        out.flush();
        return new StateReader(new ByteArrayInputStream(file.toByteArray()))
                .migrating(migration)
                .columns(now);
    }
}
