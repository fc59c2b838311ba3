package kpipe.runtime.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import kpipe.data.Column;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.Format;
import kpipe.spi.OptionSpec;
import kpipe.spi.Options;
import kpipe.spi.Plugin;
import kpipe.spi.RecordShape;
import kpipe.spi.Spec;
import org.jspecify.annotations.Nullable;

/**
 * What streams, tables and destinations have in common as a {@link TopologyBuilder} is told of them: columns, how they stand in records, and a connector with options. Not
 * thread-safe.
 */
public abstract class ColumnsBuilder {

    final TopologyBuilder topology;
    final String name;
    final String place;
    private final List<Column> columns = new ArrayList<>();
    private final Map<Integer, String> paths = new TreeMap<>();
    private final Map<Integer, String> patterns = new TreeMap<>();
    private final List<Integer> unused = new ArrayList<>();
    private final Map<String, Object> options = new TreeMap<>();
    private final Map<String, Object> formatOptions = new TreeMap<>();
    private @Nullable Format format;
    private int maxRecordBytes = RecordShape.DEFAULT_MAX_RECORD_BYTES;
    private String address = "";
    private boolean hasParameters;

    ColumnsBuilder(TopologyBuilder topology, String name, String place) {
        this.topology = topology;
        this.name = name;
        this.place = place;
    }

    /** The next column; its type as SQL writes it, {@code NOT NULL} included. */
    public void column(String column, String type) {
        columns.add(new Column(column, Type.parse(type)));
    }

    /** Where in the record a column is found. */
    public void path(int column, String path) {
        paths.put(column, path);
    }

    /** How a date or time is written. */
    public void pattern(int column, String pattern) {
        patterns.put(column, pattern);
    }

    /** Nothing reads the column: it is checked and not kept. */
    public void unused(int column) {
        unused.add(column);
    }

    /** An option of the connector: Long, Double, Boolean or String. */
    public void option(String option, Object value) {
        options.put(option, value);
    }

    /** A format that reads or writes records itself, rather than by a class made for this pipeline. */
    public void format(Format plugin) {
        format = plugin;
    }

    /** An option of the format. */
    public void formatOption(String option, Object value) {
        formatOptions.put(option, value);
    }

    /** A longer record is an error record. */
    public void maxRecordBytes(int bytes) {
        maxRecordBytes = bytes;
    }

    /**
     * Values that are known only now stand in the address or the options, so that they have to be checked now: call this behind them.
     */
    public void hasParameters() {
        hasParameters = true;
    }

    void address(String text) {
        address = text;
    }

    String address() {
        return address;
    }

    int maxRecordBytes() {
        return maxRecordBytes;
    }

    Schema schema() {
        return new Schema(columns);
    }

    @Nullable
    Format format() {
        return format;
    }

    /** How records of these columns look in the format. */
    RecordShape shape(Format plugin, Schema schema) {
        List<@Nullable String> pathOf = new ArrayList<>(Collections.nCopies(schema.size(), null));
        paths.forEach(pathOf::set);
        List<@Nullable String> patternOf = new ArrayList<>(Collections.nCopies(schema.size(), null));
        patterns.forEach(patternOf::set);
        List<Boolean> used = new ArrayList<>(Collections.nCopies(schema.size(), true));
        unused.forEach(column -> used.set(column, false));
        Options all = checked(plugin, formatOptions, null, schema);
        return new RecordShape(schema, pathOf, patternOf, used, all, maxRecordBytes);
    }

    /** The options of the connector, defaults among them. */
    Options options(Plugin connector, Schema schema) {
        return checked(connector, options, address.isEmpty() ? null : address, schema);
    }

    private Options checked(Plugin plugin, Map<String, Object> given, @Nullable String at, Schema schema) {
        Spec spec = plugin.spec();
        Map<String, Object> all = new TreeMap<>(spec.defaults().asMap());
        all.putAll(given);
        Options result = new Options(all);
        // A value that is missing has been said to be.
        if (hasParameters && topology.isSound()) {
            for (OptionSpec option : spec.options()) {
                check(spec, option, result);
            }
            for (Spec.Problem problem : plugin.check(at, result, schema)) {
                topology.problem(place, problem.message());
            }
        }
        return result;
    }

    private void check(Spec spec, OptionSpec option, Options given) {
        if (!(given.get(option.name()) instanceof String value)) {
            return;
        }
        if (option.type() == OptionSpec.OptionType.CHARACTER && value.codePointCount(0, value.length()) != 1) {
            topology.problem(place, "option `" + option.name() + "` of " + spec.name() + " is one character");
        }
        boolean chosen = option.choices().isEmpty();
        for (String choice : option.choices()) {
            chosen |= choice.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
        }
        if (!chosen) {
            topology.problem(
                    place,
                    "option `" + option.name() + "` of " + spec.name() + " is one of '"
                            + String.join("', '", option.choices()) + "'");
        }
    }
}
