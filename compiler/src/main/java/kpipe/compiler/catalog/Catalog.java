package kpipe.compiler.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import kpipe.spi.Format;
import kpipe.spi.ScalarFunction;
import kpipe.spi.SinkConnector;
import kpipe.spi.SourceConnector;
import kpipe.spi.TableFunction;
import org.jspecify.annotations.Nullable;

/** The plug-ins that a pipeline may use, found by name without regard to case. Immutable and safe for use by many threads. */
public final class Catalog {

    private final Map<String, SourceConnector> sources = new TreeMap<>();
    private final Map<String, SinkConnector> sinks = new TreeMap<>();
    private final Map<String, Format> formats = new TreeMap<>();
    private final Map<String, ScalarFunction> functions = new TreeMap<>();
    private final Map<String, ScalarFunction> functionsByAnyName = new TreeMap<>();
    private final Map<String, TableFunction> tableFunctions = new TreeMap<>();

    /** A catalog of exactly these plug-ins. Two of one kind with one name are a mistake of whoever put them together. */
    public Catalog(
            Collection<SourceConnector> sources,
            Collection<SinkConnector> sinks,
            Collection<Format> formats,
            Collection<ScalarFunction> functions,
            Collection<TableFunction> tableFunctions) {
        sources.forEach(source -> add(this.sources, source.spec().name(), source));
        sinks.forEach(sink -> add(this.sinks, sink.spec().name(), sink));
        formats.forEach(format -> add(this.formats, format.spec().name(), format));
        tableFunctions.forEach(function -> add(this.tableFunctions, function.name(), function));
        for (ScalarFunction function : functions) {
            add(this.functions, function.name(), function);
            add(functionsByAnyName, function.name(), function);
            function.aliases().forEach(alias -> add(functionsByAnyName, alias, function));
        }
    }

    /** All plug-ins that the class path of {@code loader} offers. */
    public static Catalog load(ClassLoader loader) {
        return new Catalog(
                offered(SourceConnector.class, loader),
                offered(SinkConnector.class, loader),
                offered(Format.class, loader),
                offered(ScalarFunction.class, loader),
                offered(TableFunction.class, loader));
    }

    private static <T> List<T> offered(Class<T> kind, ClassLoader loader) {
        return ServiceLoader.load(kind, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static <T> void add(Map<String, T> map, String name, T plugin) {
        T other = map.put(key(name), plugin);
        if (other != null) {
            throw new IllegalStateException(
                    "two plug-ins are called " + name + ": " + other.getClass() + " and " + plugin.getClass());
        }
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    public @Nullable SourceConnector source(String name) {
        return sources.get(key(name));
    }

    public @Nullable SinkConnector sink(String name) {
        return sinks.get(key(name));
    }

    public @Nullable Format format(String name) {
        return formats.get(key(name));
    }

    /** The function of that name or alias. */
    public @Nullable ScalarFunction function(String name) {
        return functionsByAnyName.get(key(name));
    }

    /** The table function of that name. */
    public @Nullable TableFunction tableFunction(String name) {
        return tableFunctions.get(key(name));
    }

    /** All table functions, in order of their names; the keys are in capitals. */
    public Map<String, TableFunction> tableFunctions() {
        return Collections.unmodifiableMap(tableFunctions);
    }

    /** All source connectors, in order of their names; the keys are in capitals. */
    public Map<String, SourceConnector> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /** All destination connectors, in order of their names; the keys are in capitals. */
    public Map<String, SinkConnector> sinks() {
        return Collections.unmodifiableMap(sinks);
    }

    /** All formats, in order of their names; the keys are in capitals. */
    public Map<String, Format> formats() {
        return Collections.unmodifiableMap(formats);
    }

    /** All functions by their first names, in order; the keys are in capitals. */
    public Map<String, ScalarFunction> functions() {
        return Collections.unmodifiableMap(functions);
    }

    /** All names by which functions can be called, in order, in capitals. */
    public Collection<String> functionNames() {
        return Collections.unmodifiableSet(functionsByAnyName.keySet());
    }
}
