package kpipe.compiler.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.util.resource.MapResourceCreator;
import org.codehaus.commons.compiler.util.resource.Resource;
import org.codehaus.commons.compiler.util.resource.ResourceFinder;
import org.codehaus.commons.compiler.util.resource.StringResource;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.Compiler;

/**
 * Compiles generated Java in memory, by Janino: for {@code run} and for a jar alike, so that no JDK is needed. Classes have line tables and the names of local variables, so that a
 * debugger can step through them.
 */
public final class JavaCompiler {

    private static final Pattern PLACE = Pattern.compile("File '([^']*)', Line (\\d+), Column (\\d+)");

    private final ClassLoader libraries;

    /** @param libraries where the runtime's and the plug-ins' classes are found */
    public JavaCompiler(ClassLoader libraries) {
        this.libraries = libraries;
    }

    /**
     * Compiles sources that may refer to each other.
     *
     * @param sources Java source by the name of its public class, such as {@code kpipe.generated.FindSpeeders}
     * @return class files by class name; nested classes are among them
     * @throws JavaRefusedException with every problem that was found
     */
    public Map<String, byte[]> compile(Map<String, String> sources) throws JavaRefusedException {
        Map<String, byte[]> files = new TreeMap<>();
        List<JavaProblem> problems = new ArrayList<>();
        Compiler compiler = new Compiler();
        compiler.setIClassLoader(new ClassLoaderIClassLoader(libraries));
        compiler.setSourceFinder(ResourceFinder.EMPTY_RESOURCE_FINDER);
        compiler.setClassFileFinder(ResourceFinder.EMPTY_RESOURCE_FINDER);
        compiler.setClassFileCreator(new MapResourceCreator(files));
        compiler.setDebugLines(true);
        compiler.setDebugVars(true);
        compiler.setDebugSource(true);
        compiler.setCompileErrorHandler((message, location) -> problems.add(
                location == null
                        ? new JavaProblem("", 1, 1, message)
                        : new JavaProblem(
                                className(String.valueOf(location.getFileName())),
                                location.getLineNumber(),
                                location.getColumnNumber(),
                                message)));
        try {
            compiler.compile(resources(sources));
        } catch (CompileException failure) {
            problems.addAll(problemsOf(failure, problems.isEmpty()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        } catch (RuntimeException confused) {
            // After what it has complained of already this is a consequence.
            if (problems.isEmpty()) {
                problems.add(confusion(confused));
            }
        }
        if (!problems.isEmpty()) {
            throw new JavaRefusedException(oneForEachLine(problems));
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        files.forEach((path, bytes) -> classes.put(className(path), bytes));
        return classes;
    }

    private static List<JavaProblem> problemsOf(CompileException failure, boolean first) {
        // With an error handler set, the exception that ends it all only sums up what the handler has heard. A syntax
        // error never reaches the handler.
        if (!first) {
            return List.of();
        }
        org.codehaus.commons.compiler.Location location = failure.getLocation();
        if (location == null) {
            return List.of(new JavaProblem("", 1, 1, String.valueOf(failure.getMessage())));
        }
        return List.of(new JavaProblem(
                className(String.valueOf(location.getFileName())),
                location.getLineNumber(),
                location.getColumnNumber(),
                String.valueOf(failure.getMessage())));
    }

    /** Janino stumbles over some mistakes; where it was is then only in the texts of the exceptions that it has wrapped. */
    private static JavaProblem confusion(RuntimeException confused) {
        JavaProblem nearest = null;
        Throwable innermost = confused;
        for (Throwable cause = confused; cause != null; cause = cause.getCause()) {
            innermost = cause;
            Matcher place = PLACE.matcher(String.valueOf(cause.getMessage()));
            while (place.find()) {
                nearest = new JavaProblem(
                        className(place.group(1)),
                        Integer.parseInt(place.group(2)),
                        Integer.parseInt(place.group(3)),
                        "");
            }
        }
        if (nearest == null) {
            throw confused;
        }
        return new JavaProblem(
                nearest.className(), nearest.line(), nearest.column(), String.valueOf(innermost.getMessage()));
    }

    /** Janino asks for the type of an expression again and again, and complains each time. */
    private static List<JavaProblem> oneForEachLine(List<JavaProblem> problems) {
        Map<String, JavaProblem> lines = new LinkedHashMap<>();
        for (JavaProblem problem : problems) {
            lines.putIfAbsent(problem.className() + ":" + problem.line(), problem);
        }
        return List.copyOf(lines.values());
    }

    private static Resource[] resources(Map<String, String> sources) {
        List<Resource> resources = new ArrayList<>();
        sources.forEach((name, source) -> resources.add(new StringResource(name.replace('.', '/') + ".java", source)));
        return resources.toArray(new Resource[0]);
    }

    private static String className(String path) {
        int end = path.lastIndexOf('.');
        return (end < 0 ? path : path.substring(0, end)).replace('/', '.');
    }
}
