package kpipe.compiler.format;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import kpipe.compiler.syntax.BinaryOperator;
import kpipe.compiler.syntax.CaseBranch;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.Node;
import kpipe.compiler.syntax.Nodes;
import kpipe.compiler.syntax.Query;
import kpipe.compiler.syntax.Statement;
import kpipe.compiler.syntax.TableReference;
import org.jspecify.annotations.Nullable;

/** Where in a statement a line may end, by the numbers of the words before which it does. */
final class Breaks {
    private static final Set<String> MATCH_CLAUSES =
            Set.of("PARTITION", "ORDER", "MEASURES", "ONE", "ALL", "AFTER", "PATTERN", "WITHIN", "SUBSET", "DEFINE");

    private final Lexemes lexemes;
    private final Set<Integer> queryClauses = new HashSet<>();
    private final Set<Integer> lines = new HashSet<>();
    private final Set<Integer> joins = new HashSet<>();
    private final Set<Integer> names = new HashSet<>();
    private final Set<Integer> cases = new HashSet<>();

    Breaks(Lexemes lexemes, Statement statement) {
        this.lexemes = lexemes;
        Nodes.walk(statement, node -> {
            if (node instanceof Identifier) {
                names.add(node.span().start());
            }
        });
        Nodes.walk(statement, this::note);
    }

    /** Whether a clause of a query begins with that word: its lines begin where those of its query do. */
    boolean clause(int index) {
        return queryClauses.contains(index);
    }

    /** Whether the line may end before that word. */
    boolean line(int index) {
        return lines.contains(index);
    }

    /** Whether a JOIN begins with that word. */
    boolean join(int index) {
        return joins.contains(index);
    }

    /** Whether a CASE begins with that word. */
    boolean beginsCase(int index) {
        return cases.contains(index);
    }

    private void note(Node node) {
        if (node instanceof Query.Select select) {
            select(select);
        } else if (node instanceof Query.Ordered ordered) {
            if (!ordered.orderBy().isEmpty()) {
                clauseBefore(ordered.orderBy().get(0), "ORDER");
            }
            limit(ordered.limit());
            limit(ordered.offset());
        } else if (node instanceof Query.SetOperation operation) {
            int word = lexemes.back(
                    operation.right().span().start(), operation.kind().name());
            queryClauses.add(word);
            int next = word + 1;
            if (lexemes.text(next).equalsIgnoreCase("ALL") || lexemes.text(next).equalsIgnoreCase("DISTINCT")) {
                next++;
            }
            queryClauses.add(next);
        } else if (node instanceof Query.With with) {
            queryClauses.add(firstOutside(with.body().span().start()));
        } else if (node instanceof TableReference.MatchRecognize match) {
            match(match);
        } else if (node instanceof TableReference.Join join) {
            join(join);
        } else if (node instanceof Expr.Binary binary) {
            if (binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR) {
                lines.add(lexemes.back(
                        binary.right().span().start(), binary.operator().name()));
            }
        } else if (node instanceof Expr.Case choice) {
            cases.add(lexemes.firstFrom(choice.span().start()));
            for (CaseBranch branch : choice.branches()) {
                lines.add(lexemes.back(branch.then().span().start(), "THEN"));
            }
        }
    }

    private void select(Query.Select select) {
        lines.add(firstOutside(select.items().get(0).span().start()));
        if (!select.from().isEmpty()) {
            clauseBefore(select.from().get(0), "FROM");
        }
        clauseBefore(select.where(), "WHERE");
        clauseBefore(select.windowedBy(), "WINDOWED");
        if (select.groupBy() != null) {
            queryClauses.add(lexemes.firstFrom(select.groupBy().span().start()));
        }
        clauseBefore(select.having(), "HAVING");
        if (!select.windows().isEmpty()) {
            clauseBefore(select.windows().get(0), "WINDOW");
        }
    }

    private void clauseBefore(@Nullable Node first, String word) {
        if (first != null) {
            queryClauses.add(lexemes.back(first.span().start(), word));
        }
    }

    private void limit(@Nullable Expr amount) {
        if (amount == null) {
            return;
        }
        // The amount of FETCH FIRST ROW ONLY is the clause itself.
        int word = lexemes.firstFrom(amount.span().start());
        while (!lexemes.text(word).matches("(?i)LIMIT|OFFSET|FETCH")) {
            word--;
        }
        queryClauses.add(word);
    }

    private void join(TableReference.Join join) {
        int word = lexemes.firstFrom(join.left().span().end());
        while (lexemes.text(word).equals(")")) {
            word++;
        }
        joins.add(word);
    }

    private void match(TableReference.MatchRecognize match) {
        int word = lexemes.firstFrom(match.input().span().end());
        while (!lexemes.text(word).equalsIgnoreCase("MATCH_RECOGNIZE")) {
            word++;
        }
        int depth = 0;
        for (int i = word + 1;
                i < lexemes.size() && lexemes.at(i).start() < match.span().end();
                i++) {
            String text = lexemes.text(i).toUpperCase(Locale.ROOT);
            if (depth == 1
                    && MATCH_CLAUSES.contains(text)
                    && !names.contains(lexemes.at(i).start())) {
                queryClauses.add(i);
            }
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    /** The first word of what begins there, with the parentheses around it. */
    private int firstOutside(int offset) {
        int word = lexemes.firstFrom(offset);
        while (word > 0 && lexemes.text(word - 1).equals("(")) {
            word--;
        }
        return word;
    }
}
