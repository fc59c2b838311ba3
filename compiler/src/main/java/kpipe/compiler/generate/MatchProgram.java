package kpipe.compiler.generate;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.MatchPattern;

/** A pattern as the program that {@link kpipe.runtime.operator.RowMatcher} runs: instructions of three numbers. */
final class MatchProgram {

    private static final int VARIABLE = 0;
    private static final int SPLIT = 1;
    private static final int JUMP = 2;
    private static final int ACCEPT = 3;

    private final List<int[]> instructions = new ArrayList<>();

    private MatchProgram() {}

    /** The numbers, one instruction behind the other. */
    static int[] of(MatchPattern pattern) {
        MatchProgram program = new MatchProgram();
        program.write(pattern);
        program.add(ACCEPT, 0, 0);
        return program.instructions.stream()
                .flatMapToInt(java.util.Arrays::stream)
                .toArray();
    }

    private int[] add(int operation, int first, int second) {
        int[] instruction = {operation, first, second};
        instructions.add(instruction);
        return instruction;
    }

    private int here() {
        return instructions.size();
    }

    private void write(MatchPattern pattern) {
        if (pattern instanceof MatchPattern.Variable variable) {
            add(VARIABLE, variable.variable() * 2 + (variable.excluded() ? 1 : 0), 0);
        } else if (pattern instanceof MatchPattern.Sequence sequence) {
            sequence.parts().forEach(this::write);
        } else if (pattern instanceof MatchPattern.Alternation alternation) {
            choices(alternation.choices());
        } else {
            repeat((MatchPattern.Repeated) pattern);
        }
    }

    private void choices(List<MatchPattern> choices) {
        List<int[]> jumps = new ArrayList<>();
        for (int i = 0; i + 1 < choices.size(); i++) {
            int[] split = add(SPLIT, here() + 1, 0);
            write(choices.get(i));
            jumps.add(add(JUMP, 0, 0));
            split[2] = here();
        }
        write(choices.get(choices.size() - 1));
        jumps.forEach(jump -> jump[1] = here());
    }

    private void repeat(MatchPattern.Repeated repeated) {
        for (int i = 0; i < repeated.least(); i++) {
            write(repeated.part());
        }
        boolean more = !repeated.reluctant();
        if (repeated.most() < 0) {
            int loop = here();
            int[] split = add(SPLIT, 0, 0);
            write(repeated.part());
            add(JUMP, loop, 0);
            split[more ? 1 : 2] = loop + 1;
            split[more ? 2 : 1] = here();
            return;
        }
        List<int[]> splits = new ArrayList<>();
        for (int i = repeated.least(); i < repeated.most(); i++) {
            int[] split = add(SPLIT, 0, 0);
            split[more ? 1 : 2] = here();
            splits.add(split);
            write(repeated.part());
        }
        splits.forEach(split -> split[more ? 2 : 1] = here());
    }
}
