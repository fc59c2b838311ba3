package kpipe.compiler.format;

import java.util.List;

/**
 * Text that knows where it may be broken. A group is written on one line if it fits, else all of its own breaks become
 * line ends.
 */
sealed interface Layout {
    /** What nothing is written for. */
    Layout NOTHING = new All(List.of());

    /** A blank, or a line end in a broken group. */
    Layout LINE = new Break(" ");

    /** Nothing, or a line end in a broken group. */
    Layout SOFT = new Break("");

    /** A line end, always. */
    Layout HARD = new Hard(false);

    /** A line end unless the line is still empty. */
    Layout FRESH = new Hard(true);

    /** Breaks all groups around it; nothing is written. */
    Layout MUST_BREAK = new AtLineEnd("", -1);

    /** Words to be written as they are; they may hold line ends of their own. The number of the last of them, -1 for none. */
    record Text(String text, int word) implements Layout {}

    /** A place where the line may end; {@code flat} is written if it does not. */
    record Break(String flat) implements Layout {}

    /** A line end that breaks all groups around it. */
    record Hard(boolean onlyIfBegun) implements Layout {}

    /** A comment to be written where the line ends, and the number of the word that it belongs to. */
    record AtLineEnd(String text, int word) implements Layout {}

    /** One after the other. */
    record All(List<Layout> parts) implements Layout {}

    /** Lines that end inside begin two columns further right. */
    record Indented(Layout inside) implements Layout {}

    /** Written on one line if it fits. */
    record Group(Layout inside) implements Layout {}

    static Layout text(String text) {
        return new Text(text, -1);
    }

    static Layout all(Layout... parts) {
        return new All(List.of(parts));
    }

    static Layout all(List<Layout> parts) {
        return new All(List.copyOf(parts));
    }

    static Layout indented(Layout inside) {
        return new Indented(inside);
    }

    static Layout group(Layout inside) {
        return new Group(inside);
    }
}
