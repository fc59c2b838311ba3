package kpipe.runtime.operator;

import java.io.IOException;
import java.util.Arrays;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;

/**
 * The search for a match that begins with one row: the ways in which the rows so far can be those of the pattern, in the order of preference. The best way that is complete is the match once
 * all better ones have failed. Each way is a place in the program and the variables of its rows, which share their beginnings. Not thread-safe.
 */
final class MatchAttempt {

    /** No cell: the match has no row yet. */
    static final int NONE = -1;

    /** More ways than any sensible pattern has; an attempt that comes to them is given up. */
    private static final int MOST_WAYS = 10_000;

    private static final int STRIDE = 3;
    static final int VARIABLE = 0;
    static final int SPLIT = 1;
    static final int JUMP = 2;
    static final int ACCEPT = 3;

    private final int[] program;

    /** Whether ways at one place of the program have the same future whatever their variables are. */
    private final boolean merges;

    private int[] places = new int[4];
    private int[] ends = new int[4];
    private int ways;
    private int[] nextPlaces = new int[4];
    private int[] nextEnds = new int[4];
    private int nextWays;
    private final int[] visited;
    private int visit;

    /** The variable of each row of each way, and the cell of the row before it. */
    private int[] labels = new int[8];

    private int[] before = new int[8];
    private int cells;

    /** How many rows have been looked at. */
    int rows;

    /** The end of the best complete way so far, or {@link #NONE}, and how many rows it has. */
    int accepted = NONE;

    int acceptedRows;
    boolean givenUp;

    /** What is asked of a row. */
    interface Test {
        /** Whether the row can be one of the variable; {@code cell} is that of the row, as if it were. */
        boolean holds(int variable, int cell);
    }

    MatchAttempt(int[] program, boolean merges) {
        this.program = program;
        this.merges = merges;
        visited = new int[program.length / STRIDE];
    }

    void begin() {
        ways = 0;
        cells = 0;
        rows = 0;
        accepted = NONE;
        givenUp = false;
        nextWays = 0;
        visit++;
        follow(0, NONE);
        swap();
    }

    boolean isOver() {
        return ways == 0;
    }

    /** Takes up the next row. */
    void take(Test test) {
        nextWays = 0;
        visit++;
        rows++;
        for (int way = 0; way < ways; way++) {
            if (!merges) {
                visit++;
            }
            int at = places[way] * STRIDE;
            int cell = cell(program[at + 1], ends[way]);
            if (!test.holds(program[at + 1] >>> 1, cell)) {
                cells--;
                continue;
            }
            if (follow(places[way] + 1, cell)) {
                break;
            }
        }
        swap();
        if (ways > MOST_WAYS) {
            givenUp = true;
            accepted = NONE;
            ways = 0;
        }
    }

    private int cell(int label, int end) {
        if (cells == labels.length) {
            labels = Arrays.copyOf(labels, cells * 2);
            before = Arrays.copyOf(before, cells * 2);
        }
        labels[cells] = label;
        before[cells] = end;
        return cells++;
    }

    /** Goes on to where rows are asked for; returns whether the way is complete, so that all that comes behind it is worse. */
    private boolean follow(int place, int end) {
        if (visited[place] == visit) {
            return false;
        }
        visited[place] = visit;
        int at = place * STRIDE;
        switch (program[at]) {
            case SPLIT:
                return follow(program[at + 1], end) || follow(program[at + 2], end);
            case JUMP:
                return follow(program[at + 1], end);
            case ACCEPT:
                accepted = end;
                acceptedRows = rows;
                return true;
            default:
                add(place, end);
                return false;
        }
    }

    private void add(int place, int end) {
        if (nextWays == nextPlaces.length) {
            nextPlaces = Arrays.copyOf(nextPlaces, nextWays * 2);
            nextEnds = Arrays.copyOf(nextEnds, nextWays * 2);
        }
        nextPlaces[nextWays] = place;
        nextEnds[nextWays++] = end;
    }

    private void swap() {
        int[] other = places;
        places = nextPlaces;
        nextPlaces = other;
        other = ends;
        ends = nextEnds;
        nextEnds = other;
        ways = nextWays;
    }

    /** The variable of a row, times two, plus one where it stands in an exclusion. */
    int label(int cell) {
        return labels[cell];
    }

    int before(int cell) {
        return before[cell];
    }

    long bytes() {
        return 8L * labels.length + 16L * places.length + 4L * visited.length;
    }

    void save(StateWriter out) throws IOException {
        out.ints(places, 0, ways);
        out.ints(ends, 0, ways);
        out.ints(labels, 0, cells);
        out.ints(before, 0, cells);
        out.number(rows);
        out.number(accepted);
        out.number(acceptedRows);
        out.flag(givenUp);
    }

    void restore(StateReader in) throws IOException {
        int[] saved = in.ints();
        ways = saved.length;
        places = Arrays.copyOf(saved, Math.max(4, ways));
        ends = Arrays.copyOf(in.ints(), places.length);
        nextPlaces = new int[places.length];
        nextEnds = new int[places.length];
        saved = in.ints();
        cells = saved.length;
        labels = Arrays.copyOf(saved, Math.max(8, cells));
        before = Arrays.copyOf(in.ints(), labels.length);
        rows = in.small();
        accepted = in.small();
        acceptedRows = in.small();
        givenUp = in.flag();
    }
}
