package kpipe.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.ColumnDeclaration;
import kpipe.compiler.syntax.ColumnOption;
import kpipe.compiler.syntax.Statement;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import org.jspecify.annotations.Nullable;

/** The columns that a STREAM or TABLE lists. */
final class ResolveColumns {

    private static final Code DECLARED_TWICE = Code.error("K0239", "column `{0}` is declared twice");
    private static final Code ROWTIME =
            Code.error("K0217", "every row has ROWTIME beside its columns; none can be declared under that name");
    private static final Code NO_COLUMN_TYPE = Code.error("K0240", "{0} is no type for a column");
    private static final Code PATTERN = Code.error("K0515", "PATTERN says how a date or time is written; `{0}` is {1}");

    private ResolveColumns() {}

    /** The columns. What is wrong with one of them is reported; it is known by its name and has no type then. */
    static List<ColumnDeclaration> resolve(
            Reports reports, Statement statement, List<kpipe.compiler.syntax.ColumnDeclaration> columns) {
        NameTable<kpipe.compiler.syntax.ColumnDeclaration> names = new NameTable<>();
        List<ColumnDeclaration> resolved = new ArrayList<>(columns.size());
        boolean folds = statement.preamble().foldsNames();
        for (kpipe.compiler.syntax.ColumnDeclaration column : columns) {
            String name = CollectStatements.spelling(column.name(), statement);
            if (name.equalsIgnoreCase("ROWTIME")) {
                reports.report(ROWTIME, column.name().span());
                continue;
            }
            kpipe.compiler.syntax.ColumnDeclaration first =
                    names.add(name, folds || column.name().quoted(), column);
            if (first != null) {
                reports.report(Diagnostic.of(DECLARED_TWICE, column.name().span(), name)
                        .withLabel(first.name().span(), "first declared here"));
                continue;
            }
            ColumnDeclaration declared = column(reports, name, column);
            resolved.add(declared == null ? ColumnDeclaration.plain(name, null, column.span()) : declared);
        }
        return resolved;
    }

    private static @Nullable ColumnDeclaration column(
            Reports reports, String name, kpipe.compiler.syntax.ColumnDeclaration column) {
        boolean nullable = column.option(ColumnOption.NotNull.class).isEmpty();
        Type type = Types.resolve(reports, column.type(), nullable);
        if (type == null) {
            return null;
        }
        if (type.kind().isInterval()) {
            reports.report(NO_COLUMN_TYPE, column.type().span(), type.sql());
            return null;
        }
        ColumnOption.Pattern pattern = column.option(ColumnOption.Pattern.class).orElse(null);
        if (pattern != null && !type.kind().isDatetime()) {
            reports.report(PATTERN, pattern.span(), name, type.sql());
            return null;
        }
        if (pattern != null && !ColumnPattern.check(reports, pattern.pattern())) {
            return null;
        }
        String documentation = column.documentation();
        if (documentation == null) {
            documentation = column.option(ColumnOption.Description.class)
                    .map(option -> option.text().value())
                    .orElse(null);
        }
        return new ColumnDeclaration(
                name,
                type,
                column.option(ColumnOption.Path.class)
                        .map(option -> option.path().value())
                        .orElse(null),
                pattern == null ? null : pattern.pattern().value(),
                column.option(ColumnOption.Was.class)
                        .map(option -> option.oldName().name())
                        .orElse(null),
                documentation,
                column.span(),
                column.option(ColumnOption.Path.class)
                        .map(option -> option.path().span())
                        .orElse(null));
    }

    /** Columns whose types are all known, as a schema. */
    static Schema schema(List<ColumnDeclaration> columns) {
        List<Column> result = new ArrayList<>(columns.size());
        for (ColumnDeclaration column : columns) {
            Type type = column.type();
            if (type != null) {
                result.add(new Column(column.name(), type));
            }
        }
        return new Schema(result);
    }

    static List<String> names(List<ColumnDeclaration> columns) {
        return columns.stream().map(ColumnDeclaration::name).toList();
    }
}
