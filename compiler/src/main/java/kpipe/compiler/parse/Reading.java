package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.DiagnosticCollector;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.grammar.KpipeLexer;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** What all readers of one file share: places, names, and where to report. */
final class Reading {
    private static final Code EMPTY_NAME = Code.error("K0123", "a quoted name needs at least one character");

    private final SourceFile file;
    private final DiagnosticCollector diagnostics;

    Reading(SourceFile file, DiagnosticCollector diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
    }

    SourceFile file() {
        return file;
    }

    DiagnosticCollector diagnostics() {
        return diagnostics;
    }

    void report(Code code, Span span, Object... arguments) {
        diagnostics.report(code, span, arguments);
    }

    Span span(ParserRuleContext context) {
        int start = context.getStart().getStartIndex();
        Token stop = context.getStop();
        return new Span(file, start, stop == null ? start : Math.max(start, stop.getStopIndex() + 1));
    }

    Span span(Token token) {
        return new Span(file, token.getStartIndex(), token.getStopIndex() + 1);
    }

    Span span(Token first, Token last) {
        return new Span(file, first.getStartIndex(), last.getStopIndex() + 1);
    }

    Span span(TerminalNode node) {
        return span(node.getSymbol());
    }

    /** The name that a rule of one word stands for. */
    Identifier identifier(ParserRuleContext context) {
        return identifier(context.getStart());
    }

    Identifier identifier(Token token) {
        String text = token.getText();
        if (token.getType() != KpipeLexer.QUOTED_NAME) {
            return new Identifier(span(token), text, false);
        }
        String name = text.substring(1, text.length() - 1).replace("\"\"", "\"");
        if (name.isEmpty()) {
            report(EMPTY_NAME, span(token));
        }
        return new Identifier(span(token), name, true);
    }

    @Nullable
    Identifier optionalIdentifier(@Nullable ParserRuleContext context) {
        return context == null ? null : identifier(context);
    }

    List<Identifier> identifiers(List<KpipeParser.IdentifierContext> contexts) {
        return all(contexts, this::identifier);
    }

    @Nullable
    List<Identifier> columns(KpipeParser.@Nullable IdentifierListContext context) {
        return context == null ? null : identifiers(context.identifier());
    }

    List<Identifier> columnsOrNone(KpipeParser.@Nullable IdentifierListContext context) {
        return context == null ? List.of() : identifiers(context.identifier());
    }

    QualifiedName name(KpipeParser.QualifiedNameContext context) {
        return new QualifiedName(span(context), identifiers(context.identifier()));
    }

    @Nullable
    QualifiedName optionalName(KpipeParser.@Nullable QualifiedNameContext context) {
        return context == null ? null : name(context);
    }

    static <C, R> List<R> all(List<C> contexts, Function<? super C, ? extends R> read) {
        if (contexts.isEmpty()) {
            return List.of();
        }
        List<R> results = new ArrayList<>(contexts.size());
        for (C context : contexts) {
            results.add(read.apply(context));
        }
        return List.copyOf(results);
    }

    static <C, R> @Nullable R optional(@Nullable C context, Function<? super C, ? extends R> read) {
        return context == null ? null : read.apply(context);
    }
}
