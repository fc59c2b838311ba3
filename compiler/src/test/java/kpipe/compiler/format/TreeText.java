package kpipe.compiler.format;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.SyntaxTree;

/** A tree as text that two files share if they say the same: without places, case of names and order of clauses. */
final class TreeText {
    private TreeText() {}

    static String of(SyntaxTree tree) {
        StringBuilder text = new StringBuilder();
        for (Statement statement : tree.statements()) {
            text.append(text(statement)).append('\n');
        }
        return text.toString();
    }

    private static String text(Object value) {
        if (value instanceof Identifier name && !name.quoted()) {
            return name.name().toUpperCase(Locale.ROOT);
        }
        if (value instanceof Literal.Numeric number) {
            return number.text().toUpperCase(Locale.ROOT);
        }
        if (value instanceof List<?> list) {
            boolean clauses = !list.isEmpty() && list.get(0) instanceof Clause;
            List<String> texts = list.stream().map(TreeText::text).toList();
            return (clauses ? new TreeSet<>(texts) : texts).toString();
        }
        if (!(value instanceof Record record)) {
            return String.valueOf(value);
        }
        StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('(');
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() != Span.class) {
                text.append(text(value(component, record))).append(' ');
            }
        }
        return text.append(')').toString();
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
