package kpipe.compiler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import kpipe.compiler.generate.GeneratedFile;
import kpipe.compiler.generate.GeneratedPipeline;
import kpipe.compiler.interpret.JavaBodies;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.data.RowException;
import org.jspecify.annotations.Nullable;

/** Lets the interpreter call the compiled functions of a pipeline. */
final class InlineJavaCalls implements JavaBodies {

    private final Map<String, Method> methods = new HashMap<>();

    /** @param classes where the classes of the pipeline are found */
    InlineJavaCalls(GeneratedPipeline generated, ClassLoader classes) {
        for (GeneratedFile file : generated.files()) {
            GeneratedFile.Body body = file.body();
            if (body != null && body.unit().role() == JavaUnit.JavaRole.FUNCTION) {
                methods.put(body.unit().name(), call(file.className(), classes));
            }
        }
    }

    private static Method call(String className, ClassLoader classes) {
        try {
            for (Method method : classes.loadClass(className).getMethods()) {
                if (method.getName().equals("call")) {
                    return method;
                }
            }
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
        throw new IllegalStateException(className + " has no method to call");
    }

    @Override
    public @Nullable Object call(JavaUnit unit, @Nullable Object[] arguments) {
        Method method = methods.get(unit.name());
        if (method == null) {
            throw new IllegalStateException("no Java was compiled for " + unit.name());
        }
        try {
            return method.invoke(null, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RowException reason) {
                throw reason;
            }
            throw new IllegalStateException(unit.name(), thrown.getCause());
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
