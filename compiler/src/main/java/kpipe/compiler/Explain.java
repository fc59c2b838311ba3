package kpipe.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kpipe.compiler.check.DeliveryGuarantee;
import kpipe.compiler.diagnostic.Counted;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Pipeline;
import kpipe.compiler.pipeline.Pipeline.DestinationNode;
import kpipe.compiler.pipeline.Pipeline.FormatNode;
import kpipe.compiler.pipeline.Pipeline.Partitioning;
import kpipe.compiler.pipeline.Pipeline.SourceNode;
import kpipe.compiler.pipeline.Pipeline.StreamNode;
import kpipe.compiler.pipeline.Pipeline.StreamRole;
import kpipe.compiler.pipeline.Pipeline.TableNode;
import kpipe.compiler.pipeline.Pipeline.Template;
import kpipe.compiler.pipeline.Stage;
import kpipe.compiler.source.Span;
import kpipe.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The physical pipeline for a reader: for every stream where its rows come from, by what time and in how many lanes; for every pump its operators with the line of the text that
 * each came from, their keys, windows and the bound of what they remember; for every destination what it guarantees. The same pipeline always gives the same text.
 */
public final class Explain {

    /** How long a durable stream keeps its records if nothing else is said, as Kinesis does. */
    private static final long DAY_MILLIS = 86_400_000;

    private final Pipeline pipeline;
    private final ExplainPage page = new ExplainPage();

    private Explain(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The text, in lines that end with a newline. */
    public static String text(Pipeline pipeline) {
        return new Explain(pipeline).write();
    }

    /**
     * The text of a pipeline that was checked.
     *
     * @param checked without an error
     */
    public static String text(CheckedPipeline checked) {
        Pipeline pipeline = checked.pipeline();
        if (pipeline == null) {
            throw new IllegalArgumentException("a pipeline that is wrong cannot be explained");
        }
        return text(pipeline);
    }

    private String write() {
        page.title("pipeline " + pipeline.name());
        pipeline.parameters().forEach(parameter -> {
            page.section("parameter " + parameter.name(), parameter.span());
            page.line("type", parameter.type().sql());
        });
        pipeline.streams().stream()
                .filter(stream -> stream.role() != StreamRole.INTERNAL)
                .forEach(this::stream);
        pipeline.tables().forEach(this::table);
        pumps().forEach(this::pump);
        pipeline.destinations().forEach(this::destination);
        return page.text();
    }

    private void stream(StreamNode stream) {
        page.section("stream " + stream.name(), stream.span());
        page.list("columns", columns(stream.columns()));
        SourceNode source = stream.source();
        if (source != null) {
            source(source);
            page.line("time", time(stream));
        } else {
            page.line("filled by", writers(stream));
        }
        if (stream.durable()) {
            long kept = stream.retentionMillis() == 0 ? DAY_MILLIS : stream.retentionMillis();
            page.line("stored", "in its log, for " + AmountText.time(kept));
        }
        page.line("lanes", lanes(stream));
    }

    private static List<String> columns(Schema schema) {
        return schema.columns().stream().map(Object::toString).toList();
    }

    private void source(SourceNode source) {
        page.line("from", source.connector().spec().name() + quoted(source.address()));
        FormatNode format = source.format();
        if (format != null) {
            page.line("format", format.format().spec().name());
            List<String> read = new ArrayList<>();
            for (int i = 0; i < format.schema().size(); i++) {
                if (format.used().get(i)) {
                    read.add(ExpressionText.column(format.schema(), i));
                }
            }
            boolean all = read.size() == format.schema().size();
            page.list("keeps", all ? List.of("all columns") : read.isEmpty() ? List.of("no column") : read);
        }
        if (!source.transforms().isEmpty()) {
            page.list("transform", source.transforms());
        }
    }

    private static String quoted(@Nullable Template address) {
        return address == null ? "" : " '" + address.text() + "'";
    }

    private static String time(StreamNode stream) {
        Pipeline.EventTime time = stream.eventTime();
        if (time.column() < 0) {
            return "of arrival";
        }
        String late = time.latenessMillis() == 0
                ? "a row earlier than one before it is late"
                : "rows may come " + AmountText.time(time.latenessMillis()) + " out of order";
        String idle = time.idleAfterMillis() == 0 ? "" : "; idle after " + AmountText.time(time.idleAfterMillis());
        return ExpressionText.column(stream.columns(), time.column()) + "; " + late + idle;
    }

    private String writers(StreamNode stream) {
        if (stream.role() != StreamRole.DECLARED) {
            return "the engine";
        }
        List<String> writers = pipeline.stages().stream()
                .filter(stage -> stage.to().equals(stream.name()))
                .map(Stage::pump)
                .distinct()
                .toList();
        String clients = stream.durable() ? "clients" : "nothing";
        return writers.isEmpty() ? clients : String.join(", ", writers);
    }

    private static String lanes(StreamNode stream) {
        String count = Integer.toString(stream.lanes());
        if (stream.lanes() == 1) {
            return count;
        }
        if (stream.partitioning() instanceof Partitioning.ByKey byKey) {
            return count + ", by the partition key "
                    + (byKey.columns().isEmpty() ? "(the whole record)" : names(stream.columns(), byKey.columns()));
        }
        return stream.partitioning() instanceof Partitioning.ByHash byHash
                ? count + ", by " + names(stream.columns(), byHash.columns())
                : count + ", as the rows come";
    }

    private static String names(Schema schema, List<Integer> columns) {
        return columns.stream()
                .map(column -> ExpressionText.column(schema, column))
                .collect(Collectors.joining(", "));
    }

    private void table(TableNode table) {
        page.section("table " + table.name(), table.span());
        page.list("columns", columns(table.columns()));
        source(table.source());
        page.line("refresh", table.refreshMillis() == 0 ? "never" : "every " + AmountText.time(table.refreshMillis()));
    }

    /** The pumps, and the destinations that need stages, in the order of their stages. */
    private List<String> pumps() {
        return pipeline.stages().stream()
                .filter(stage -> destination(stage.pump()) == null)
                .map(Stage::pump)
                .distinct()
                .toList();
    }

    private @Nullable DestinationNode destination(String name) {
        for (DestinationNode destination : pipeline.destinations()) {
            if (destination.from().equals(name + ".rows") && destination.name().equals(name)) {
                return destination;
            }
        }
        return null;
    }

    private void pump(String name) {
        List<Stage> stages = pipeline.stages().stream()
                .filter(stage -> stage.pump().equals(name))
                .toList();
        page.section("pump " + name, stages.get(0).span());
        if (stages.get(0).stopped()) {
            page.line("STOPPED", "it is declared and does not run");
        }
        stages.forEach(this::stage);
    }

    private void stage(Stage stage) {
        StreamNode from = pipeline.stream(stage.from());
        StreamNode to = pipeline.stream(stage.to());
        List<StreamNode> others = stage.others().stream()
                .map(inlet -> pipeline.stream(inlet.from()))
                .toList();
        String names = stage.inlets().stream().map(Stage.Inlet::from).collect(Collectors.joining(" and "));
        page.stage("from " + names + " into " + to.name() + ", " + Counted.of(from.lanes(), "lane"));
        ExplainOperator lines = new ExplainOperator(pipeline, from, others, stage.input(), page);
        for (Operator operator : stage.operators()) {
            operator.accept(lines);
        }
        if (to.role() == StreamRole.INTERNAL && to.partitioning() instanceof Partitioning.ByHash byHash) {
            page.line(
                    "exchange",
                    "rows equal in " + names(to.columns(), byHash.columns()) + " meet in one of "
                            + Counted.of(to.lanes(), "lane"));
        } else if (to.lanes() != from.lanes()) {
            page.line("exchange", "to " + lanes(to) + (to.lanes() == 1 ? " lane" : ""));
        }
    }

    private void destination(DestinationNode destination) {
        page.section("destination " + destination.name(), destination.span());
        pipeline.stages().stream()
                .filter(stage ->
                        stage.to().equals(destination.from()) && stage.pump().equals(destination.name()))
                .forEach(this::stage);
        if (destination(destination.name()) == null) {
            page.line("delivers", destination.from());
        }
        page.line("to", destination.connector().spec().name() + quoted(destination.address()));
        page.line("format", destination.format().format().spec().name() + (destination.gzip() ? ", GZIP" : ""));
        optional(destination);
        page.line("guarantee", DeliveryGuarantee.words(pipeline, destination));
    }

    private void optional(DestinationNode destination) {
        if (!destination.transforms().isEmpty()) {
            page.list("transform", destination.transforms());
        }
        if (!destination.partitions().isEmpty()) {
            page.list("partitions", destination.partitions());
        }
        if (destination.bufferBytes() > 0 || destination.bufferMillis() > 0) {
            page.line(
                    "buffer",
                    AmountText.bytes(destination.bufferBytes()) + " or " + AmountText.time(destination.bufferMillis()));
        }
        Template errors = destination.errorsTo();
        if (errors != null) {
            page.line("errors to", "'" + errors.text() + "'");
        }
        Template backup = destination.backupTo();
        if (backup != null) {
            page.line("backup to", "'" + backup.text() + "'");
        }
    }

    /** Where a span is, for headings. */
    static String place(Span span) {
        String file = span.file().name();
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return name + ":" + span.line();
    }
}
