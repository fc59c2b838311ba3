package kpipe.compiler.build;

import java.util.HashMap;
import java.util.Map;

/** Compiled classes, loaded into this process beside the runtime and the plug-ins. */
public final class GeneratedClasses extends ClassLoader {

    private final Map<String, byte[]> files;

    /** @param files class files by class name */
    public GeneratedClasses(Map<String, byte[]> files, ClassLoader libraries) {
        super("kpipe", libraries);
        this.files = new HashMap<>(files);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** A new instance of a class with a public constructor without parameters. */
    public <T> T instance(String className, Class<T> type) {
        try {
            return type.cast(loadClass(className).getConstructor().newInstance());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(className, failure);
        }
    }
}
