package kpipe.tool.importer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kpipe.tool.description.MalformedException;
import kpipe.tool.description.Value;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;

/** Finds the applications of a CloudFormation template, with the outputs and reference data that are resources of their own. */
final class CloudFormation {

    private static final String TYPE = "(?i)AWS::KinesisAnalytics(V2)?::";

    private final Fields template;
    private final Intrinsics intrinsics;

    private CloudFormation(Fields template, Map<String, String> given) {
        this.template = template;
        intrinsics = new Intrinsics(template, given);
    }

    /** Whether it is such a template. */
    static boolean is(Fields root) {
        return root.get("Resources") instanceof Fields resources
                && resources.fields().values().stream()
                        .anyMatch(field -> field.value() instanceof Fields resource
                                && resource.get("Type") instanceof Scalar type
                                && type.text().contains("::"));
    }

    /**
     * The applications of a template.
     *
     * @param given values of parameters by name
     * @throws MalformedException where a function is not used as it has to be
     */
    static List<Description> applications(Fields template, Map<String, String> given) throws MalformedException {
        return new CloudFormation(template, given).applications();
    }

    private List<Description> applications() throws MalformedException {
        List<Description> found = new ArrayList<>();
        if (template.get("Resources") instanceof Fields resources) {
            for (Map.Entry<String, Field> entry : resources.fields().entrySet()) {
                Fields properties = properties(entry.getValue().value(), "Application");
                if (properties != null) {
                    found.add(application(resources, entry.getKey(), entry.getValue(), properties));
                }
            }
        }
        return found;
    }

    private Description application(Fields resources, String id, Field resource, Fields properties)
            throws MalformedException {
        Set<String> names = new LinkedHashSet<>();
        Fields body = resolved(properties);
        Scalar own = new Shape(body).scalar("ApplicationName");
        if (own != null && own.known() && !own.text().isEmpty()) {
            names.add(own.text());
        }
        names.add(id);
        Value type = ((Fields) resource.value()).get("Type");
        return new Description(
                List.copyOf(names),
                resource.name(),
                type instanceof Scalar scalar ? scalar.text() : "",
                body,
                parts(resources, "ApplicationOutput", "Output", names),
                parts(resources, "ApplicationReferenceDataSource", "ReferenceDataSource", names));
    }

    /** What other resources add to an application. */
    private List<Fields> parts(Fields resources, String type, String part, Set<String> names)
            throws MalformedException {
        List<Fields> found = new ArrayList<>();
        for (Field field : resources.fields().values()) {
            Fields properties = properties(field.value(), type);
            if (properties != null) {
                Shape resolved = new Shape(resolved(properties));
                String owner = resolved.text("ApplicationName");
                boolean mine = names.contains(owner)
                        || owner.startsWith("${") && names.contains(owner.substring(2, owner.length() - 1));
                Shape added = resolved.object(part);
                if (mine && added != null) {
                    found.add(added.fields());
                }
            }
        }
        return found;
    }

    private Fields resolved(Fields properties) throws MalformedException {
        if (intrinsics.resolve(properties) instanceof Fields fields) {
            return fields;
        }
        throw new MalformedException("a CloudFormation template", properties.span(), "properties are an object");
    }

    /** The properties of a resource of that type which is there; null for others. */
    private @Nullable Fields properties(Value resource, String type) throws MalformedException {
        boolean wanted = resource instanceof Fields fields
                && fields.get("Type") instanceof Scalar written
                && written.text().matches(TYPE + type);
        if (!wanted || !intrinsics.isThere((Fields) resource)) {
            return null;
        }
        return ((Fields) resource).get("Properties") instanceof Fields properties ? properties : null;
    }
}
