package kpipe.compiler.model;

import java.util.List;

/**
 * A whole pipeline as its file and what that imports declare it, each list in the order of the text, but pumps in the order of dependence.
 *
 * @param name the file's name without {@code .kpipe}
 * @param streams declared streams, those that pumps make, and of {@code error_stream}, {@code s.errors} and {@code p.late} those that something reads
 * @param pumps a pump stands behind all pumps that fill what it reads; pumps that do not depend on one another stand in the order of the text
 * @param bindings what the names in queries and expressions mean
 */
public record Model(
        String name,
        List<ParameterDeclaration> parameters,
        List<StreamDeclaration> streams,
        List<TableDeclaration> tables,
        List<WindowDeclaration> windows,
        List<FunctionDeclaration> functions,
        List<TransformDeclaration> transforms,
        List<PumpDeclaration> pumps,
        List<DestinationDeclaration> destinations,
        List<TestDeclaration> tests,
        Bindings bindings) {

    public Model {
        parameters = List.copyOf(parameters);
        streams = List.copyOf(streams);
        tables = List.copyOf(tables);
        windows = List.copyOf(windows);
        functions = List.copyOf(functions);
        transforms = List.copyOf(transforms);
        pumps = List.copyOf(pumps);
        destinations = List.copyOf(destinations);
        tests = List.copyOf(tests);
    }
}
