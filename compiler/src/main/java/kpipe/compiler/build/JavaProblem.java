package kpipe.compiler.build;

/**
 * What the Java compiler refused, before it has been put into the user's terms.
 *
 * @param className the class whose source it stands in
 * @param line counted from 1
 * @param column counted from 1
 * @param message the Java compiler's own words, which no user sees as they are
 */
public record JavaProblem(String className, int line, int column, String message) {}
