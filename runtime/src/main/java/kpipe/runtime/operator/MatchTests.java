package kpipe.runtime.operator;

import kpipe.data.RowException;

/** What a kernel that finds patterns is asked by its {@link RowMatcher}. */
public interface MatchTests {

    /** Whether the row that is looked at can be one of a variable; {@link RowMatcher#tested} has what its condition needs. */
    boolean holds(int variable);

    /** No match can be searched that begins with the row that is looked at. */
    void failed(RowException reason);

    /** Gives a row of a match, of which {@link RowMatcher#result} has the values. */
    void give();
}
