package kpipe.stdlib.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.Kind;
import kpipe.data.Text;
import kpipe.spi.RecordFunction.BadConstantException;

/** A format of the lines of a web server's log: texts and specifiers in turn. Not thread-safe. */
final class AccessFormat {

    private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
    private static final Map<String, String> NAMED = Map.of(
            "COMMON",
            COMMON,
            "COMMON WITH VHOST",
            "%v " + COMMON,
            "NCSA EXTENDED",
            COMMON + " \"%[Referer]i\" \"%[User-agent]i\"",
            "REFERER",
            "%[Referer]i ---> %U",
            "AGENT",
            "%[User-agent]i",
            // Client, user, date, time, service, server, its address, milliseconds, bytes in and out, status, that of
            // Windows, request, target, parameters.
            "IIS",
            "%h, %u, %[date]i, %[time]i, %[service]i, %v, %A, %[taken]i, %[in]i, %[out]i, %[status]i, %[windows]i, %m, %U, %q,");

    /** A specifier: conditions, modifiers, an argument in brackets or braces, a letter. */
    private static final Pattern SPECIFIER =
            Pattern.compile("%(!?[0-9]{3}(?:,[0-9]{3})*)?([<>]*)(\\[[^\\]]*\\]|\\{[^}]*\\})?(\\^t[io]|[a-zA-Z%])");

    private static final String LETTERS = "aABbCDefhHiIkLlmnoOpPqrRsSTtuUvVX";

    private final List<byte[]> texts = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Boolean> bracketed = new ArrayList<>();
    private final List<Boolean> quoted = new ArrayList<>();
    private int[] starts = new int[0];
    private int[] ends = new int[0];

    private AccessFormat() {}

    /** @throws BadConstantException with the argument 1 where the text is no format */
    static AccessFormat read(String text) throws BadConstantException {
        AccessFormat format = new AccessFormat();
        format.parse(NAMED.getOrDefault(text.strip().toUpperCase(Locale.ROOT), text));
        return format;
    }

    private void parse(String format) throws BadConstantException {
        StringBuilder before = new StringBuilder();
        Matcher matcher = SPECIFIER.matcher(format);
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c != '%') {
                before.append(c);
                at++;
                continue;
            }
            boolean known = matcher.region(at, format.length()).lookingAt()
                    && (matcher.group(4).length() > 1 || (LETTERS + "%").contains(matcher.group(4)));
            if (!known) {
                throw new BadConstantException(1, at, Math.min(format.length(), at + 2), "is no specifier");
            }
            at = matcher.end();
            if (matcher.group(4).equals("%")) {
                before.append('%');
                continue;
            }
            if (before.length() == 0 && !kinds.isEmpty()) {
                throw new BadConstantException(
                        1, matcher.start(), matcher.end(), "follows another specifier with nothing between them");
            }
            texts.add(before.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            boolean open = before.length() > 0 && before.charAt(before.length() - 1) == '[';
            bracketed.add(matcher.group(4).equals("t") && !open);
            quoted.add(before.length() > 0 && before.charAt(before.length() - 1) == '"');
            kinds.add(matcher.group(1) == null ? kind(matcher.group(4)) : Kind.VARCHAR);
            before.setLength(0);
        }
        if (kinds.isEmpty()) {
            throw new BadConstantException(1, 0, format.length(), "has no specifiers, each of which becomes a column");
        }
        texts.add(before.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        starts = new int[kinds.size()];
        ends = new int[kinds.size()];
    }

    private static Kind kind(String letter) {
        return switch (letter) {
            case "B", "D", "I", "O", "T", "S" -> Kind.BIGINT;
            case "p", "P", "k" -> Kind.INTEGER;
            default -> Kind.VARCHAR;
        };
    }

    /** The kinds of the columns. */
    List<Kind> kinds() {
        return kinds;
    }

    /** Where a column begins in the bytes of the line that matched last. */
    int start(int column) {
        return starts[column];
    }

    int end(int column) {
        return ends[column];
    }

    /** Whether a line fits, as a whole. */
    boolean matches(Text line) {
        byte[] bytes = line.bytes();
        int end = Strings.end(line);
        int at = line.offset();
        if (!startsWith(bytes, at, end, texts.get(0))) {
            return false;
        }
        at += texts.get(0).length;
        for (int i = 0; i < kinds.size(); i++) {
            int stop = stop(bytes, at, end, i);
            byte[] behind = texts.get(i + 1);
            if (stop < 0 || kinds.get(i) != Kind.VARCHAR && !isNumber(bytes, at, stop)) {
                return false;
            }
            starts[i] = at;
            ends[i] = stop;
            at = stop + behind.length;
        }
        return at == end;
    }

    /** Where a column ends; -1 where what must stand behind it does not. */
    private int stop(byte[] bytes, int from, int end, int column) {
        byte[] behind = texts.get(column + 1);
        int at = from;
        if (bracketed.get(column)) {
            if (from == end || bytes[from] != '[') {
                return -1;
            }
            while (at < end && bytes[at] != ']') {
                at++;
            }
            at++;
            return at <= end && startsWith(bytes, at, end, behind) ? at : -1;
        }
        if (column == kinds.size() - 1) {
            int stop = end - behind.length;
            return stop >= from && startsWith(bytes, stop, end, behind) ? stop : -1;
        }
        while (at < end) {
            if (quoted.get(column) && bytes[at] == '\\') {
                at += 2;
            } else if (startsWith(bytes, at, end, behind)) {
                return at;
            } else {
                at++;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int at, int end, byte[] text) {
        return end - at >= text.length && Text.equal(bytes, at, text, 0, text.length);
    }

    private static boolean isNumber(byte[] bytes, int from, int to) {
        boolean digits = to > from && to - from < 18;
        for (int i = from; i < to; i++) {
            digits &= bytes[i] >= '0' && bytes[i] <= '9';
        }
        return digits;
    }
}
