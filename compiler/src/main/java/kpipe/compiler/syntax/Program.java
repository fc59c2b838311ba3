package kpipe.compiler.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * A file with all that it imports.
 *
 * @param files every file once: an imported file before the file that imports it, the main file last
 */
public record Program(List<SyntaxTree> files) {
    /** The file that the program was read from. */
    public SyntaxTree main() {
        return files.get(files.size() - 1);
    }

    /** The statements of all files: those of imported files first. */
    public List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        for (SyntaxTree file : files) {
            statements.addAll(file.statements());
        }
        return List.copyOf(statements);
    }
}
