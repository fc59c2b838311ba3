package kpipe.runtime.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the state of one operator when another version of the pipeline goes on. Immutable.
 *
 * @param operator its id
 * @param before what the state was; null for an operator that is new
 * @param now what it is to be; null for an operator that is there no more
 * @param reason a plain sentence without a full stop
 * @param advice what the user can do about it, likewise; empty where nothing needs to be done
 * @param migration how the state is read, where it is kept or migrated
 */
public record Upgrade(
        String operator,
        Verdict verdict,
        @Nullable StateForm before,
        @Nullable StateForm now,
        String reason,
        String advice,
        Migration migration) {

    /** What becomes of it, the best first. */
    public enum Verdict {
        /** As it is. */
        KEEP,
        /** It is read in another way: columns were added or renamed, types are wider. */
        MIGRATE,
        /** There was none. */
        NEW,
        /** It is of no use, but follows from records that are still there: a run from the start makes it anew. */
        REBUILD,
        /** Nobody wants it. */
        DROPPED,
        /** It is of no use, and nothing is left from which it follows. */
        INCOMPATIBLE
    }

    /** What becomes of all operators: those of now in their order, then those that are there no more. */
    public static List<Upgrade> of(List<StateForm> before, List<StateForm> now) {
        Map<String, StateForm> saved = new LinkedHashMap<>();
        before.forEach(form -> saved.put(form.id(), form));
        List<Upgrade> upgrades = new ArrayList<>();
        for (StateForm form : now) {
            StateForm old = saved.remove(form.id());
            upgrades.add(
                    old == null
                            ? new Upgrade(
                                    form.id(), Verdict.NEW, null, form, "it begins with nothing", "", Migration.NONE)
                            : FormComparison.of(old, form));
        }
        for (StateForm form : saved.values()) {
            upgrades.add(new Upgrade(
                    form.id(),
                    Verdict.DROPPED,
                    form,
                    null,
                    "the pipeline has no such operator any more",
                    "",
                    Migration.NONE));
        }
        return upgrades;
    }
}
