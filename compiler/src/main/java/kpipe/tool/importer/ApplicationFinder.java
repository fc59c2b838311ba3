package kpipe.tool.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kpipe.compiler.source.Span;
import kpipe.tool.description.MalformedException;
import kpipe.tool.description.Value;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;

/** Tells by its fields what a document of JSON or YAML describes, and finds the applications in it. */
final class ApplicationFinder {

    private final Map<String, String> given;
    private final List<Description> found = new ArrayList<>();

    private ApplicationFinder(Map<String, String> given) {
        this.given = given;
    }

    /**
     * All applications of a document.
     *
     * @param given values of parameters by name
     * @throws MalformedException where a template is none
     */
    static List<Description> find(Value root, Map<String, String> given) throws MalformedException {
        ApplicationFinder finder = new ApplicationFinder(given);
        finder.look(root);
        return finder.found;
    }

    private void look(Value value) throws MalformedException {
        if (value instanceof Items items) {
            for (Value item : items.values()) {
                look(item);
            }
        } else if (value instanceof Fields fields) {
            look(fields);
        }
    }

    private void look(Fields fields) throws MalformedException {
        if (CloudFormation.is(fields)) {
            found.addAll(CloudFormation.applications(fields, given));
        } else if (fields.get("type") instanceof Scalar type && type.text().matches(Terraform.TYPE)) {
            terraformState(fields, type);
        } else if (isApplication(fields)) {
            Shape application = new Shape(fields);
            String name = application.text("ApplicationName");
            found.add(Description.whole(
                    List.of(name.isEmpty() ? "application" : name), head(fields), "Kinesis Data Analytics", fields));
        } else {
            // ApplicationDetail of an answer, the resources of a state, the modules below one another.
            for (Field field : fields.fields().values()) {
                look(field.value());
            }
        }
    }

    private static boolean isApplication(Fields fields) {
        Shape shape = new Shape(fields);
        return shape.scalar("ApplicationCode") != null
                || shape.object("ApplicationConfiguration") != null
                || shape.scalar("ApplicationName") != null && shape.find("Inputs") != null;
    }

    /** The resources of a state file, or of what {@code terraform show -json} writes. */
    private void terraformState(Fields resource, Scalar type) {
        String name = resource.get("name") instanceof Scalar scalar ? scalar.text() : "application";
        List<Fields> bodies = new ArrayList<>();
        if (resource.get("instances") instanceof Items instances) {
            for (Value instance : instances.values()) {
                if (instance instanceof Fields fields && fields.get("attributes") instanceof Fields attributes) {
                    bodies.add(attributes);
                }
            }
        } else if (resource.get("values") instanceof Fields values) {
            bodies.add(values);
        } else if (resource.get("primary") instanceof Fields primary
                && primary.get("attributes") instanceof Fields flat) {
            bodies.add(unflattened(flat));
        }
        for (Fields body : bodies) {
            found.add(Description.whole(Terraform.names(new Shape(body), name), type.span(), type.text(), body));
        }
    }

    /** Old states hold {@code inputs.0.name_prefix} and the like, all in one object. */
    private static Fields unflattened(Fields flat) {
        Map<String, Field> own = new LinkedHashMap<>();
        Map<String, Map<String, Field>> below = new LinkedHashMap<>();
        flat.fields().forEach((name, field) -> {
            int dot = name.indexOf('.');
            if (dot < 0) {
                own.put(name, field);
            } else if (!name.endsWith("#") && !name.endsWith("%")) {
                below.computeIfAbsent(name.substring(0, dot), any -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), field);
            }
        });
        below.forEach((name, fields) -> {
            Fields inside = unflattened(new Fields(flat.span(), fields));
            boolean list = inside.fields().keySet().stream().allMatch(key -> key.matches("\\d{1,9}"));
            Value value = inside;
            if (list) {
                Map<Long, Value> ordered = new TreeMap<>();
                inside.fields().forEach((key, field) -> ordered.put(Long.parseLong(key), field.value()));
                value = new Items(flat.span(), List.copyOf(ordered.values()));
            }
            own.put(name, new Field(flat.span(), value));
        });
        return new Fields(flat.span(), own);
    }

    private static Span head(Fields fields) {
        Span span = fields.span();
        return span.file().span(span.start(), Math.min(span.end(), span.start() + 1));
    }
}
