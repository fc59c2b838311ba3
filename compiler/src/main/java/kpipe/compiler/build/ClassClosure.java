package kpipe.compiler.build;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * All classes that given ones may come to use, other than those of the JDK: what a jar must hold, and no more.
 *
 * <p>A class may use another only if its class file names it, so the constant pools of the class files are followed: class entries, and every type in a descriptor. Classes
 * that are looked up by a name made at run time are not found; nothing in the runtime does that. A library that has more in its jar than classes (lists of services, resources) may do so: of such
 * a one all is taken.
 */
final class ClassClosure {

    /** Nothing at run time looks at these, and whether they are on the class path differs. */
    private static final String ANNOTATIONS = "org/jspecify/";

    private static final String SERVICES = "META-INF/services/";
    private static final String OWN = "kpipe/";

    /** The access flag of the format of class files (JVMS 4.1). */
    private static final int INTERFACE = 0x0200;

    private final ClassLoader libraries;
    private final Map<String, byte[]> found = new TreeMap<>();
    private final Set<String> jars = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    private ClassClosure(ClassLoader libraries) {
        this.libraries = libraries;
    }

    /**
     * Follows the classes of {@code roots}, by class name.
     *
     * @param services interfaces, by name, all of whose providers are needed too
     * @return the files that they need beside themselves, by their path in a jar
     */
    static Map<String, byte[]> of(Map<String, byte[]> roots, List<String> services, ClassLoader libraries)
            throws IOException {
        ClassClosure closure = new ClassClosure(libraries);
        for (String service : services) {
            closure.provide(service);
        }
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
                if (!name.startsWith(OWN) && isInterface(file)) {
                    closure.provide(name.replace('/', '.'));
                }
            }
        }
        return closure.found;
    }

    private static boolean isInterface(byte[] file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        ConstantPool.read(in);
        return (in.readUnsignedShort() & INTERFACE) != 0;
    }

    /** Takes those who provide a service. */
    private void provide(String service) throws IOException {
        String list = SERVICES + service;
        for (URL location : Collections.list(libraries.getResources(list))) {
            try (InputStream in = location.openStream()) {
                byte[] text = in.readAllBytes();
                merge(list, text);
                for (String line : new String(text, StandardCharsets.UTF_8).split("\\R")) {
                    String provider = line.replaceFirst("#.*", "").strip();
                    if (!provider.isEmpty()) {
                        add(provider.replace('.', '/'));
                    }
                }
            }
        }
    }

    /** A list of services: several libraries may have one of the same name. */
    private void merge(String path, byte[] text) {
        Set<String> lines = new TreeSet<>();
        byte[] before = found.getOrDefault(path, new byte[0]);
        for (byte[] list : List.of(before, text)) {
            for (String line : new String(list, StandardCharsets.UTF_8).split("\\R")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line.strip());
                }
            }
        }
        found.put(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Takes all of a library's jar, if it has more than classes. */
    private void takeWhole(URL location) throws IOException {
        String path = location.getPath();
        int end = path.indexOf("!/");
        if (end < 0
                || !jars.add(path.substring(0, end))
                || !(location.openConnection() instanceof JarURLConnection connection)) {
            return;
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            if (jar.stream().noneMatch(ClassClosure::isMoreThanClass)) {
                return;
            }
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class")) {
                    if (!name.startsWith("META-INF/") && !name.equals("module-info.class")) {
                        add(name.substring(0, name.length() - ".class".length()));
                    }
                } else if (isMoreThanClass(entry)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        if (name.startsWith(SERVICES)) {
                            merge(name, in.readAllBytes());
                        } else {
                            found.put(name, in.readAllBytes());
                        }
                    }
                }
            }
        }
    }

    private static boolean isMoreThanClass(JarEntry entry) {
        String path = entry.getName();
        return !entry.isDirectory()
                && !path.endsWith(".class")
                && (path.startsWith(SERVICES) || !path.startsWith("META-INF/") && !path.endsWith(".html"));
    }

    /** The class file, or null where the class is the JDK's or is not there (an optional annotation). */
    private byte @Nullable [] load(String name) throws IOException {
        URL location = libraries.getResource(name + ".class");
        if (location == null || location.getProtocol().equals("jrt")) {
            return null;
        }
        if (!name.startsWith(OWN)) {
            takeWhole(location);
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
