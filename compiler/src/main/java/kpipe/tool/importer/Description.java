package kpipe.tool.importer;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value.Fields;

/**
 * One application among those that a file describes, as it stands there.
 *
 * @param names what it may be called by: its name, and what the file itself calls it; the first is shown
 * @param place where it begins
 * @param origin the form of the description, such as {@code AWS::KinesisAnalytics::Application}
 * @param body the application itself
 * @param outputs those that stand apart from it
 * @param references the reference data that stands apart from it
 */
record Description(
        List<String> names, Span place, String origin, Fields body, List<Fields> outputs, List<Fields> references) {

    Description {
        names = List.copyOf(names);
        outputs = List.copyOf(outputs);
        references = List.copyOf(references);
    }

    /** One that stands whole in one place. */
    static Description whole(List<String> names, Span place, String origin, Fields body) {
        return new Description(names, place, origin, body, List.of(), List.of());
    }

    String name() {
        return names.get(0);
    }
}
