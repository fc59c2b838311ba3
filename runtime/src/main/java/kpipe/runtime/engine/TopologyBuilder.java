package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.data.ConstantText;
import kpipe.data.Schema;
import kpipe.data.Text;
import kpipe.data.Type;
import kpipe.runtime.engine.Topology.KernelFactory;
import kpipe.runtime.engine.Topology.StageNode;
import kpipe.runtime.engine.Topology.StreamRole;
import org.jspecify.annotations.Nullable;

/**
 * What the main class of a pipeline writes its statements into, one after the other. Values for parameters are put in on the way; what is wrong with them is gathered and said by
 * {@link #build}. Not thread-safe.
 */
public final class TopologyBuilder {

    private static final Pattern USE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.]*)(?::-([^}]*))?}");

    private final String pipeline;
    private final Map<String, String> settings;
    private final Map<String, Object> parameters = new HashMap<>();
    private final Map<String, String> parameterTexts = new HashMap<>();
    private final Map<String, StreamBuilder> streams = new LinkedHashMap<>();
    private final List<TableBuilder> tables = new ArrayList<>();
    private final List<StageBuilder> stages = new ArrayList<>();
    private final List<DestinationBuilder> destinations = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> known = new TreeMap<>();
    private final boolean asWritten;
    private final boolean rehearsed;
    private boolean lacking;

    /**
     * @param pipeline its name
     * @param settings values by name; names that no parameter has are passed over
     */
    public TopologyBuilder(String pipeline, Map<String, String> settings) {
        this(pipeline, settings, false, false);
    }

    private TopologyBuilder(String pipeline, Map<String, String> settings, boolean asWritten, boolean rehearsed) {
        this.rehearsed = rehearsed;
        this.pipeline = pipeline;
        this.settings = settings;
        this.asWritten = asWritten;
    }

    /** A builder that leaves texts as they were written, so that it needs no values: what it builds can be looked at, not run. */
    static TopologyBuilder asWritten(String pipeline) {
        return new TopologyBuilder(pipeline, Map.of(), true, false);
    }

    /** A builder that does without the values that are missing: sources and destinations, which are made of them, are not touched. */
    static TopologyBuilder rehearsed(String pipeline, Map<String, String> settings) {
        return new TopologyBuilder(pipeline, settings, false, true);
    }

    /** What the user may set, by name: type and default of a PARAMETER, or whether a {@code ${NAME}} has a default. */
    Map<String, String> settings() {
        return known;
    }

    /**
     * A PARAMETER.
     *
     * @param type as SQL writes it
     * @param defaultText its default as a setting would give it, or null where it must be given
     * @param place file and line
     */
    public void parameter(String name, String type, @Nullable String defaultText, String place) {
        known.put(name, type + (defaultText == null ? ", must be given" : ", else '" + defaultText + "'"));
        if (asWritten) {
            return;
        }
        String given = settings.get(name);
        String text = given == null ? defaultText : given;
        if (text == null && rehearsed) {
            lacking = true;
            return;
        }
        if (text == null) {
            problems.add(place + ": parameter `" + name + "` has no value: give it with --set " + name
                    + "=… or in the environment");
            return;
        }
        take(name, Type.parse(type), text, place);
    }

    /**
     * A PARAMETER of which a clause was made when the pipeline was compiled, so that no other value can be given.
     *
     * @param type as SQL writes it
     * @param fixedText its value as a setting would give it
     * @param place file and line
     */
    public void fixedParameter(String name, String type, String fixedText, String place) {
        known.put(name, type + ", '" + fixedText + "' since it was compiled");
        if (asWritten) {
            return;
        }
        Type parsed = Type.parse(type);
        String given = settings.get(name);
        if (given != null
                && !Objects.equals(ConstantText.parse(given, parsed), ConstantText.parse(fixedText, parsed))) {
            problems.add(place + ": parameter `" + name + "` was `" + fixedText
                    + "` when the pipeline was compiled, and a clause was made of it: `" + given
                    + "` needs a jar that is built with --set " + name + "=" + given);
            return;
        }
        take(name, parsed, fixedText, place);
    }

    private void take(String name, Type parsed, String text, String place) {
        Object value = ConstantText.parse(text, parsed);
        if (value == null) {
            // A text may be a secret.
            problems.add(place + ": parameter `" + name + "` was given "
                    + (parsed.kind().isText() ? "a text too long for " : "`" + text + "`, which is no ")
                    + parsed.sql());
            return;
        }
        parameters.put(name, value instanceof String characters ? Text.of(characters) : value);
        parameterTexts.put(name, text);
    }

    /**
     * A text of a clause with the values of its {@code ${NAME}} and {@code ${NAME:-default}} in their places.
     *
     * @param place file and line
     */
    public String text(String template, String place) {
        StringBuilder text = new StringBuilder();
        Matcher uses = USE.matcher(template);
        int from = 0;
        while (uses.find()) {
            text.append(template, from, uses.start()).append(value(uses, place));
            from = uses.end();
        }
        return text.append(template, from, template.length()).toString();
    }

    private String value(Matcher use, String place) {
        String name = use.group(1);
        String otherwise = use.group(2);
        known.putIfAbsent(name, otherwise == null ? "must be given" : "else '" + otherwise + "'");
        if (asWritten) {
            return use.group();
        }
        String value = settings.get(name);
        if (value == null) {
            value = parameterTexts.getOrDefault(name, otherwise);
        }
        if (value == null && rehearsed) {
            lacking = true;
            return use.group();
        }
        if (value == null) {
            problems.add(place + ": `${" + name + "}` has no value: give it with --set " + name
                    + "=… or in the environment");
            return "";
        }
        return value;
    }

    /** A stream; what it is made of is said to what is returned. */
    public StreamBuilder stream(String name, StreamRole role, String place) {
        StreamBuilder stream = new StreamBuilder(this, name, role, place);
        streams.put(name, stream);
        return stream;
    }

    /** A reference table. */
    public TableBuilder table(String name, String place) {
        TableBuilder table = new TableBuilder(this, name, place);
        tables.add(table);
        return table;
    }

    /** A stage that reads {@code from} and writes {@code to}; both are streams of this pipeline. */
    public StageBuilder stage(String id, String pump, String from, String to, KernelFactory kernel) {
        StageBuilder stage = new StageBuilder(id, pump, from, to, kernel);
        stages.add(stage);
        return stage;
    }

    /** A destination that delivers {@code from}. */
    public DestinationBuilder destination(String name, String from, String place) {
        DestinationBuilder destination = new DestinationBuilder(this, name, from, place);
        destinations.add(destination);
        return destination;
    }

    /** Whether nothing was found to be wrong so far. */
    boolean isSound() {
        return problems.isEmpty();
    }

    /** What is wrong with a value that was given, in a sentence for the user. */
    void problem(String place, String sentence) {
        if (!asWritten && !lacking) {
            problems.add(place + ": " + sentence);
        }
    }

    /** The columns of a stream. */
    Schema schema(String stream) {
        StreamBuilder builder = streams.get(stream);
        if (builder == null) {
            throw new IllegalStateException("no stream " + stream);
        }
        return builder.schema();
    }

    /**
     * The whole.
     *
     * @throws IllegalArgumentException with a sentence a line where values are missing or wrong
     */
    public Topology build() {
        List<Topology.StreamNode> streamNodes = new ArrayList<>();
        for (StreamBuilder stream : streams.values()) {
            streamNodes.add(stream.node());
        }
        List<Topology.TableNode> tableNodes = new ArrayList<>();
        for (TableBuilder table : tables) {
            tableNodes.add(table.node());
        }
        List<StageNode> stageNodes = new ArrayList<>();
        for (StageBuilder stage : stages) {
            stageNodes.add(stage.node(schema(stage.to())));
        }
        List<Topology.DestinationNode> destinationNodes = new ArrayList<>();
        for (DestinationBuilder destination : destinations) {
            destinationNodes.add(destination.node());
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\nerror: ", problems));
        }
        return new Topology(pipeline, streamNodes, tableNodes, stageNodes, destinationNodes, parameters);
    }
}
