package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.diagnostic.NearestName;
import kpipe.compiler.source.Span;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a statement that the grammar does not accept, in the user's terms. */
final class SyntaxErrors {
    private static final Code NO_STATEMENT = Code.error("K0107", "no statement begins with `{0}`");
    private static final Code MISFIT = Code.error("K0108", "`{0}` does not fit here");
    private static final Code TOO_EARLY = Code.error("K0109", "the statement ends too early");
    private static final Code UNCLOSED_PARENTHESIS = Code.error("K0110", "this `{0}` is never closed");
    private static final Code UNOPENED_PARENTHESIS = Code.error("K0111", "this `{0}` closes nothing");
    private static final Code RESERVED = Code.error("K0112", "`{0}` is a word of the language and cannot be a name");
    private static final Code AFTER_QUERY =
            Code.error("K0113", "`{0}` stands after the query; the clauses of a statement go before AS");
    private static final Code LOOSE_COMMA = Code.error("K0135", "nothing follows this `,`");
    private static final Code DOUBLE_EQUAL = Code.error("K0136", "`==` is no operator; equality is `=`");

    /** Words that cannot be meant as names, since queries are built of them. */
    private static final Set<Integer> STRUCTURE = Set.of(
            KpipeParser.FROM,
            KpipeParser.WHERE,
            KpipeParser.SELECT,
            KpipeParser.HAVING,
            KpipeParser.UNION,
            KpipeParser.AS,
            KpipeParser.AND,
            KpipeParser.OR,
            KpipeParser.NOT,
            KpipeParser.INTO,
            KpipeParser.JOIN,
            KpipeParser.BY,
            KpipeParser.ON,
            KpipeParser.USING,
            KpipeParser.IS,
            KpipeParser.IN,
            KpipeParser.LIKE,
            KpipeParser.BETWEEN,
            KpipeParser.WHEN,
            KpipeParser.THEN);

    private static final int MOST_EXPECTED = 5;

    private final Reading reading;
    private final List<Token> words;
    private final @Nullable Token semicolon;
    private final ExpectedWords expected;

    SyntaxErrors(Reading reading, List<Token> words, @Nullable Token semicolon) {
        this.reading = reading;
        this.words = words;
        this.semicolon = semicolon;
        this.expected = new ExpectedWords(words);
    }

    /** The index of the word at which reading stopped. */
    int at() {
        return expected.at();
    }

    Diagnostic describe() {
        int at = expected.at();
        Diagnostic parenthesis = parenthesis(at);
        if (parenthesis != null) {
            return parenthesis;
        }
        if (at >= words.size()) {
            return tooEarly();
        }
        Token word = words.get(at);
        if (at == 0 || at == 1 && words.get(0).getType() == KpipeParser.CREATE) {
            return noStatement(word);
        }
        Token before = words.get(at - 1);
        boolean wantsName = expected.described().contains("a name");
        boolean wantsValue = wantsName || expected.described().contains("an expression");
        if (before.getType() == KpipeParser.COMMA && wantsValue && endsList(word)) {
            Span comma = reading.span(before);
            return Diagnostic.of(LOOSE_COMMA, comma).withFix(Fix.replace("remove it", comma, ""));
        }
        if (word.getType() == KpipeParser.EQUAL && before.getType() == KpipeParser.EQUAL) {
            Span both = reading.span(before, word);
            return Diagnostic.of(DOUBLE_EQUAL, both).withFix(Fix.replace("did you mean `=`?", both, "="));
        }
        if (word.getType() == KpipeParser.NUMBER && before.getType() == KpipeParser.INTERVAL) {
            String quoted = "'" + word.getText() + "'";
            Fix fix = Fix.replace(
                    "the number of an interval stands in quotes: `INTERVAL " + quoted + "`",
                    reading.span(word),
                    quoted);
            return Diagnostic.of(MISFIT, reading.span(word), word.getText()).withFix(fix);
        }
        if (word.getType() == KpipeParser.RANGE && Words.upper(before).equals("ROWTIME")) {
            return rangeOfTime(at);
        }
        Diagnostic known = otherDialect(at);
        if (known != null) {
            return known;
        }
        if (wantsValue && reserved(word) && !STRUCTURE.contains(word.getType())) {
            String quoted = "\"" + word.getText() + "\"";
            return Diagnostic.of(RESERVED, reading.span(word), word.getText())
                    .withFix(Fix.replace("in quotes it can: `" + quoted + "`", reading.span(word), quoted));
        }
        if (afterQuery(at)) {
            return Diagnostic.of(AFTER_QUERY, reading.span(word), Words.upper(word));
        }
        return misfit(word, before);
    }

    private @Nullable Diagnostic otherDialect(int at) {
        OtherDialects dialects = new OtherDialects(reading, words, at);
        int distinct = dialects.distinctStream();
        if (distinct > 0) {
            Span both = reading.span(words.get(distinct), words.get(distinct + 1));
            return Diagnostic.of(MISFIT, reading.span(words.get(distinct + 1)), "STREAM")
                    .withFix(Fix.replace("did you mean `STREAM DISTINCT`?", both, "STREAM DISTINCT"));
        }
        Token word = words.get(at);
        return dialects.explain(Diagnostic.of(MISFIT, reading.span(word), word.getText()));
    }

    /** {@code GROUP BY k, ROWTIME RANGE INTERVAL '1' MINUTE}: a window as many believe it is written. */
    private Diagnostic rangeOfTime(int at) {
        Diagnostic diagnostic =
                Diagnostic.of(MISFIT, reading.span(words.get(at)), words.get(at).getText());
        boolean interval = at + 3 < words.size()
                && words.get(at + 1).getType() == KpipeParser.INTERVAL
                && words.get(at + 2).getType() == KpipeParser.STRING;
        if (!interval) {
            return noted(diagnostic);
        }
        int first = at - 1;
        while (first >= 2 && words.get(first - 1).getType() == KpipeParser.DOT) {
            first -= 2;
        }
        Span time = reading.span(words.get(first), words.get(at - 1));
        Span length = reading.span(words.get(at + 1), words.get(at + 3));
        String step = "STEP(" + time.text() + " BY " + length.text() + ")";
        Span whole = reading.span(words.get(first), words.get(at + 3));
        return diagnostic.withFix(Fix.replace("rows are grouped by time with `" + step + "`", whole, step));
    }

    private static boolean endsList(Token word) {
        return STRUCTURE.contains(word.getType()) || word.getType() == KpipeParser.RIGHT_PAREN;
    }

    private static boolean reserved(Token word) {
        return Words.isKeyword(word.getType());
    }

    // ---- parentheses ----

    private @Nullable Diagnostic parenthesis(int at) {
        List<Token> open = new ArrayList<>();
        for (int i = 0; i < Math.min(at, words.size()); i++) {
            int type = words.get(i).getType();
            if (opens(type)) {
                open.add(words.get(i));
            } else if (closes(type) && !open.isEmpty()) {
                open.remove(open.size() - 1);
            }
        }
        if (at < words.size() && closes(words.get(at).getType()) && open.isEmpty()) {
            Token word = words.get(at);
            return Diagnostic.of(UNOPENED_PARENTHESIS, reading.span(word), word.getText());
        }
        boolean cutOff = at >= words.size() || endsParenthesis(at, open);
        if (!open.isEmpty() && cutOff && wantsClose(open.get(open.size() - 1))) {
            Token opening = open.get(open.size() - 1);
            Diagnostic diagnostic = Diagnostic.of(UNCLOSED_PARENTHESIS, reading.span(opening), opening.getText());
            Span stop = at < words.size() ? reading.span(words.get(at)) : end();
            return diagnostic.withLabel(stop, "expected before this");
        }
        return null;
    }

    private static boolean opens(int type) {
        return type == KpipeParser.LEFT_PAREN || type == KpipeParser.LEFT_BRACKET || type == KpipeParser.LEFT_BRACE;
    }

    private static boolean closes(int type) {
        return type == KpipeParser.RIGHT_PAREN || type == KpipeParser.RIGHT_BRACKET || type == KpipeParser.RIGHT_BRACE;
    }

    /** Whether the misfit is a word that only makes sense outside the open parentheses. */
    private boolean endsParenthesis(int at, List<Token> open) {
        if (open.isEmpty() || at == 0) {
            return false;
        }
        int type = words.get(at).getType();
        boolean newLine = reading.file().line(words.get(at).getStartIndex())
                > reading.file().line(words.get(at - 1).getStopIndex());
        return Words.isKeyword(type) && (newLine || STRUCTURE.contains(type));
    }

    private boolean wantsClose(Token opening) {
        String close = switch (opening.getType()) {
            case KpipeParser.LEFT_PAREN -> "`)`";
            case KpipeParser.LEFT_BRACKET -> "`]`";
            default -> "`}`";
        };
        return expected.described().contains(close);
    }

    // ---- single words ----

    private Span end() {
        return semicolon != null
                ? reading.span(semicolon)
                : reading.span(words.get(words.size() - 1)).after();
    }

    private Diagnostic tooEarly() {
        return noted(Diagnostic.of(TOO_EARLY, end()));
    }

    private Diagnostic noStatement(Token word) {
        Diagnostic diagnostic = Diagnostic.of(NO_STATEMENT, reading.span(word), word.getText());
        return NearestName.of(word.getText(), Words.STATEMENTS)
                .map(nearest -> diagnostic.withFix(Fix.didYouMean(reading.span(word), nearest)))
                .orElse(diagnostic);
    }

    /** Whether the words before hold the AS of a query, and the misfit is the first word of a clause. */
    private boolean afterQuery(int at) {
        Token word = words.get(at);
        int first = words.get(0).getType();
        boolean kind = first == KpipeParser.STREAM || first == KpipeParser.PUMP || first == KpipeParser.CREATE;
        if (!kind || !Words.isKeyword(word.getType())) {
            return false;
        }
        boolean query = words.subList(0, at).stream().anyMatch(w -> w.getType() == KpipeParser.SELECT);
        return query && CLAUSE_WORDS.contains(word.getType()) && depth(at) == 0;
    }

    private static final Set<Integer> CLAUSE_WORDS = Set.of(
            KpipeParser.SHARDS,
            KpipeParser.RETENTION,
            KpipeParser.EVENT,
            KpipeParser.ENCRYPTED,
            KpipeParser.STATE,
            KpipeParser.STOPPED,
            KpipeParser.STARTED,
            KpipeParser.PARTITION,
            KpipeParser.INTO,
            KpipeParser.FORMAT,
            KpipeParser.DESCRIPTION);

    private int depth(int at) {
        int depth = 0;
        for (int i = 0; i < at; i++) {
            int type = words.get(i).getType();
            depth += opens(type) ? 1 : closes(type) ? -1 : 0;
        }
        return depth;
    }

    private Diagnostic misfit(Token word, Token before) {
        Span span = reading.span(word);
        String text = word.getText();
        Diagnostic diagnostic = Diagnostic.of(MISFIT, span, text.length() > 40 ? text.substring(0, 40) + "…" : text);
        if (word.getType() == KpipeParser.QUOTED_NAME
                && expected.described().contains("a string")
                && !expected.described().contains("a name")) {
            String string = "'" + text.substring(1, text.length() - 1).replace("'", "''") + "'";
            return diagnostic.withFix(Fix.replace("a string stands in single quotes: " + string, span, string));
        }
        String meant = meant(word);
        if (meant != null) {
            return diagnostic.withFix(Fix.didYouMean(span, meant));
        }
        Diagnostic culprit = misspelledBefore(before);
        if (culprit != null) {
            return culprit;
        }
        return noted(diagnostic);
    }

    /** The keyword that the word was meant to be: of all that are near, the one with which the statement reads furthest. */
    private @Nullable String meant(Token word) {
        if (!Words.isWord(word.getType())) {
            return null;
        }
        List<String> keywords = Words.keywords(expected.keywords());
        keywords.remove(Words.upper(word));
        String best = null;
        int furthest = -1;
        String nearest = NearestName.of(word.getText(), keywords).orElse(null);
        while (nearest != null) {
            int reads = readsTo(expected.at(), nearest);
            if (reads > furthest) {
                best = nearest;
                furthest = reads;
            }
            keywords.remove(nearest);
            nearest = NearestName.of(word.getText(), keywords).orElse(null);
        }
        return best;
    }

    /** How far the statement reads with a keyword in the place of a word. */
    private int readsTo(int place, String keyword) {
        CommonToken replaced = new CommonToken(words.get(place));
        replaced.setType(Words.type(keyword));
        List<Token> corrected = new ArrayList<>(words);
        corrected.set(place, replaced);
        return new ExpectedWords(corrected).at();
    }

    /**
     * The word before may be the culprit: a misspelled keyword reads as a name, and the misfit shows one word later. It
     * is blamed only if the statement reads further with the keyword in its place.
     */
    private @Nullable Diagnostic misspelledBefore(Token before) {
        if (!Words.isWord(before.getType()) || before.getText().length() < 3) {
            return null;
        }
        int place = expected.at() - 1;
        ExpectedWords wanted = new ExpectedWords(words.subList(0, place));
        List<String> keywords = Words.keywords(wanted.keywords());
        keywords.remove(Words.upper(before));
        String nearest = NearestName.of(before.getText(), keywords).orElse(null);
        if (nearest == null || readsTo(place, nearest) <= expected.at()) {
            return null;
        }
        Span span = reading.span(before);
        return Diagnostic.of(MISFIT, span, before.getText()).withFix(Fix.didYouMean(span, nearest));
    }

    private Diagnostic noted(Diagnostic diagnostic) {
        List<String> choices = new ArrayList<>(expected.described());
        if (choices.isEmpty() || choices.size() > MOST_EXPECTED) {
            return diagnostic;
        }
        int last = choices.size() - 1;
        String list =
                last == 0 ? choices.get(0) : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
        return diagnostic.withNote("expected " + list);
    }
}
