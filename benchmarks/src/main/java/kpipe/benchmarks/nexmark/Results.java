package kpipe.benchmarks.nexmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings results of different systems, lines of JSON without anything nested, into a form in which equal ones are equal: values in their order, rows sorted. */
final class Results {

    /** A time whose fraction of a second ends with zeros, or is nothing but zeros. */
    private static final Pattern ZEROS = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d(?:\\.\\d*[1-9])?)\\.?0*");

    private Results() {}

    /** All lines of a file, or of all files below a folder; what is being written has a name that starts with a dot, and is left out. */
    static List<String> read(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Results::holdsRows)
                    .sorted()
                    .flatMap(Results::lines)
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is comparable of results. Of q4 it is the last average of each category, since one system tells every change and another every auction; of q12 it is how many bids everybody made,
     * since the windows follow the clock.
     */
    static List<String> comparable(String query, List<String> lines) {
        Stream<List<String>> rows = lines.stream().map(Results::values);
        if (query.equals("q4")) {
            Map<String, String> last = new LinkedHashMap<>();
            rows.forEach(row -> last.put(row.get(0), row.get(1)));
            return last.entrySet().stream().map(Object::toString).sorted().toList();
        }
        if (query.equals("q12")) {
            return rows
                    .collect(Collectors.groupingBy(
                            row -> row.get(0), Collectors.summingLong(row -> Long.parseLong(row.get(1)))))
                    .entrySet()
                    .stream()
                    .map(Object::toString)
                    .sorted()
                    .toList();
        }
        return rows.map(row -> String.join("\t", row)).sorted().toList();
    }

    /** How many rows there are and a number that is the same for equal rows in any order, without holding them all. */
    static String digest(String query, Path place) throws IOException {
        long count = 0;
        long sum = 0;
        if (query.equals("q4") || query.equals("q12")) {
            for (String row : comparable(query, read(place))) {
                count++;
                sum += hash(row);
            }
        } else {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : (Iterable<Path>) files.filter(Results::holdsRows)::iterator) {
                    try (BufferedReader lines = Files.newBufferedReader(file)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            count++;
                            sum += hash(String.join("\t", values(line)));
                        }
                    }
                }
            }
        }
        return count + " rows, " + Long.toHexString(sum);
    }

    private static long hash(String row) {
        long hash = 0;
        for (int i = 0; i < row.length(); i++) {
            hash = (hash ^ row.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static boolean holdsRows(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
    }

    /** Nothing where both are equal, else the first difference. */
    static String difference(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String left = i < expected.size() ? expected.get(i) : "(nothing)";
            String right = i < actual.size() ? actual.get(i) : "(nothing)";
            if (!left.equals(right)) {
                return expected.size() + " rows were expected, " + actual.size() + " came; first difference: " + left
                        + " / " + right;
            }
        }
        return "";
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        int at = 1;
        while (line.charAt(at) != '}') {
            // Behind the name, its quotes and the colon.
            at = line.indexOf("\":", at) + 2;
            if (line.charAt(at) == '"') {
                int end = line.indexOf('"', at + 1);
                values.add(ZEROS.matcher(line.substring(at + 1, end)).replaceAll("$1"));
                at = end + 1;
            } else {
                int end = at;
                while (line.charAt(end) != ',' && line.charAt(end) != '}') {
                    end++;
                }
                String text = line.substring(at, end);
                values.add(
                        text.equals("null")
                                ? text
                                : new BigDecimal(text).stripTrailingZeros().toPlainString());
                at = end;
            }
            if (line.charAt(at) == ',') {
                at++;
            }
        }
        return values;
    }
}
