package kpipe.compiler.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Writes a layout within a width. */
final class LayoutPrinter {
    private static final int WIDTH = 100;

    private final StringBuilder out = new StringBuilder();
    private final List<Layout.AtLineEnd> atLineEnd = new ArrayList<>();
    private final Map<Layout, Boolean> broken = new IdentityHashMap<>();
    private final Deque<Item> open = new ArrayDeque<>();
    private int column;
    private int lastWord = -1;
    private int displaced = -1;
    private int neighbour = -1;

    private record Item(Layout layout, int indent, boolean flat) {}

    private LayoutPrinter() {}

    /**
     * What was written.
     *
     * @param text without blanks at line ends
     * @param displaced the number of the first word whose comments at the end of its line are no longer next to it; -1 if
     *     there is none
     * @param neighbour the number of the word that they are next to now; -1 where the line had no room for them, since another
     *     comment ends it
     */
    record Printed(String text, int displaced, int neighbour) {}

    /** The text of a layout. */
    static Printed print(Layout layout) {
        LayoutPrinter printer = new LayoutPrinter();
        printer.run(layout);
        return new Printed(printer.out.toString(), printer.displaced, printer.neighbour);
    }

    private void run(Layout layout) {
        open.push(new Item(layout, 0, false));
        while (!open.isEmpty()) {
            Item item = open.pop();
            if (item.layout instanceof Layout.Text text) {
                write(text.text());
                lastWord = text.word() < 0 ? lastWord : text.word();
            } else if (item.layout instanceof Layout.AtLineEnd comment) {
                hold(comment);
            } else if (item.layout instanceof Layout.Break lineBreak) {
                if (item.flat) {
                    write(lineBreak.flat());
                } else {
                    endLine(item.indent);
                }
            } else if (item.layout instanceof Layout.Hard hard) {
                if (!hard.onlyIfBegun() || begun()) {
                    endLine(item.indent);
                }
            } else if (item.layout instanceof Layout.Indented indented) {
                open.push(new Item(indented.inside(), item.indent + 2, item.flat));
            } else if (item.layout instanceof Layout.Group group) {
                boolean flat = item.flat || !breaks(group) && fits(group.inside());
                open.push(new Item(group.inside(), item.indent, flat));
            } else if (item.layout instanceof Layout.All all) {
                for (int i = all.parts().size() - 1; i >= 0; i--) {
                    open.push(new Item(all.parts().get(i), item.indent, item.flat));
                }
            }
        }
        flushLineEnd();
    }

    private void hold(Layout.AtLineEnd comment) {
        if (comment.text().isEmpty()) {
            return;
        }
        boolean full = !atLineEnd.isEmpty()
                && endsLine(atLineEnd.get(atLineEnd.size() - 1).text());
        if (full) {
            displace(comment.word(), -1);
        } else {
            atLineEnd.add(comment);
        }
    }

    private void displace(int word, int next) {
        if (displaced < 0) {
            displaced = word;
            neighbour = next;
        }
    }

    private static boolean endsLine(String comment) {
        return comment.startsWith("--") || comment.startsWith("//");
    }

    private boolean begun() {
        for (int i = out.length() - 1; i >= 0; i--) {
            char c = out.charAt(i);
            if (c == '\n') {
                return false;
            }
            if (c != ' ') {
                return true;
            }
        }
        return false;
    }

    private void write(String text) {
        out.append(text);
        int end = text.lastIndexOf('\n');
        column = end < 0 ? column + text.length() : text.length() - end - 1;
    }

    private void endLine(int indent) {
        flushLineEnd();
        trim();
        out.append('\n').append(" ".repeat(indent));
        column = indent;
    }

    private void flushLineEnd() {
        for (Layout.AtLineEnd comment : atLineEnd) {
            if (comment.word() != lastWord) {
                displace(comment.word(), lastWord);
            }
            trim();
            if (out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
                out.append(' ');
            }
            out.append(comment.text());
        }
        atLineEnd.clear();
    }

    private void trim() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
    }

    /** Whether the layout holds something that ends a line whatever its length. */
    private boolean breaks(Layout layout) {
        if (layout instanceof Layout.Hard || layout instanceof Layout.AtLineEnd) {
            return true;
        } else if (layout instanceof Layout.Indented indented) {
            return breaks(indented.inside());
        } else if (layout instanceof Layout.Group group) {
            Boolean known = broken.get(group);
            if (known == null) {
                known = breaks(group.inside());
                broken.put(group, known);
            }
            return known;
        } else if (layout instanceof Layout.All all) {
            // A loop, since layouts nest deeply and every frame counts.
            for (Layout part : all.parts()) {
                if (breaks(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the layout on one line, and what follows it up to the next break, ends before the width. */
    private boolean fits(Layout layout) {
        int room = WIDTH - column;
        Deque<Item> rest = new ArrayDeque<>();
        rest.push(new Item(layout, 0, true));
        var after = open.iterator();
        while (room >= 0) {
            if (rest.isEmpty()) {
                if (!after.hasNext()) {
                    return true;
                }
                rest.push(after.next());
            }
            Item item = rest.pop();
            if (item.layout instanceof Layout.Text text) {
                int end = text.text().indexOf('\n');
                if (end >= 0) {
                    return end <= room;
                }
                room -= text.text().length();
            } else if (item.layout instanceof Layout.Break lineBreak) {
                if (!item.flat) {
                    return true;
                }
                room -= lineBreak.flat().length();
            } else if (item.layout instanceof Layout.Hard) {
                return true;
            } else if (item.layout instanceof Layout.Indented indented) {
                rest.push(new Item(indented.inside(), 0, item.flat));
            } else if (item.layout instanceof Layout.Group group) {
                rest.push(new Item(group.inside(), 0, item.flat));
            } else if (item.layout instanceof Layout.All all) {
                for (int i = all.parts().size() - 1; i >= 0; i--) {
                    rest.push(new Item(all.parts().get(i), 0, item.flat));
                }
            }
        }
        return false;
    }
}
