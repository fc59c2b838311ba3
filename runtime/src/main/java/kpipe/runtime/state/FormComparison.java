package kpipe.runtime.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.DurationText;
import kpipe.data.Kind;
import kpipe.data.Type;
import kpipe.runtime.state.Migration.Origin;
import kpipe.runtime.state.StateForm.Fact;
import kpipe.runtime.state.StateForm.Gathered;
import kpipe.runtime.state.StateForm.Held;
import kpipe.runtime.state.StateForm.Input;
import kpipe.runtime.state.StateForm.Key;
import kpipe.runtime.state.Upgrade.Verdict;
import org.jspecify.annotations.Nullable;

/** Sets the state that an operator had against the one that it is to have. Not thread-safe. */
final class FormComparison {

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)\\}");

    /** What tells the bodies of functions apart. */
    private static final Pattern BODY = Pattern.compile("\\[[0-9a-f]{8}\\]");

    private static final String ANEW = "begin anew with `kpipe run --from-start`";

    private final StateForm before;
    private final StateForm now;
    private final Map<String, String> renames;

    /** Why the state is of no use. */
    private final List<String> breaks = new ArrayList<>();

    /** What is different though it is of use. */
    private final Set<String> changes = new LinkedHashSet<>();

    private final Map<String, String> columns = new HashMap<>();
    private @Nullable List<Origin> origins;

    private FormComparison(StateForm before, StateForm now, Map<String, String> renames) {
        this.before = before;
        this.now = now;
        this.renames = renames;
    }

    static Upgrade of(StateForm before, StateForm now) {
        // A column may have its new name already in what was saved: WAS stays in the file after it has done its work.
        Map<String, String> fresh = new HashMap<>(now.formerly());
        fresh.keySet().removeAll(columns(before));
        Upgrade best = new FormComparison(before, now, fresh).compare();
        if (best.verdict().compareTo(Verdict.MIGRATE) > 0 && !fresh.equals(now.formerly())) {
            Upgrade other = new FormComparison(before, now, now.formerly()).compare();
            best = other.verdict().compareTo(best.verdict()) < 0 ? other : best;
        }
        return best;
    }

    /** All columns that a form names, in braces. */
    private static Set<String> columns(StateForm form) {
        Set<String> found = new HashSet<>();
        Matcher names = COLUMN.matcher(form.text());
        while (names.find()) {
            found.add(names.group());
        }
        return found;
    }

    private Upgrade compare() {
        if (before.version() != now.version()) {
            breaks.add("another version of kpipe has written it");
        }
        if (before.lanes() != now.lanes()) {
            breaks.add("it ran in " + counted(before.lanes(), "lane") + " and would run in "
                    + counted(now.lanes(), "lane"));
        }
        facts();
        keys();
        gathered();
        held();
        Migration migration = new Migration(columns, origins, Map.of());
        if (!breaks.isEmpty()) {
            return refusal();
        }
        boolean same = changes.isEmpty();
        return new Upgrade(
                now.id(),
                same ? Verdict.KEEP : Verdict.MIGRATE,
                before,
                now,
                same ? "it means the same" : String.join("; ", changes),
                "",
                migration);
    }

    // ---- what it means

    private void facts() {
        Map<String, String> had = bySubject(before.facts(), false);
        Map<String, String> has = bySubject(now.facts(), true);
        Set<String> subjects = new LinkedHashSet<>(had.keySet());
        subjects.addAll(has.keySet());
        for (String subject : subjects) {
            String old = had.get(subject);
            String recent = has.get(subject);
            if (Objects.equals(old, recent)) {
                continue;
            }
            if (old == null && subject.equals(StateForm.WAITING)) {
                changes.add("from now on rows wait until time has come to them");
            } else if (old == null) {
                breaks.add("it has a " + subject + " now, " + shown(Objects.requireNonNull(recent)));
            } else if (recent == null) {
                breaks.add("it has no " + subject + " any more, which was " + shown(old));
            } else if (bodiless(old).equals(bodiless(recent))) {
                breaks.add("a function in its " + subject + " " + shown(recent) + " has another body");
            } else {
                breaks.add("its " + subject + " was " + shown(old) + " and is " + shown(recent));
            }
        }
    }

    private Map<String, String> bySubject(List<Fact> facts, boolean renamed) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Fact fact : facts) {
            String text = renamed ? former(fact.text()) : fact.text();
            texts.merge(fact.subject(), text, (one, other) -> one + " and " + other);
        }
        return texts;
    }

    private String former(String text) {
        StringBuilder renamed = new StringBuilder();
        Matcher names = COLUMN.matcher(text);
        while (names.find()) {
            names.appendReplacement(
                    renamed, Matcher.quoteReplacement(renames.getOrDefault(names.group(), names.group())));
        }
        return names.appendTail(renamed).toString();
    }

    /** A text as the user would write it: columns without their streams. */
    private static String shown(String text) {
        Matcher names = COLUMN.matcher(text);
        return "`" + bodiless(names.replaceAll(name -> Matcher.quoteReplacement(column(name.group(1))))) + "`";
    }

    private static String bodiless(String text) {
        return BODY.matcher(text).replaceAll("");
    }

    private static String column(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    // ---- keys and what is gathered

    private void keys() {
        int common = Math.min(before.keys().size(), now.keys().size());
        for (int i = 0; i < common; i++) {
            Key old = before.keys().get(i);
            Key recent = now.keys().get(i);
            if (!former(recent.text()).equals(old.text())) {
                // Said as a fact.
                return;
            }
            boolean stays = recent.type().holds(old.type()) && number(before, i) == number(now, i);
            if (!stays) {
                breaks.add("the key " + shown(recent.text()) + " was " + old.type() + " and is " + recent.type());
            } else if (!recent.type().equals(old.type())) {
                changes.add(shown(recent.text()) + " becomes " + recent.type());
            }
        }
    }

    /** How many keys before this one may be NULL; -1 if it may not. A group tells by its place which of its keys are. */
    private static long number(StateForm form, int key) {
        if (!form.keys().get(key).type().nullable()) {
            return -1;
        }
        return form.keys().subList(0, key).stream()
                .filter(other -> other.type().nullable())
                .count();
    }

    private void gathered() {
        if (isFixed(before) || isFixed(now)) {
            fixed();
            return;
        }
        List<Origin> found = new ArrayList<>();
        List<Gathered> missing = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        boolean same = before.gathered().size() == now.gathered().size();
        for (int i = 0; i < now.gathered().size(); i++) {
            Gathered one = now.gathered().get(i);
            int place = find(one);
            if (place < 0) {
                missing.add(one);
                continue;
            }
            Gathered old = before.gathered().get(place);
            boolean toDouble = isWhole(old.type()) && !isWhole(one.type());
            if (one.type() != null && !one.type().equals(old.type())) {
                changes.add(shown(one.text()) + " becomes " + one.type());
            }
            same &= place == i && old.kind().equals(one.kind()) && !toDouble;
            used.add(place);
            found.add(new Origin(place, toDouble));
        }
        missing(missing);
        for (int i = 0; i < before.gathered().size() && breaks.isEmpty(); i++) {
            if (!used.contains(i)) {
                changes.add(shown(before.gathered().get(i)) + " is no longer gathered");
            }
        }
        origins = same ? null : found;
    }

    /** Says what was not gathered; counts of values stand beside what they are the count of, and need no word of their own. */
    private void missing(List<Gathered> missing) {
        for (Gathered one : missing) {
            boolean aside = one.kind().equals("SEQUENCE")
                    || one.kind().equals("COUNT")
                            && missing.stream()
                                    .anyMatch(other ->
                                            other != one && other.text().equals(one.text()));
            boolean body = before.gathered().stream()
                    .anyMatch(old -> old.kind().equals(one.kind())
                            && bodiless(old.text()).equals(bodiless(former(one.text()))));
            if (body && !aside) {
                breaks.add("a function in " + shown(one) + " has another body");
            } else if (!aside) {
                breaks.add(shown(one) + " was not gathered");
            }
        }
        if (!missing.isEmpty() && breaks.isEmpty()) {
            breaks.add("something else was gathered");
        }
    }

    private static boolean isFixed(StateForm form) {
        return form.gathered().stream().anyMatch(one -> one.kind().startsWith(StateForm.FIXED));
    }

    private void fixed() {
        List<String> had = before.gathered().stream()
                .map(one -> one.kind() + " " + one.text())
                .toList();
        List<String> has = now.gathered().stream()
                .map(one -> one.kind() + " " + former(one.text()))
                .toList();
        if (had.equals(has)) {
            return;
        }
        int count = breaks.size();
        for (Gathered one : now.gathered()) {
            if (!had.contains(one.kind() + " " + former(one.text()))) {
                breaks.add(shown(one.text()) + " is new, or of another type");
            }
        }
        if (breaks.size() == count) {
            breaks.add("what it computes has changed");
        }
    }

    private static boolean isWhole(@Nullable Type type) {
        return type != null && type.kind().isInteger();
    }

    /** Where something was gathered of which this can be made, the same kind of thing first; -1 if it was not. */
    private int find(Gathered wanted) {
        String text = former(wanted.text());
        int found = -1;
        for (int i = 0; i < before.gathered().size(); i++) {
            Gathered old = before.gathered().get(i);
            if (old.text().equals(text) && becomes(old, wanted)) {
                if (old.kind().equals(wanted.kind())) {
                    return i;
                }
                found = i;
            }
        }
        return found;
    }

    private static boolean becomes(Gathered old, Gathered wanted) {
        Type was = old.type();
        Type is = wanted.type();
        if (was == null || is == null) {
            return was == is && old.kind().equals(wanted.kind());
        }
        if (wanted.kind().equals("COUNT")) {
            return old.kind().equals("COUNT");
        }
        boolean toDouble = was.kind().isInteger() && is.kind() == Kind.DOUBLE;
        if (!is.withNullable(true).holds(was.withNullable(true)) && !toDouble) {
            return false;
        }
        if (old.kind().equals(wanted.kind())) {
            return !toDouble || wanted.kind().equals("FIRST") || wanted.kind().equals("LAST");
        }
        return switch (wanted.kind()) {
            case "SUM_WIDE" -> old.kind().equals("SUM_LONG");
            case "SUM_DOUBLE" ->
                toDouble && (old.kind().equals("SUM_LONG") || old.kind().equals("SUM_WIDE"));
            case "MIN_DOUBLE" -> old.kind().equals("MIN_LONG");
            case "MAX_DOUBLE" -> old.kind().equals("MAX_LONG");
            default -> false;
        };
    }

    private static String shown(Gathered one) {
        String kind = one.kind();
        int form = kind.indexOf('_');
        String name = switch (kind) {
            case "DISTINCT", "DISTINCT_TEXT" -> "DISTINCT";
            case "GATHERING", "SPREAD", "SPREAD_EXACT" -> "";
            case "SEQUENCE" -> "the order of groups";
            case "BIT_AND", "BIT_OR", "BIT_XOR" -> kind;
            default -> form < 0 ? kind : kind.substring(0, form);
        };
        return shown(name.isEmpty() ? one.text() : name + "(" + one.text() + ")");
    }

    // ---- rows that are held

    private void held() {
        Map<String, List<Held>> had = new HashMap<>();
        for (Held column : before.held()) {
            had.computeIfAbsent(column.part(), part -> new ArrayList<>()).add(column);
        }
        Set<String> seen = new HashSet<>();
        for (Held column : now.held()) {
            List<Held> part = had.get(column.part());
            if (part != null) {
                if (!seen.add(column.part() + "." + column.name()) && column.needed()) {
                    twice(column);
                } else {
                    held(column, find(column, part));
                }
            }
        }
    }

    /** What a column was: of several that are made of the same the one that has its name, else the first; null if there was none. */
    private @Nullable Held find(Held column, List<Held> among) {
        String text = former(column.text());
        Held found = null;
        for (Held old : among) {
            if (old.text().equals(text)) {
                if (old.name().equals(column.name())) {
                    return old;
                }
                found = found == null ? old : found;
            }
        }
        return found;
    }

    /** Of columns of one name the first is the first, if all is as it was. */
    private void twice(Held column) {
        if (!before.held().equals(now.held())) {
            breaks.add("rows that are held have several columns called `" + column.name() + "`");
        }
    }

    private void held(Held column, @Nullable Held old) {
        String place = column.part() + "." + column.name();
        if (old != null && becomes(old.type(), column.type())) {
            if (!old.name().equals(column.name())) {
                columns.put(place, old.name());
                if (column.needed()) {
                    changes.add("`" + column.name() + "` was called `" + old.name() + "`");
                }
            }
            if (column.needed() && !old.type().equals(column.type())) {
                changes.add("`" + column.name() + "` becomes " + column.type());
            }
            return;
        }
        columns.put(place, "");
        if (!column.needed()) {
            return;
        }
        if (old != null) {
            breaks.add("`" + column.name() + "` was " + old.type() + " and is " + column.type());
        } else if (column.type().nullable()) {
            changes.add("`" + column.name() + "` is new: it is NULL in the rows that are held");
        } else {
            breaks.add("`" + column.name() + "` is new and NOT NULL, and the rows that are held have no value for it");
        }
    }

    private static boolean becomes(Type old, Type recent) {
        if (old.nullable() && !recent.nullable()) {
            return false;
        }
        return recent.holds(old) || recent.kind() == Kind.DOUBLE && (old.kind().isInteger() || old.kind() == Kind.REAL);
    }

    // ---- what is to be done

    private Upgrade refusal() {
        Upgrade refusal = withoutHint();
        String hint = hint();
        return hint.isEmpty() || refusal.verdict() != Verdict.INCOMPATIBLE
                ? refusal
                : new Upgrade(
                        refusal.operator(),
                        refusal.verdict(),
                        before,
                        now,
                        refusal.reason(),
                        hint + "; or " + refusal.advice(),
                        refusal.migration());
    }

    /** Where one column has gone and one has come, it may be the same. */
    private String hint() {
        Set<String> gone = columns(before);
        Set<String> come = columns(now);
        Set<String> had = Set.copyOf(gone);
        gone.removeAll(come);
        come.removeAll(had);
        come.removeAll(now.formerly().keySet());
        if (gone.size() != 1 || come.size() != 1) {
            return "";
        }
        String old = name(gone.iterator().next());
        String recent = name(come.iterator().next());
        return "if `" + recent + "` is what `" + old + "` was, say so where it is declared, with `WAS " + old + "`";
    }

    private static String name(String text) {
        return column(text.substring(1, text.length() - 1));
    }

    private Upgrade withoutHint() {
        String why = String.join("; ", breaks);
        if (now.needs() < 0 || now.inputs().isEmpty()) {
            return new Upgrade(
                    now.id(),
                    Verdict.INCOMPATIBLE,
                    before,
                    now,
                    why,
                    "it follows from all of its input: undo the change, or " + ANEW,
                    Migration.NONE);
        }
        String span = DurationText.about(now.needs());
        for (Input input : now.inputs()) {
            String advice = "";
            if (input.retentionMillis() < 0) {
                advice = "`" + input.stream()
                        + "` keeps no records from which it could be made anew: undo the change, or " + ANEW
                        + ", or let `" + input.stream() + "` keep them from now on (SHARDS, RETENTION)";
            } else if (input.retentionMillis() < now.needs()) {
                advice = "`" + input.stream() + "` keeps " + DurationText.of(input.retentionMillis())
                        + ", and it follows from the last " + span + ": give `" + input.stream()
                        + "` a longer RETENTION, undo the change, or " + ANEW;
            }
            if (!advice.isEmpty()) {
                return new Upgrade(now.id(), Verdict.INCOMPATIBLE, before, now, why, advice, Migration.NONE);
            }
        }
        List<String> streams =
                now.inputs().stream().map(input -> "`" + input.stream() + "`").toList();
        return new Upgrade(
                now.id(),
                Verdict.REBUILD,
                before,
                now,
                why,
                "it follows from the last " + span + " of " + String.join(" and ", streams)
                        + ", which keep" + (streams.size() == 1 ? "s" : "")
                        + " them: `kpipe run --from-start` makes it anew, and gives all results of what is kept once more",
                Migration.NONE);
    }
}
