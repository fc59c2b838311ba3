package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Spans as Calcite's positions, and back: the line stands for the file and the column for the offset, so that nothing is lost. */
final class Positions {

    private final List<SourceFile> files = new ArrayList<>();

    SqlParserPos of(Span span) {
        int file = files.indexOf(span.file());
        if (file < 0) {
            file = files.size();
            files.add(span.file());
        }
        return new SqlParserPos(file + 1, span.start() + 1, file + 1, Math.max(span.end(), span.start() + 1));
    }

    /** The span of a position that Calcite gives back; {@code otherwise} where it gives none of ours. */
    Span span(int line, int column, int endLine, int endColumn, Span otherwise) {
        boolean ours = line >= 1 && line <= files.size() && endLine == line && column >= 1 && endColumn >= column;
        if (!ours) {
            return otherwise;
        }
        SourceFile file = files.get(line - 1);
        int end = Math.min(endColumn, file.text().length());
        return new Span(file, Math.min(column - 1, end), end);
    }
}
