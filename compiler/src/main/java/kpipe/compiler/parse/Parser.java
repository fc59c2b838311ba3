package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.diagnostic.TextEdit;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Creation;
import kpipe.compiler.syntax.Preamble;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.SyntaxTree;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BufferedTokenStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of one file. Every statement is read by itself: what is wrong with one does not touch the others. A
 * statement that cannot be read is reported once and stands in the tree as {@link Statement.Erroneous}.
 */
public final class Parser {
    private static final Code NO_SEMICOLON = Code.warning("K0106", "a `;` is missing between these statements");
    private static final Code TOO_DEEP = Code.error("K0117", "this is nested more deeply than kpipe can follow");

    /** How many parentheses, signs and CASEs may be open at once. */
    private static final int DEEPEST = 300;

    private final Reading reading;
    private final Lexing lexing;
    private final StatementCutter cutter;
    private final DocumentationFinder documentation;
    private final KpipeParser grammar;
    private final List<Statement> statements = new ArrayList<>();

    private Parser(SourceFile file, DiagnosticCollector diagnostics) {
        this.reading = new Reading(file, diagnostics);
        this.lexing = new Lexing(file, diagnostics);
        this.cutter = new StatementCutter(file, lexing.tokens());
        this.documentation = new DocumentationFinder(file, lexing.lexemes());
        this.grammar = new KpipeParser(new CommonTokenStream(new ListTokenSource(List.of())));
        grammar.removeErrorListeners();
        grammar.setErrorHandler(new BailErrorStrategy());
    }

    /** Reads a file; what is wrong with it goes to {@code diagnostics}. Never throws for what a file holds. */
    public static SyntaxTree parse(SourceFile file, DiagnosticCollector diagnostics) {
        Parser parser = new Parser(file, diagnostics);
        for (StatementCutter.Slice slice : parser.cutter.cut()) {
            parser.read(slice);
        }
        return new SyntaxTree(file, List.copyOf(parser.statements), List.copyOf(parser.lexing.lexemes()));
    }

    private void read(StatementCutter.Slice slice) {
        boolean broken = slice.tokens().stream().anyMatch(Lexing::broken);
        if (slice.semicolon() == null && !slice.last() && !broken) {
            Span end =
                    reading.span(slice.tokens().get(slice.tokens().size() - 1)).after();
            Fix fix = new Fix("end the statement", List.of(new TextEdit(end, ";")));
            Span shown = new Span(end.file(), Math.max(0, end.start() - 1), end.end());
            reading.diagnostics().report(Diagnostic.of(NO_SEMICOLON, shown).withFix(fix));
        }
        List<Token> words = beforeBroken(slice);
        while (true) {
            int failed = statement(words, slice.semicolon());
            if (failed < 0) {
                return;
            }
            int next = cutter.resume(words, failed);
            if (next < 0) {
                return;
            }
            words = words.subList(next, words.size());
        }
    }

    /**
     * Reads what stands before the statement that holds a broken word, where a line tells them apart; answers the rest.
     */
    private List<Token> beforeBroken(StatementCutter.Slice slice) {
        List<Token> words = slice.tokens();
        int broken = 0;
        while (broken < words.size() && !Lexing.broken(words.get(broken))) {
            broken++;
        }
        int head = broken == words.size() ? -1 : cutter.resume(words, 1);
        while (head > 0 && head < broken) {
            statement(words.subList(0, head), null);
            words = words.subList(head, words.size());
            broken -= head;
            head = cutter.resume(words, 1);
        }
        return words;
    }

    /** Reads one statement. Answers -1, or the index of the word from which to look for the next statement. */
    private int statement(List<Token> words, @Nullable Token semicolon) {
        Span whole = reading.span(words.get(0), words.get(words.size() - 1));
        Preamble preamble = preamble(words);
        for (int i = 0; i < words.size(); i++) {
            if (Lexing.broken(words.get(i))) {
                statements.add(erroneous(whole, preamble, words));
                return i;
            }
        }
        Token deep = tooDeep(words);
        if (deep != null) {
            reading.report(TOO_DEEP, reading.span(deep));
            statements.add(erroneous(whole, preamble, words));
            return words.size();
        }
        KpipeParser.StatementContext context = context(words);
        if (context == null) {
            SyntaxErrors errors = new SyntaxErrors(reading, words, semicolon);
            reading.diagnostics().report(errors.describe());
            statements.add(erroneous(whole, preamble, words));
            return errors.at();
        }
        try {
            statements.add(new StatementReader(reading, preamble, documentation, whole).read(context));
        } catch (NestingException tooDeep) {
            reading.report(TOO_DEEP, tooDeep.span().before());
            statements.add(erroneous(whole, preamble, words));
        }
        return -1;
    }

    /** What the grammar makes of the words, or null if it does not accept them: first the fast way, then the full one. */
    private KpipeParser.@Nullable StatementContext context(List<Token> words) {
        List<Token> closed = new ArrayList<>(words);
        Token last = words.get(words.size() - 1);
        CommonToken end = new CommonToken(Token.EOF, "");
        end.setStartIndex(last.getStopIndex() + 1);
        end.setStopIndex(last.getStopIndex());
        closed.add(end);
        BufferedTokenStream stream = new CommonTokenStream(new ListTokenSource(closed));
        for (PredictionMode mode : List.of(PredictionMode.SLL, PredictionMode.LL)) {
            stream.seek(0);
            grammar.setTokenStream(stream);
            grammar.getInterpreter().setPredictionMode(mode);
            try {
                return grammar.statement();
            } catch (ParseCancellationException wrong) {
                // Tried again with all context, then explained by SyntaxErrors.
            }
        }
        return null;
    }

    private static @Nullable Token tooDeep(List<Token> words) {
        int depth = 0;
        int signs = 0;
        for (Token word : words) {
            switch (word.getType()) {
                case KpipeParser.LEFT_PAREN, KpipeParser.LEFT_BRACKET, KpipeParser.LEFT_BRACE, KpipeParser.CASE ->
                    depth++;
                case KpipeParser.RIGHT_PAREN, KpipeParser.RIGHT_BRACKET, KpipeParser.RIGHT_BRACE, KpipeParser.END ->
                    depth--;
                default -> {}
            }
            boolean sign = switch (word.getType()) {
                case KpipeParser.NOT,
                        KpipeParser.MINUS,
                        KpipeParser.PLUS,
                        KpipeParser.LESS,
                        KpipeParser.ARRAY,
                        KpipeParser.MAP -> true;
                default -> false;
            };
            signs = sign || word.getType() == KpipeParser.LEFT_PAREN ? signs + 1 : 0;
            if (depth > DEEPEST || signs > DEEPEST) {
                return word;
            }
        }
        return null;
    }

    private Preamble preamble(List<Token> words) {
        Creation creation = Creation.NONE;
        if (words.get(0).getType() == KpipeParser.CREATE) {
            boolean replace = words.size() > 1 && words.get(1).getType() == KpipeParser.OR;
            creation = replace ? Creation.CREATE_OR_REPLACE : Creation.CREATE;
        }
        return new Preamble(creation, documentation.before(words.get(0)));
    }

    /** What can still be told of a statement that could not be read: its kind, and the name after it. */
    private Statement.Erroneous erroneous(Span whole, Preamble preamble, List<Token> words) {
        int kind = switch (preamble.creation()) {
            case NONE -> 0;
            case CREATE -> 1;
            case CREATE_OR_REPLACE -> 3;
        };
        if (kind >= words.size() || !Words.isWord(words.get(kind).getType())) {
            return new Statement.Erroneous(whole, preamble, null, null);
        }
        QualifiedName name = null;
        if (kind + 1 < words.size() && Words.isName(words.get(kind + 1))) {
            Token word = words.get(kind + 1);
            name = new QualifiedName(reading.span(word), List.of(reading.identifier(word)));
        }
        return new Statement.Erroneous(whole, preamble, Words.upper(words.get(kind)), name);
    }
}
