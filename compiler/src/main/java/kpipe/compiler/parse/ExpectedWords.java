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

    private final Map<Frame, Frame> frames = new HashMap<>();
    private final int at;
    private final Set<String> described = new LinkedHashSet<>();
    private final Set<Integer> keywords = new TreeSet<>();

    /** A rule that was entered: where to go on after it, and how tightly its operators must bind. */
    private record Frame(ATNState follow, @Nullable Frame parent, int precedence, int depth) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Frame frame
                    && frame.follow == follow
                    && frame.parent == parent
                    && frame.precedence == precedence;
        }

        @Override
        public int hashCode() {
            return (follow.stateNumber * 31 + System.identityHashCode(parent)) * 31 + precedence;
        }
    }

    private record Place(ATNState state, @Nullable Frame frame) {}

    /** Follows the statement's words as far as they fit. */
    ExpectedWords(List<Token> words) {
        ATNState start = GRAMMAR.ruleToStartState[KpipeParser.RULE_statement];
        Set<Place> kernel = Set.of(new Place(start, null));
        int place = 0;
        while (true) {
            int type = place < words.size() ? words.get(place).getType() : Token.EOF;
            Set<Place> next = step(closure(kernel), type);
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

    private Set<Place> closure(Set<Place> kernel) {
        Set<Place> closure = new HashSet<>();
        for (Place place : kernel) {
            close(place, closure);
        }
        return closure;
    }

    private void close(Place from, Set<Place> closure) {
        List<Place> open = new ArrayList<>();
        open.add(from);
        while (!open.isEmpty()) {
            Place place = open.remove(open.size() - 1);
            if (!closure.add(place)) {
                continue;
            }
            open.addAll(epsilon(place));
        }
    }

    /** Where one gets from a place without a word. */
    private List<Place> epsilon(Place place) {
        List<Place> next = new ArrayList<>();
        Frame frame = place.frame;
        if (place.state instanceof RuleStopState) {
            if (frame != null) {
                next.add(new Place(frame.follow, frame.parent));
            }
            return next;
        }
        for (Transition transition : place.state.getTransitions()) {
            if (transition instanceof RuleTransition rule) {
                int depth = frame == null ? 1 : frame.depth + 1;
                Frame entered = new Frame(rule.followState, frame, rule.precedence, depth);
                next.add(new Place(rule.target, frames.computeIfAbsent(entered, f -> f)));
            } else if (transition instanceof PrecedencePredicateTransition tightness) {
                if (frame == null || tightness.precedence >= frame.precedence) {
                    next.add(new Place(transition.target, frame));
                }
            } else if (transition.isEpsilon()) {
                next.add(new Place(transition.target, frame));
            }
        }
        return next;
    }

    private static Set<Place> step(Set<Place> places, int type) {
        Set<Place> next = new HashSet<>();
        for (Place place : places) {
            for (Transition transition : place.state.getTransitions()) {
                boolean matches = !transition.isEpsilon()
                        && (type == Token.EOF
                                ? transition.label() != null
                                        && transition.label().contains(Token.EOF)
                                : transition.matches(type, Token.MIN_USER_TOKEN_TYPE, GRAMMAR.maxTokenType));
                if (matches) {
                    next.add(new Place(transition.target, place.frame));
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
    private void collect(Set<Place> kernel, Set<Integer> whole, Set<String> names, Set<Integer> types) {
        Set<Place> seen = new HashSet<>();
        List<Place> open = new ArrayList<>(kernel);
        while (!open.isEmpty()) {
            Place place = open.remove(open.size() - 1);
            if (!seen.add(place)) {
                continue;
            }
            for (Transition transition : place.state.getTransitions()) {
                if (transition instanceof RuleTransition rule && whole.contains(rule.ruleIndex)) {
                    names.add(NAMED.getOrDefault(rule.ruleIndex, ""));
                } else if (!transition.isEpsilon() && transition.label() != null) {
                    types.addAll(transition.label().toList());
                }
            }
            for (Place next : epsilon(place)) {
                int rule = next.state.ruleIndex;
                boolean entered = next.frame != place.frame
                        && !(place.state instanceof RuleStopState)
                        && next.state == GRAMMAR.ruleToStartState[rule];
                if (!entered || !whole.contains(rule)) {
                    open.add(next);
                }
            }
        }
    }
}
