package kpipe.compiler.generate;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names made from the user's: recognisable, legal, and used once in their scope. */
final class Names {

    private static final int MAX_LENGTH = 60;

    private final Set<String> taken = new HashSet<>();

    Names(String... reserved) {
        for (String name : reserved) {
            taken.add(name.toLowerCase(Locale.ROOT));
        }
    }

    /** {@code find_speeders.union1} becomes {@code FindSpeedersUnion1}. Names differ by more than case, because class files may lie on a disk that does not tell case. */
    String type(String name) {
        return claim(capitalised(words(name)));
    }

    /** {@code top_speed} becomes {@code topSpeed}. */
    String variable(String name) {
        String camel = words(name);
        return claim(Character.toLowerCase(camel.charAt(0)) + camel.substring(1));
    }

    /** {@code Fleet-Data} becomes {@code fleet_data}: a package. */
    static String packageOf(String pipeline) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < pipeline.length() && name.length() < MAX_LENGTH; i++) {
            char c = Character.toLowerCase(pipeline.charAt(i));
            name.append(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' ? c : '_');
        }
        if (name.isEmpty() || Character.isDigit(name.charAt(0)) || SourceVersion.isKeyword(name)) {
            name.insert(0, '_');
        }
        return "kpipe.generated." + name;
    }

    private String claim(String wanted) {
        String base = SourceVersion.isKeyword(wanted) ? wanted + "_" : wanted;
        String name = base;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + i;
        }
        return name;
    }

    private static String capitalised(String camel) {
        return Character.toUpperCase(camel.charAt(0)) + camel.substring(1);
    }

    private static String words(String name) {
        boolean shouting = name.equals(name.toUpperCase(Locale.ROOT));
        StringBuilder camel = new StringBuilder();
        boolean wordBegins = false;
        for (int i = 0; i < name.length() && camel.length() < MAX_LENGTH; i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit) {
                wordBegins = !camel.isEmpty();
                continue;
            }
            if (camel.isEmpty() && digit) {
                camel.append('n');
            }
            char shown = shouting ? Character.toLowerCase(c) : c;
            camel.append(wordBegins ? Character.toUpperCase(shown) : shown);
            wordBegins = false;
        }
        return camel.isEmpty() ? "x" : camel.toString();
    }
}
