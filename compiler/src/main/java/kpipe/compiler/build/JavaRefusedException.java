package kpipe.compiler.build;

import java.util.List;

/** Java source that does not compile: the user's inline Java, or a fault of the generator. */
public final class JavaRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<JavaProblem> problems;

    JavaRefusedException(List<JavaProblem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    public List<JavaProblem> problems() {
        return problems;
    }
}
