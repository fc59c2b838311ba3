package kpipe.stdlib.connector.file;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An address that names files by pattern: {@code *} (any run of characters but {@code /}), {@code **} (any run), {@code ?}, {@code [ab]}, {@code [!ab]},
 * {@code {a,b}}; a backslash takes the next character as it is. Names that start with a dot match only where the pattern writes the dot. Immutable.
 */
final class FilePattern {

    private final String root;
    private final Pattern pattern;

    private FilePattern(String root, Pattern pattern) {
        this.root = root;
        this.pattern = pattern;
    }

    static boolean isPattern(String address) {
        for (int i = 0; i < address.length(); i++) {
            if ("*?[{".indexOf(address.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    static FilePattern parse(String address) {
        int special = 0;
        while (special < address.length() && "*?[{\\".indexOf(address.charAt(special)) < 0) {
            special++;
        }
        int slash = address.lastIndexOf('/', special - 1);
        String root = slash < 0 ? "." : slash == 0 ? "/" : address.substring(0, slash);
        try {
            return new FilePattern(root, Pattern.compile(expression(address)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + address + "' is no pattern of file names", e);
        }
    }

    private static String expression(String glob) {
        StringBuilder out = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean startsName = i == 0 || glob.charAt(i - 1) == '/';
            switch (c) {
                case '*' -> {
                    boolean across = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
                    if (across && startsName && i + 2 < glob.length() && glob.charAt(i + 2) == '/') {
                        out.append("(?:[^./][^/]*/)*");
                        i += 2;
                    } else if (across) {
                        out.append(startsName ? "(?!\\.)(?:(?!/\\.).)*" : "(?:(?!/\\.).)*");
                        i++;
                    } else {
                        out.append(startsName ? "(?!\\.)[^/]*" : "[^/]*");
                    }
                }
                case '?' -> out.append(startsName ? "[^/.]" : "[^/]");
                case '[' -> i = characterClass(glob, i, out);
                case '{' -> {
                    braces++;
                    out.append("(?:");
                }
                case '}' -> {
                    out.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> out.append(braces > 0 ? "|" : ",");
                case '\\' -> {
                    if (++i == glob.length()) {
                        throw new IllegalArgumentException(
                                "'" + glob + "' ends with a backslash that stands before nothing");
                    }
                    out.append(Pattern.quote(glob.substring(i, i + 1)));
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (braces > 0) {
            throw new IllegalArgumentException("'" + glob + "' opens a brace that it does not close");
        }
        return out.toString();
    }

    private static int characterClass(String glob, int at, StringBuilder out) {
        int close = glob.indexOf(']', at + 2);
        if (close < 0) {
            throw new IllegalArgumentException("'" + glob + "' opens a bracket that it does not close");
        }
        String inside = glob.substring(at + 1, close);
        boolean not = inside.startsWith("!");
        String members = (not ? inside.substring(1) : inside).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        out.append("(?![/])[").append(not ? "^" : "").append(members).append(']');
        return close;
    }

    /** The directory below which all matches lie. */
    String root() {
        return root;
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
