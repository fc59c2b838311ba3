package kpipe.compiler.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.PrecedencePredicateTransition;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first word of a statement that fits nowhere, and what would have fitted there. It follows all ways through
 * the grammar at once, so that the answer is exact; it is asked only about statements that are wrong.
 */
final class ExpectedWords {
    private static final ATN GRAMMAR = KpipeParser._ATN;

    /** Rules that are named as a whole, instead of the words that they may begin with. */
    private static final Map<Integer, String> NAMED = Map.ofEntries(
            Map.entry(KpipeParser.RULE_identifier, "a name"),
            Map.entry(KpipeParser.RULE_qualifiedName, "a name"),
            Map.entry(KpipeParser.RULE_optionName, "the name of an option"),
            Map.entry(KpipeParser.RULE_string, "a string"),
            Map.entry(KpipeParser.RULE_expression, "an expression"),
            Map.entry(KpipeParser.RULE_valueExpression, "an expression"),
            Map.entry(KpipeParser.RULE_query, "a query"),
            Map.entry(KpipeParser.RULE_typeName, "a type"),
            Map.entry(KpipeParser.RULE_duration, "a duration such as `60 SECONDS`"),
            Map.entry(KpipeParser.RULE_durationUnit, "a unit of time such as `SECONDS`"),
            Map.entry(KpipeParser.RULE_timeUnit, "a unit of time such as `SECOND`"),
            Map.entry(KpipeParser.RULE_size, "a size such as `1 MB`"),
            Map.entry(KpipeParser.RULE_amount, "a number"),
            Map.entry(KpipeParser.RULE_windowShape, "a window such as `TUMBLING 1 MINUTE`"),
            Map.entry(KpipeParser.RULE_clause, "a clause"),
            Map.entry(KpipeParser.RULE_columnOption, "an option of the column"),
            Map.entry(KpipeParser.RULE_testStep, "a step of the test"),
            Map.entry(KpipeParser.RULE_comparisonOperator, "an operator"),
            Map.entry(KpipeParser.RULE_predicate, "an operator"),
            Map.entry(KpipeParser.RULE_primarySuffix, ""),
            Map.entry(KpipeParser.RULE_selectAlias, ""),
            Map.entry(KpipeParser.RULE_bareTableAlias, ""));

    private static final Set<Integer> NAMES = Set.of(
            KpipeParser.RULE_identifier,
            KpipeParser.RULE_qualifiedName,
            KpipeParser.RULE_callName,
            KpipeParser.RULE_selectAlias,
            KpipeParser.RULE_bareTableAlias);

    private static final Set<Integer> OPERATORS = Set.of(
            KpipeParser.PLUS,
            KpipeParser.MINUS,
            KpipeParser.STAR,
            KpipeParser.SLASH,
            KpipeParser.PERCENT,
            KpipeParser.CONCATENATE,
            KpipeParser.AND,
            KpipeParser.OR);

    /** What fits after most names and says nothing to anybody. */
    private static final Set<String> NOISE = Set.of("", "`.`", "`[`", "`ARRAY`", "`U&'`");

    private final int at;
    private final Set<String> described = new LinkedHashSet<>();
    private final Set<Integer> keywords = new TreeSet<>();

    /** A rule that was entered at some word, by all who entered it there: so there are as many of them as words, however many ways lead to each. */
    private static final class Entered {
        /** How tightly its operators must bind. */
        final int precedence;

        /** Where to go on after it. */
        final Set<Place> callers = new LinkedHashSet<>();

        /** Whether its end was reached. */
        boolean left;

        Entered(int precedence) {
            this.precedence = precedence;
        }
    }

    private record Entry(int rule, int precedence) {}

    private record Place(ATNState state, @Nullable Entered rule) {}

    /** Follows the statement's words as far as they fit. */
    ExpectedWords(List<Token> words) {
        ATNState start = GRAMMAR.ruleToStartState[KpipeParser.RULE_statement];
        Set<Place> kernel = Set.of(new Place(start, null));
        int place = 0;
        while (true) {
            int type = place < words.size() ? words.get(place).getType() : Token.EOF;
            Set<Place> next = step(reached(kernel, Set.of()), type);
            if (next.isEmpty() || place == words.size()) {
                break;
            }
            kernel = next;
            place++;
        }
        at = place;
        describe(kernel);
    }

    /** The index of the first word that does not fit; the number of words if the statement ends too early. */
    int at() {
        return at;
    }

    /** What would have fitted, in words, most general first; signs and keywords between backquotes. */
    Set<String> described() {
        return described;
    }

    /** The keywords that would have fitted as such. */
    Set<Integer> keywords() {
        return keywords;
    }

    /** Where one gets from some places without a word, not looking into the rules {@code whole}. */
    private static Set<Place> reached(Set<Place> kernel, Set<Integer> whole) {
        Map<Entry, Entered> entries = new HashMap<>();
        Set<Place> reached = new LinkedHashSet<>();
        List<Place> open = new ArrayList<>(kernel);
        while (!open.isEmpty()) {
            Place place = open.remove(open.size() - 1);
            if (!reached.add(place)) {
                continue;
            }
            Entered within = place.rule;
            if (place.state instanceof RuleStopState) {
                if (within != null) {
                    within.left = true;
                    open.addAll(within.callers);
                }
                continue;
            }
            for (Transition transition : place.state.getTransitions()) {
                if (transition instanceof RuleTransition rule) {
                    if (!whole.contains(rule.ruleIndex)) {
                        Entered entered = entries.computeIfAbsent(
                                new Entry(rule.ruleIndex, rule.precedence), entry -> new Entered(entry.precedence));
                        Place after = new Place(rule.followState, within);
                        // A rule that takes no word may have ended before all who enter it have come.
                        if (entered.callers.add(after) && entered.left) {
                            open.add(after);
                        }
                        open.add(new Place(rule.target, entered));
                    }
                } else if (transition instanceof PrecedencePredicateTransition tightness) {
                    if (within == null || tightness.precedence >= within.precedence) {
                        open.add(new Place(transition.target, within));
                    }
                } else if (transition.isEpsilon()) {
                    open.add(new Place(transition.target, within));
                }
            }
        }
        return reached;
    }

    private static Set<Place> step(Set<Place> places, int type) {
        Set<Place> next = new LinkedHashSet<>();
        for (Place place : places) {
            for (Transition transition : place.state.getTransitions()) {
                boolean matches = !transition.isEpsilon()
                        && (type == Token.EOF
                                ? transition.label() != null
                                        && transition.label().contains(Token.EOF)
                                : transition.matches(type, Token.MIN_USER_TOKEN_TYPE, GRAMMAR.maxTokenType));
                if (matches) {
                    next.add(new Place(transition.target, place.rule));
                }
            }
        }
        return next;
    }

    private void describe(Set<Place> kernel) {
        Set<Integer> plain = new TreeSet<>();
        collect(kernel, NAMED.keySet(), described, plain);
        collect(kernel, NAMES, new HashSet<>(), keywords);
        boolean operators = false;
        for (int type : plain) {
            if (OPERATORS.contains(type)) {
                operators = true;
            } else {
                described.add(name(type));
            }
        }
        if (operators) {
            described.add("an operator");
        }
        described.removeAll(NOISE);
    }

    private static String name(int type) {
        return switch (type) {
            case Token.EOF -> "`;`";
            case KpipeParser.IDENTIFIER, KpipeParser.QUOTED_NAME -> "a name";
            case KpipeParser.STRING, KpipeParser.UNICODE_STRING -> "a string";
            case KpipeParser.BINARY_STRING -> "";
            case KpipeParser.NUMBER -> "a number";
            case KpipeParser.CODE -> "`$$`";
            default -> "`" + Words.spelling(type) + "`";
        };
    }

    /** Gathers the words that may come next, without looking into the rules {@code whole}, whose names are gathered. */
    private static void collect(Set<Place> kernel, Set<Integer> whole, Set<String> names, Set<Integer> types) {
        for (Place place : reached(kernel, whole)) {
            for (Transition transition : place.state.getTransitions()) {
                if (transition instanceof RuleTransition rule && whole.contains(rule.ruleIndex)) {
                    names.add(NAMED.getOrDefault(rule.ruleIndex, ""));
                } else if (!transition.isEpsilon() && transition.label() != null) {
                    types.addAll(transition.label().toList());
                }
            }
        }
    }
}
