package kpipe.compiler.syntax;

import java.util.List;
import kpipe.compiler.source.SourceFile;

/**
 * One file as written.
 *
 * @param file the text
 * @param statements in the order of the text; a statement that could not be read is an {@link Statement.Erroneous}
 * @param lexemes every word, sign and comment, in order: what is needed to write the text again
 */
public record SyntaxTree(SourceFile file, List<Statement> statements, List<Lexeme> lexemes) {}
