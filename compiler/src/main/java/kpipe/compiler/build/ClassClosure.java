package kpipe.compiler.build;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All classes that given ones may come to use, other than those of the JDK: what a jar must hold, and no more.
 *
 * <p>A class may use another only if its class file names it, so the constant pools of the class files are followed: class entries, and every type in a descriptor. Classes
 * that are looked up by a name made at run time are not found; nothing in the runtime does that.
 */
final class ClassClosure {

    /** Nothing at run time looks at these, and whether they are on the class path differs. */
    private static final String ANNOTATIONS = "org/jspecify/";

    private final ClassLoader libraries;
    private final Map<String, byte[]> found = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    private ClassClosure(ClassLoader libraries) {
        this.libraries = libraries;
    }

    /**
     * Follows the classes of {@code roots}, by class name.
     *
     * @return the class files that they need beside themselves, by their path in a jar
     */
    static Map<String, byte[]> of(Map<String, byte[]> roots, ClassLoader libraries) throws IOException {
        ClassClosure closure = new ClassClosure(libraries);
        for (String root : roots.keySet()) {
            closure.seen.add(root.replace('.', '/'));
        }
        for (byte[] file : roots.values()) {
            closure.follow(file);
        }
        while (!closure.waiting.isEmpty()) {
            String name = closure.waiting.remove();
            byte[] file = closure.load(name);
            if (file != null) {
                closure.found.put(name + ".class", file);
                closure.follow(file);
            }
        }
        return closure.found;
    }

    /** The class file, or null where the class is the JDK's or is not there (an optional annotation). */
    private byte @Nullable [] load(String name) throws IOException {
        URL location = libraries.getResource(name + ".class");
        if (location == null || location.getProtocol().equals("jrt")) {
            return null;
        }
        try (InputStream in = location.openStream()) {
            return in.readAllBytes();
        }
    }

    private void follow(byte[] file) throws IOException {
        ConstantPool constants = ConstantPool.read(new DataInputStream(new ByteArrayInputStream(file)));
        for (int i = 1; i < constants.size(); i++) {
            String text = constants.texts()[i];
            if (text != null) {
                if (constants.classes().contains(i) && !text.startsWith("[")) {
                    add(text);
                } else {
                    addDescribed(text);
                }
            }
        }
    }

    /** Every {@code Lpackage/Name;} in what may be a descriptor or signature. */
    private void addDescribed(String text) {
        int start = text.indexOf('L');
        while (start >= 0) {
            int end = start + 1;
            while (end < text.length()
                    && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '/')) {
                end++;
            }
            if (end < text.length() && (text.charAt(end) == ';' || text.charAt(end) == '<')) {
                add(text.substring(start + 1, end));
            }
            start = text.indexOf('L', start + 1);
        }
    }

    private void add(String name) {
        if (!name.startsWith("java/") && !name.startsWith(ANNOTATIONS) && seen.add(name)) {
            waiting.add(name);
        }
    }
}
