package kpipe.tool.importer;

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
import org.jspecify.annotations.Nullable;

/**
 * Finds the applications of a Terraform module: its resources, with the variables and locals of all its files, and those of the modules that it calls by a path. Values of
 * variables come from who calls, else from {@code terraform.tfvars}, else from their defaults.
 */
final class Terraform {

    static final String TYPE = "aws_kinesis_?analytics(v2)?_application";

    /** How deeply modules may call one another. */
    private static final int DEEPEST = 8;

    private final Loader loader;
    private final Path folder;
    private final Map<String, Value> given;
    private final int depth;
    private final List<HclBody> bodies = new ArrayList<>();

    /** Where files come from. */
    interface Loader {
        /**
         * The files of a folder whose names end so, by name.
         *
         * @throws RefusedException where the folder or a file cannot be read
         */
        List<SourceFile> files(Path folder, String ending) throws RefusedException;
    }

    private Terraform(Loader loader, Path folder, Map<String, Value> given, int depth) {
        this.loader = loader;
        this.folder = folder;
        this.given = given;
        this.depth = depth;
    }

    /**
     * The applications of a module, or of one of its files.
     *
     * @param only the file whose applications are wanted; null for all of the folder
     * @param given values of variables by name
     * @throws MalformedException where a file cannot be understood
     * @throws RefusedException where a file cannot be read
     */
    static List<Description> applications(
            Loader loader, Path folder, @Nullable SourceFile only, Map<String, String> given)
            throws MalformedException, RefusedException {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String ending : List.of("terraform.tfvars", ".auto.tfvars")) {
            for (SourceFile file : loader.files(folder, ending)) {
                for (Attribute attribute : HclText.read(file).attributes()) {
                    values.put(attribute.name(), new HclEvaluator(Map.of(), folder).value(attribute.value()));
                }
            }
        }
        for (Map.Entry<String, String> entry : given.entrySet()) {
            values.put(entry.getKey(), given(entry.getKey(), entry.getValue(), folder));
        }
        return new Terraform(loader, folder, values, 0).applications(only);
    }

    /** A list or an object is written as in Terraform; everything else is a text. */
    private static Value given(String name, String text, Path folder) throws MalformedException {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            SourceFile file = new SourceFile("--set " + name, text);
            return Scalar.text(file.span(0, text.length()), text);
        }
        HclBody body = HclText.read(new SourceFile("--set " + name, name + " = " + text));
        return new HclEvaluator(Map.of(), folder).value(body.attributes().get(0).value());
    }

    private List<Description> applications(@Nullable SourceFile only) throws MalformedException, RefusedException {
        List<HclBody> wanted = new ArrayList<>();
        for (SourceFile file : loader.files(folder, ".tf")) {
            boolean same = only != null && file.name().equals(only.name());
            HclBody body = HclText.read(file);
            bodies.add(body);
            if (only == null || same) {
                wanted.add(body);
            }
        }
        if (wanted.isEmpty() && only != null) {
            wanted.add(HclText.read(only));
            bodies.addAll(wanted);
        }
        List<Description> found = new ArrayList<>();
        if (!wanted.isEmpty()) {
            HclEvaluator evaluator = evaluator();
            for (HclBody body : wanted) {
                for (Block block : body.blocks()) {
                    add(block, evaluator, found);
                }
            }
        }
        return found;
    }

    private void add(Block block, HclEvaluator evaluator, List<Description> found)
            throws MalformedException, RefusedException {
        boolean application = block.type().equals("resource")
                && block.labels().size() == 2
                && block.labels().get(0).matches(TYPE);
        if (application) {
            Fields fields = evaluator.fields(block.body());
            List<String> names = names(new Shape(fields), block.labels().get(1));
            found.add(Description.whole(names, block.place(), block.labels().get(0), fields));
        } else if (block.type().equals("module") && depth < DEEPEST) {
            Fields call = evaluator.fields(block.body());
            String source = new Shape(call).text("source");
            if (source.startsWith("./") || source.startsWith("../")) {
                Map<String, Value> values = new LinkedHashMap<>();
                call.fields().forEach((name, field) -> values.put(name, field.value()));
                Path below = folder.resolve(source).normalize();
                found.addAll(new Terraform(loader, below, values, depth + 1).applications(null));
            }
        }
    }

    /** By its own name, and by that of the resource. */
    static List<String> names(Shape application, String resource) {
        Scalar own = application.scalar("name");
        if (own == null || !own.known() || own.text().isEmpty() || own.text().equals(resource)) {
            return List.of(resource);
        }
        return List.of(own.text(), resource);
    }

    private HclEvaluator evaluator() throws MalformedException {
        Span nowhere = bodies.get(0).span();
        Map<String, Value> names = new LinkedHashMap<>();
        Map<String, Field> path = new LinkedHashMap<>();
        for (String name : List.of("module", "root", "cwd")) {
            path.put(name, new Field(nowhere, Scalar.text(nowhere, ".")));
        }
        names.put("path", new Fields(nowhere, path));
        names.put("var", new Fields(nowhere, variables(names, nowhere)));
        return new HclEvaluator(withLocals(names), folder);
    }

    /** A value that is given counts although nothing declares its variable: the file may have come without the one that does. */
    private Map<String, Field> variables(Map<String, Value> names, Span nowhere) throws MalformedException {
        Map<String, Field> variables = new LinkedHashMap<>();
        given.forEach((name, value) -> variables.put(name, new Field(nowhere, value)));
        for (HclBody body : bodies) {
            for (Block block : body.blocks()) {
                if (!block.type().equals("variable") || block.labels().size() != 1) {
                    continue;
                }
                String name = block.labels().get(0);
                Value own = given.get(name);
                if (own != null) {
                    variables.put(name, new Field(block.place(), own));
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
}
