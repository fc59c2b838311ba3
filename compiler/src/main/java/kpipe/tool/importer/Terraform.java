package kpipe.tool.importer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.tool.description.HclBody;
import kpipe.tool.description.HclBody.Attribute;
import kpipe.tool.description.HclBody.Block;
import kpipe.tool.description.HclEvaluator;
import kpipe.tool.description.HclText;
import kpipe.tool.description.MalformedException;
import kpipe.tool.description.Value;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Scalar;

/** Finds the applications of a Terraform module: its resources, with the variables and locals of all its files. */
final class Terraform {

    static final String TYPE = "aws_kinesis_?analytics(v2)?_application";

    private final Path folder;
    private final Map<String, String> given;
    private final List<HclBody> bodies = new ArrayList<>();

    private Terraform(Path folder, Map<String, String> given) {
        this.folder = folder;
        this.given = given;
    }

    /**
     * The applications that some files hold.
     *
     * @param files those whose applications are wanted
     * @param beside the other files of the module
     * @param given values of variables by name
     * @throws MalformedException where a file cannot be read
     */
    static List<Description> applications(
            List<SourceFile> files, List<SourceFile> beside, Path folder, Map<String, String> given)
            throws MalformedException {
        Terraform module = new Terraform(folder, given);
        List<HclBody> wanted = new ArrayList<>();
        for (SourceFile file : files) {
            wanted.add(HclText.read(file));
        }
        module.bodies.addAll(wanted);
        for (SourceFile file : beside) {
            module.bodies.add(HclText.read(file));
        }
        return module.applications(wanted);
    }

    private List<Description> applications(List<HclBody> wanted) throws MalformedException {
        HclEvaluator evaluator = evaluator();
        List<Description> found = new ArrayList<>();
        for (HclBody body : wanted) {
            for (Block block : body.blocks()) {
                if (block.type().equals("resource")
                        && block.labels().size() == 2
                        && block.labels().get(0).matches(TYPE)) {
                    Fields fields = evaluator.fields(block.body());
                    found.add(Description.whole(
                            names(new Shape(fields), block.labels().get(1)),
                            block.place(),
                            block.labels().get(0),
                            fields));
                }
            }
        }
        return found;
    }

    /** By its own name, and by that of the resource. */
    static List<String> names(Shape application, String resource) {
        String own = application.text("name");
        return own.isEmpty() || own.equals(resource) ? List.of(resource) : List.of(own, resource);
    }

    private HclEvaluator evaluator() throws MalformedException {
        Span nowhere = bodies.get(0).span();
        Map<String, Value> names = new LinkedHashMap<>();
        Map<String, Field> path = new LinkedHashMap<>();
        for (String name : List.of("module", "root", "cwd")) {
            path.put(name, new Field(nowhere, Scalar.text(nowhere, ".")));
        }
        names.put("path", new Fields(nowhere, path));
        names.put("var", new Fields(nowhere, variables(names)));
        return new HclEvaluator(withLocals(names), folder);
    }

    private Map<String, Field> variables(Map<String, Value> names) throws MalformedException {
        Map<String, Field> variables = new LinkedHashMap<>();
        for (HclBody body : bodies) {
            for (Block block : body.blocks()) {
                if (!block.type().equals("variable") || block.labels().size() != 1) {
                    continue;
                }
                String name = block.labels().get(0);
                String own = given.get(name);
                if (own != null) {
                    variables.put(name, new Field(block.place(), Scalar.text(block.place(), own)));
                }
                for (Attribute attribute : block.body().attributes()) {
                    if (attribute.name().equals("default") && own == null) {
                        Value value = new HclEvaluator(names, folder).value(attribute.value());
                        variables.put(name, new Field(attribute.place(), value));
                    }
                }
            }
        }
        return variables;
    }

    /** Locals may use one another in any order: each round knows those of the round before, until nothing is new. */
    private Map<String, Value> withLocals(Map<String, Value> names) throws MalformedException {
        List<Attribute> locals = new ArrayList<>();
        for (HclBody body : bodies) {
            for (Block block : body.blocks()) {
                if (block.type().equals("locals")) {
                    locals.addAll(block.body().attributes());
                }
            }
        }
        Map<String, Value> known = new LinkedHashMap<>(names);
        Map<String, Field> values = new LinkedHashMap<>();
        for (int round = 0; round <= locals.size(); round++) {
            Map<String, Field> next = new LinkedHashMap<>();
            for (Attribute local : locals) {
                next.put(local.name(), new Field(local.place(), new HclEvaluator(known, folder).value(local.value())));
            }
            if (next.equals(values)) {
                break;
            }
            values = next;
            known.put("local", new Fields(bodies.get(0).span(), values));
        }
        return known;
    }

    /** The files of a folder that are of a module's own language, by name. */
    static List<Path> files(Path folder) throws IOException {
        try (var files = java.nio.file.Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tf"))
                    .sorted()
                    .toList();
        }
    }
}
