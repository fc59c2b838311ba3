package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.spi.RecordFunction.BadConstantException;

/** Reads patterns in the syntax of the automaton library of dk.brics, which Kinesis Data Analytics has for its fast log parser. */
final class FastSyntax {

    private static final int GREATEST = Character.MAX_VALUE;
    private static final int MOST_REPETITIONS = 1_000;
    private static final Map<String, int[]> CLASSES = Map.ofEntries(
            Map.entry("Digit", new int[] {'0', '9'}),
            Map.entry("Upper", new int[] {'A', 'Z'}),
            Map.entry("Lower", new int[] {'a', 'z'}),
            Map.entry("ASCII", new int[] {0, 127}),
            Map.entry("Alpha", new int[] {'A', 'Z', 'a', 'z'}),
            Map.entry("Alnum", new int[] {'0', '9', 'A', 'Z', 'a', 'z'}),
            Map.entry("Punct", new int[] {'!', '/', ':', '@', '[', '`', '{', '~'}),
            Map.entry("Blank", new int[] {' ', ' ', '\t', '\t'}),
            Map.entry("Space", new int[] {' ', ' ', '\t', '\r'}),
            Map.entry("Cntrl", new int[] {0, 31, 127, 127}),
            Map.entry("XDigit", new int[] {'0', '9', 'A', 'F', 'a', 'f'}),
            Map.entry("Print", new int[] {' ', '~'}),
            Map.entry("Graph", new int[] {'!', '~'}));

    /**
     * A part of a pattern.
     *
     * @param length how many characters it always matches; -1 where that is not fixed
     * @param group whether it stands in parentheses
     * @param items of what it is a sequence, itself alone where it is none
     * @param least how often at least {@code repeated} comes, where it is a repetition of something of fixed length
     */
    record Part(
            FastExpression expression,
            int length,
            boolean group,
            List<Part> items,
            int least,
            @org.jspecify.annotations.Nullable Part repeated,
            @org.jspecify.annotations.Nullable Part rest) {}

    private final String text;
    private final FastExpression.Factory make;
    private int at;

    private FastSyntax(String text, FastExpression.Factory make) {
        this.text = text;
        this.make = make;
    }

    /** The pattern as a sequence of parts. */
    static Part read(String text, FastExpression.Factory make) throws BadConstantException {
        FastSyntax syntax = new FastSyntax(text, make);
        Part whole = syntax.either();
        if (syntax.at < text.length()) {
            throw syntax.problem(syntax.at, "stands alone");
        }
        return whole;
    }

    private Part either() throws BadConstantException {
        Part left = both();
        while (accept('|')) {
            Part right = both();
            int length = left.length == right.length ? left.length : -1;
            left = single(make.either(left.expression, right.expression), length);
        }
        return left;
    }

    private Part both() throws BadConstantException {
        Part left = sequence();
        while (accept('&')) {
            Part right = sequence();
            left = single(make.both(left.expression, right.expression), Math.max(left.length, right.length));
        }
        return left;
    }

    private Part sequence() throws BadConstantException {
        List<Part> items = new ArrayList<>();
        while (at < text.length() && ")|&".indexOf(text.charAt(at)) < 0) {
            items.add(repeated());
        }
        if (items.size() == 1) {
            return items.get(0);
        }
        FastExpression expression = make.empty();
        int length = 0;
        for (int i = items.size() - 1; i >= 0; i--) {
            expression = make.sequence(items.get(i).expression, expression);
            length = length < 0 || items.get(i).length < 0 ? -1 : length + items.get(i).length;
        }
        return new Part(expression, length, false, items, 0, null, null);
    }

    private Part repeated() throws BadConstantException {
        Part part = opposite();
        while (at < text.length()) {
            int start = at;
            if (accept('*')) {
                part = times(part, 0, -1);
            } else if (accept('+')) {
                part = times(part, 1, -1);
            } else if (accept('?')) {
                part = times(part, 0, 1);
            } else if (accept('{')) {
                int least = number();
                int most = least;
                if (accept(',')) {
                    most = at < text.length() && Character.isDigit(text.charAt(at)) ? number() : -1;
                }
                if (!accept('}') || most >= 0 && most < least || Math.max(least, most) > MOST_REPETITIONS) {
                    throw problem(start, "is no number of repetitions");
                }
                part = times(part, least, most);
            } else {
                break;
            }
        }
        return part;
    }

    /** @param most -1: any number of times */
    private Part times(Part part, int least, int most) {
        FastExpression one = part.expression;
        FastExpression rest = most < 0 ? make.repeated(one) : make.empty();
        for (int i = least; i < most; i++) {
            rest = make.either(make.empty(), make.sequence(one, rest));
        }
        FastExpression all = rest;
        for (int i = 0; i < least; i++) {
            all = make.sequence(one, all);
        }
        int length = least == most && part.length >= 0 ? least * part.length : -1;
        boolean splits = least > 0 && part.length >= 0;
        Part self = single(all, length);
        return new Part(
                all,
                length,
                false,
                self.items,
                splits ? least : 0,
                splits ? part : null,
                splits ? single(rest, -1) : null);
    }

    private Part opposite() throws BadConstantException {
        return accept('~') ? single(make.not(opposite().expression), -1) : simple();
    }

    private Part simple() throws BadConstantException {
        int start = at;
        char c = text.charAt(at++);
        switch (c) {
            case '.':
                return single(make.characters(0, GREATEST), 1);
            case '#':
                return single(make.nothing(), -1);
            case '@':
                return single(make.not(make.nothing()), -1);
            case '"':
                return quoted(start);
            case '(':
                return group(start);
            case '[':
                return characters(start);
            case '<':
                return named(start);
            case '\\':
                if (at == text.length()) {
                    throw problem(start, "lacks the character that it escapes");
                }
                c = text.charAt(at++);
                return single(make.characters(c, c), 1);
            case '*', '+', '?', '{':
                throw problem(start, "has nothing before it to repeat");
            default:
                return single(make.characters(c, c), 1);
        }
    }

    private Part quoted(int start) throws BadConstantException {
        int end = text.indexOf('"', at);
        if (end < 0) {
            throw problem(start, "lacks its closing quote");
        }
        Part part = literal(text.substring(at, end));
        at = end + 1;
        return part;
    }

    private Part literal(String characters) {
        FastExpression expression = make.empty();
        for (int i = characters.length() - 1; i >= 0; i--) {
            char c = characters.charAt(i);
            expression = make.sequence(make.characters(c, c), expression);
        }
        return single(expression, characters.length());
    }

    private Part group(int start) throws BadConstantException {
        Part inside = either();
        if (!accept(')')) {
            throw problem(start, "lacks its closing parenthesis");
        }
        boolean sequence = inside.items.size() > 1;
        List<Part> items = sequence ? inside.items : List.of(inside);
        return new Part(inside.expression, inside.length, true, items, 0, null, null);
    }

    private Part characters(int start) throws BadConstantException {
        boolean others = accept('^');
        List<Integer> ranges = new ArrayList<>();
        while (at < text.length() && (text.charAt(at) != ']' || ranges.isEmpty())) {
            char from = character();
            char to = from;
            if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                to = character();
            }
            if (to < from) {
                throw problem(start, "goes backwards");
            }
            ranges.add((int) from);
            ranges.add((int) to);
        }
        if (!accept(']')) {
            throw problem(start, "lacks its closing bracket");
        }
        FastExpression one =
                make.characters(ranges.stream().mapToInt(Integer::intValue).toArray());
        return single(others ? make.both(make.characters(0, GREATEST), make.not(one)) : one, 1);
    }

    private char character() throws BadConstantException {
        char c = text.charAt(at++);
        if (c != '\\') {
            return c;
        }
        if (at == text.length()) {
            throw problem(at - 1, "lacks the character that it escapes");
        }
        return text.charAt(at++);
    }

    private Part named(int start) throws BadConstantException {
        int end = text.indexOf('>', at);
        String name = end < 0 ? "" : text.substring(at, end);
        at = end < 0 ? at : end + 1;
        int[] ranges = CLASSES.get(name);
        if (ranges != null) {
            return single(make.characters(ranges), 1);
        }
        int dash = name.indexOf('-');
        if (!name.matches("[0-9]{1,18}-[0-9]{1,18}")
                || Long.parseLong(name.substring(0, dash)) > Long.parseLong(name.substring(dash + 1))) {
            throw new BadConstantException(
                    1, start, end < 0 ? text.length() : at, "is neither a class of characters nor numbers `<from-to>`");
        }
        return numbers(name.substring(0, dash), name.substring(dash + 1));
    }

    /** Whole numbers; where both bounds have as many digits, so have all, else zeros may stand before. */
    private Part numbers(String from, String to) {
        if (from.length() == to.length()) {
            return single(between(from, to), from.length());
        }
        long least = Long.parseLong(from);
        long greatest = Long.parseLong(to);
        FastExpression all = make.nothing();
        for (int digits = 1; digits <= to.length(); digits++) {
            long first = Math.max(least, digits == 1 ? 0 : power(digits - 1));
            long last = Math.min(greatest, power(digits) - 1);
            if (first <= last) {
                all = make.either(all, between(Long.toString(first), Long.toString(last)));
            }
        }
        return single(make.sequence(make.repeated(make.characters('0', '0')), all), -1);
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** The numbers between two of as many digits. */
    private FastExpression between(String from, String to) {
        if (from.isEmpty()) {
            return make.empty();
        }
        char low = from.charAt(0);
        char high = to.charAt(0);
        String nines = "9".repeat(from.length() - 1);
        String zeros = "0".repeat(from.length() - 1);
        if (low == high) {
            return make.sequence(make.characters(low, low), between(from.substring(1), to.substring(1)));
        }
        FastExpression all = make.either(
                make.sequence(make.characters(low, low), between(from.substring(1), nines)),
                make.sequence(make.characters(high, high), between(zeros, to.substring(1))));
        if (high - low > 1) {
            FastExpression any = make.characters(low + 1, high - 1);
            for (int i = 1; i < from.length(); i++) {
                any = make.sequence(any, make.characters('0', '9'));
            }
            all = make.either(all, any);
        }
        return all;
    }

    private int number() throws BadConstantException {
        int start = at;
        while (at < text.length() && at - start < 9 && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw problem(Math.max(0, start - 1), "is no number of repetitions");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private boolean accept(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private BadConstantException problem(int place, String message) {
        return new BadConstantException(1, place, place + 1, message);
    }

    static Part single(FastExpression expression, int length) {
        return new Part(expression, length, false, List.of(), 0, null, null);
    }
}
