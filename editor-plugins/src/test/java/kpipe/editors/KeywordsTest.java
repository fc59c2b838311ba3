package kpipe.editors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KeywordsTest {

    private static final Set<String> TEXTMATE =
            Keywords.ofTextMate(Tool.read(Tool.HOME.resolve("vscode/syntaxes/kpipe.tmLanguage.json")));
    private static final Set<String> VIM = Keywords.ofVim(Tool.read(Tool.HOME.resolve("vim/syntax/kpipe.vim")));

    @Test
    void theLexerHasKeywords() {
        assertThat(Keywords.ofLexer())
                .contains("STREAM", "PUMP", "LATENESS", "WINDOWED")
                .hasSizeGreaterThan(200);
    }

    @Test
    void everyKeywordOfTheLexerIsColouredInVisualStudioCode() {
        assertThat(TEXTMATE).containsAll(Keywords.ofLexer());
    }

    @Test
    void everyKeywordOfTheLexerIsColouredInVim() {
        assertThat(VIM).containsAll(Keywords.ofLexer());
    }

    @Test
    void bothEditorsColourTheSameWords() {
        assertThat(TEXTMATE).isEqualTo(VIM);
    }
}
