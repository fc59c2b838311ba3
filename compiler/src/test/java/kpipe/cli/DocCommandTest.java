package kpipe.cli;

import static kpipe.cli.CommandLineRun.kpipe;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocCommandTest {

    @Test
    void showsSourceAndDestinationOfOneName() {
        CommandLineRun run = kpipe("doc", "file");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("# FILE (source)")
                .contains("`follow` (boolean, else false)")
                .contains("# FILE (destination)")
                .contains("Delivers each record exactly once.");
    }

    @Test
    void showsWhatIsPartOfTheLanguage() {
        assertThat(kpipe("doc", "coalesce").out())
                .contains("# COALESCE (part of the language)")
                .contains("the first that is not NULL");
        assertThat(kpipe("doc", "COUNT").out()).contains("`COUNT(*)`").contains("`COUNT(DISTINCT x)`");
        assertThat(kpipe("doc", "floor").out()).contains("FLOOR (function)").contains("`FLOOR(t TO unit)`");
        assertThat(kpipe("doc").out()).contains("COALESCE, IFNULL, NVL");
    }

    @Test
    void listsAllNames() {
        assertThat(kpipe("doc").out()).contains("Sources: ").contains("FILE").contains("Formats: ");
    }

    @Test
    void saysWhenThereIsNoSuchThing() {
        CommandLineRun run = kpipe("doc", "nothing_of_the_kind");

        assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("`nothing_of_the_kind`").contains("`kpipe doc` lists");
    }
}
