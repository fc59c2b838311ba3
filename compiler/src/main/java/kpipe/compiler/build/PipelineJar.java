package kpipe.compiler.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the jar of a pipeline: its generated classes and exactly those classes of the runtime and the plug-ins that they can reach. The same input gives the same
 * bytes: entries are sorted and carry no real time.
 */
public final class PipelineJar {

    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0, 0);
    private static final int MANIFEST_LINE = 70;
    private static final String[] LEGAL = {"LICENSE", "NOTICE"};

    private PipelineJar() {}

    /**
     * Writes it, whole or not at all.
     *
     * @param jar where to; what is there is replaced
     * @param mainClass the class that {@code java -jar} starts; one of {@code classes}
     * @param version of the kpipe that builds it
     * @param classes the generated classes by class name
     * @param services interfaces, by name, whose providers it carries
     * @param libraries where the runtime's and the plug-ins' classes are found
     */
    public static void write(
            Path jar,
            String mainClass,
            String version,
            Map<String, byte[]> classes,
            List<String> services,
            ClassLoader libraries)
            throws IOException {
        Map<String, byte[]> entries = new TreeMap<>(ClassClosure.of(classes, services, libraries));
        classes.forEach((name, file) -> entries.put(name.replace('.', '/') + ".class", file));
        for (String name : LEGAL) {
            try (InputStream in = libraries.getResourceAsStream("kpipe/legal/" + name)) {
                if (in != null) {
                    entries.put("META-INF/" + name, in.readAllBytes());
                }
            }
        }
        Path target = jar.toAbsolutePath();
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(9);
                String manifest = manifest(mainClass, version);
                put(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    put(zip, entry.getKey(), entry.getValue());
                }
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String manifest(String mainClass, String version) {
        return "Manifest-Version: 1.0\r\n" + folded("Main-Class: " + mainClass) + "Created-By: kpipe\r\n"
                + folded("Implementation-Version: " + version) + "\r\n";
    }

    /** Lines of a manifest have at most 72 bytes; what follows goes on with a blank. The names in it are ASCII. */
    private static String folded(String line) {
        StringBuilder text = new StringBuilder();
        int room = MANIFEST_LINE;
        for (int from = 0; from < line.length(); from += room) {
            room = from == 0 ? MANIFEST_LINE : MANIFEST_LINE - 1;
            text.append(from == 0 ? "" : " ")
                    .append(line, from, Math.min(line.length(), from + room))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
