package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Holding;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.MatchTests;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/** Writes the kernel of a stage: one class, one loop over the rows of a batch. */
final class KernelGenerator {

    private final Stage stage;
    private final ClassMembers members = new ClassMembers();

    /** The fields that remember something, beside promoted times. */
    private List<String> holders = List.of();

    /** What those ask of the kernel whom it calls, or null. */
    private @Nullable Class<?> implemented;

    private KernelGenerator(Stage stage) {
        this.stage = stage;
    }

    /**
     * The kernel of a stage.
     *
     * @param className of the kernel, which has a public constructor without parameters; not the simple name of a class of {@code java.lang}
     */
    static GeneratedFile kernel(Stage stage, ClassName className) {
        return new KernelGenerator(stage).write(className);
    }

    private GeneratedFile write(ClassName className) {
        members.surrounding(Outlet.class, "main", "context.main()");
        members.surrounding(ErrorOutlet.class, "errors", "context.errors()");
        Operator.StreamJoin join = stage.join();
        if (join == null) {
            writeMethods();
        } else if (join.latest()) {
            AsOfJoinStage latest = new AsOfJoinStage(members, stage, join);
            writeJoin(latest.methods(), latest.turns());
        } else {
            StreamJoinStage meeting = new StreamJoinStage(members, stage, join);
            writeJoin(meeting.methods(), meeting.turns());
        }
        promise();
        state("save", StateWriter.class, "out");
        state("restore", StateReader.class, "in");
        TypeSpec.Builder type = TypeSpec.classBuilder(className)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(Kernel.class)
                .addJavadoc("$L, $L.\n", stage.id(), StatementWriter.place(stage.span()));
        if (implemented != null) {
            type.addSuperinterface(implemented);
        }
        members.addTo(type);
        String source = JavaFile.builder(className.packageName(), type.build())
                .skipJavaLangImports(true)
                .build()
                .toString();
        return new GeneratedFile(className.canonicalName(), source, LineMap.of(stage.span(), source), null);
    }

    /** Rows go up to a sort, if there is one, in {@code batch}, from there in {@code time}; then into a window or a table function, if there is one, whose results go on in a method of their own. */
    private void writeMethods() {
        List<Operator> operators = stage.operators();
        int sortAt = find(Operator.TimeSort.class);
        int windowAt = find(Operator.WindowAggregate.class);
        int matchAt = find(Operator.Match.class);
        if (matchAt >= 0) {
            writeMatch(sortAt, matchAt);
            return;
        }
        int callAt = find(Operator.TableCall.class);
        TableCallStage call = callAt < 0
                ? null
                : new TableCallStage(
                        members,
                        (Operator.TableCall) operators.get(callAt),
                        operators.subList(callAt + 1, operators.size()),
                        stage.output());
        int leadAt = find(Operator.Lead.class);
        LeadStage lead = leadAt < 0
                ? null
                : new LeadStage(
                        members,
                        (Operator.Lead) operators.get(leadAt),
                        operators.subList(leadAt + 1, operators.size()),
                        stage.output());
        int rowsEnd = windowAt >= 0 ? windowAt : callAt >= 0 ? callAt : leadAt >= 0 ? leadAt : operators.size();
        AggregateStage window = windowAt < 0
                ? null
                : new AggregateStage(
                        members,
                        (Operator.WindowAggregate) operators.get(windowAt),
                        operators.subList(windowAt + 1, operators.size()),
                        stage.output());
        Block time = new Block(null);
        CodeBlock batch;
        List<String> holders = new ArrayList<>();
        if (sortAt >= 0) {
            List<Operator> before = operators.subList(0, sortAt);
            SortStage sort = new SortStage(members, (Operator.TimeSort) operators.get(sortAt), stage.input(), before);
            batch = toSort(before, sort);
            time.add(fromSort(sort, operators.subList(sortAt + 1, rowsEnd), window, call, lead));
            holders.add("sorter");
        } else {
            batch = window != null
                    ? toWindow(operators.subList(0, windowAt), window)
                    : call != null
                            ? toCall(operators.subList(0, callAt), call)
                            : lead != null ? toLead(operators.subList(0, leadAt), lead) : toOutput(operators);
        }
        if (window != null) {
            time.add(window.closing());
            holders.add(window.holder());
        }
        if (call != null) {
            time.add(call.time());
            holders.add("call");
        }
        if (lead != null) {
            time.add(lead.time());
            holders.add("lead");
        }
        if (find(Operator.Over.class) >= 0 && members.has("groups")) {
            time.statement("groups.expire(watermark)");
            holders.add("groups");
        }
        // Each call begins with a look whether tables were refreshed.
        CodeBlock refresh = members.refresh();
        method("batch", ParameterSpec.builder(RowBatch.class, "rows", Modifier.FINAL), refresh, batch);
        if (!holders.isEmpty()) {
            method("time", ParameterSpec.builder(TypeName.LONG, "watermark", Modifier.FINAL), refresh, time.code());
            holds(holders);
        }
    }

    /** Rows go up to the search for a pattern, which waits for them in the order of time; what it finds goes on in a method of its own. */
    private void writeMatch(int sortAt, int matchAt) {
        List<Operator> operators = stage.operators();
        Schema searched =
                matchAt == 0 ? stage.input() : operators.get(matchAt - 1).output();
        MatchStage match = new MatchStage(
                members,
                (Operator.Match) operators.get(matchAt),
                searched,
                operators.subList(matchAt + 1, operators.size()),
                stage.output());
        implemented = MatchTests.class;
        CodeBlock closing = match.closing();
        Block time = new Block(null);
        CodeBlock batch;
        List<String> holders = new ArrayList<>();
        if (sortAt >= 0) {
            List<Operator> before = operators.subList(0, sortAt);
            SortStage sort = new SortStage(members, (Operator.TimeSort) operators.get(sortAt), stage.input(), before);
            batch = toSort(before, sort);
            Expressions expressions = new Expressions(members, new Block(null));
            time.add(fromSort(
                    sort, operators.subList(sortAt + 1, matchAt), expressions, match.find(expressions, searched)));
            holders.add("sorter");
        } else {
            Expressions expressions = new Expressions(members, new Block(null));
            batch = rowsTo(
                    expressions, new Block(null), operators.subList(0, matchAt), match.find(expressions, searched));
        }
        time.add(closing);
        holders.add("matcher");
        CodeBlock refresh = members.refresh();
        method("batch", ParameterSpec.builder(RowBatch.class, "rows", Modifier.FINAL), refresh, batch);
        method("time", ParameterSpec.builder(TypeName.LONG, "watermark", Modifier.FINAL), refresh, time.code());
        holds(holders);
    }

    private CodeBlock fromSort(SortStage sort, List<Operator> operators, Expressions expressions, RowPath.End end) {
        Block body = expressions.block;
        RowLoop loop = rowLoop();
        new RowPath(expressions, sort.output(), operators, loop.failure(), end).write(sort.row(expressions));
        return sort.loop(
                new Block(null), loop.guarded(expressions, body), expressions.marks && !members.hasLineField());
    }

    /** Rows of both sides wait until time has come to them; then they meet, and what they give goes on in a method of its own. */
    private void writeJoin(List<MethodSpec> methods, CodeBlock turns) {
        ParameterSpec.Builder rows = ParameterSpec.builder(RowBatch.class, "rows", Modifier.FINAL);
        CodeBlock none = CodeBlock.of("");
        method("batch", rows, none, CodeBlock.of("join.left.take(rows, late);\n"));
        method("right", rows, none, CodeBlock.of("join.right.take(rows, late);\n"));
        method("time", ParameterSpec.builder(TypeName.LONG, "watermark", Modifier.FINAL), members.refresh(), turns);
        methods.forEach(members::method);
        holds(List.of("join"));
    }

    private int find(Class<? extends Operator> kind) {
        for (int i = 0; i < stage.operators().size(); i++) {
            if (kind.isInstance(stage.operators().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void method(String name, ParameterSpec.Builder parameter, CodeBlock refresh, CodeBlock code) {
        members.method(MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(parameter.build())
                .addCode(refresh)
                .addCode(code)
                .build());
    }

    /** Where the query sets ROWTIME, time is what it has set last. */
    private void promise() {
        Operator.Project promoting = stage.operators().stream()
                .filter(operator -> operator instanceof Operator.Project project && project.rowtime() != null)
                .map(Operator.Project.class::cast)
                .reduce((first, second) -> second)
                .orElse(null);
        boolean leads = find(Operator.Lead.class) >= 0;
        CodeBlock reached = CodeBlock.of(leads ? "lead.promise(watermark)" : "watermark");
        if (promoting != null) {
            // Where no row can come to that operator, nothing was written of it.
            String promoted = members.promoted == null ? members.promoted() : members.promoted;
            CodeBlock time = promoting.follows()
                    ? CodeBlock.of(
                            "watermark == $T.NO_WATERMARK ? $N : Math.max($N, $L - $LL)",
                            RowBatch.class,
                            promoted,
                            promoted,
                            reached,
                            promoting.within())
                    : CodeBlock.of("$N", promoted);
            members.method(
                    promise(CodeBlock.of("watermark == $T.END_WATERMARK ? watermark : $L", RowBatch.class, time)));
        } else if (leads) {
            members.method(promise(reached));
        }
    }

    private static MethodSpec promise(CodeBlock promised) {
        return MethodSpec.methodBuilder("promise")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.LONG, "watermark", Modifier.FINAL)
                .returns(TypeName.LONG)
                .addStatement("return $L", promised)
                .build();
    }

    /** Writes how what is remembered is saved or restored, in the order of fields. */
    private void state(String name, Class<?> type, String parameter) {
        if (holders.isEmpty() && members.promotions.isEmpty()) {
            return;
        }
        boolean saves = type == StateWriter.class;
        CodeBlock.Builder code = CodeBlock.builder();
        for (String promoted : members.promotions) {
            CodeBlock statement = CodeBlock.of(saves ? "out.number($N)" : "$N = in.number()", promoted);
            part(code, promoted, saves, statement);
        }
        for (String holder : holders) {
            part(code, holder, saves, CodeBlock.of("$N.$L($N)", holder, name, parameter));
        }
        members.method(MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(type, parameter, Modifier.FINAL)
                .addException(IOException.class)
                .addCode(code.build())
                .build());
    }

    private static void part(CodeBlock.Builder code, String field, boolean saves, CodeBlock statement) {
        if (saves) {
            code.addStatement("out.part($S)", field).addStatement("$L", statement);
        } else {
            code.beginControlFlow("if (in.part($S))", field)
                    .addStatement("$L", statement)
                    .endControlFlow();
        }
    }

    /** @param holders the fields that remember something */
    private void holds(List<String> holders) {
        this.holders = holders;
        CodeBlock.Builder code = CodeBlock.builder();
        holders.forEach(holder -> code.addStatement("$N.holds(held)", holder));
        method("holds", ParameterSpec.builder(Holding.class, "held", Modifier.FINAL), CodeBlock.of(""), code.build());
    }

    private CodeBlock toOutput(List<Operator> operators) {
        Block hoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        return rowLoop()
                .intoBatches(expressions, hoists, input(expressions, hoists), stage.input(), operators, stage.output());
    }

    private CodeBlock toWindow(List<Operator> operators, AggregateStage window) {
        Block hoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        return rowsTo(expressions, hoists, operators, window.gather(expressions, hoists));
    }

    private CodeBlock toCall(List<Operator> operators, TableCallStage call) {
        Expressions expressions = new Expressions(members, new Block(null));
        return CodeBlock.builder()
                .add(rowsTo(expressions, new Block(null), operators, call.take(expressions)))
                .add(call.run())
                .build();
    }

    private CodeBlock toLead(List<Operator> operators, LeadStage lead) {
        Expressions expressions = new Expressions(members, new Block(null));
        return CodeBlock.builder()
                .add(rowsTo(expressions, new Block(null), operators, lead.take(expressions)))
                .add(lead.run())
                .build();
    }

    private CodeBlock toSort(List<Operator> operators, SortStage sort) {
        Expressions expressions = new Expressions(members, new Block(null));
        return rowsTo(expressions, new Block(null), operators, sort.wait(expressions));
    }

    private CodeBlock rowsTo(Expressions expressions, Block hoists, List<Operator> operators, RowPath.End end) {
        Block body = expressions.block;
        RowLoop loop = rowLoop();
        new RowPath(expressions, stage.input(), operators, loop.failure(), end).write(input(expressions, hoists));
        return loop.plain(expressions, hoists, body);
    }

    private CodeBlock fromSort(
            SortStage sort,
            List<Operator> operators,
            @Nullable AggregateStage window,
            @Nullable TableCallStage call,
            @Nullable LeadStage lead) {
        Block hoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        RowLoop loop = rowLoop();
        RowPath.End end = window != null
                ? window.gather(expressions, hoists)
                : call != null
                        ? call.take(expressions)
                        : lead != null ? lead.take(expressions) : new OutputWriter(expressions, stage.output())::append;
        new RowPath(expressions, sort.output(), operators, loop.failure(), end).write(sort.row(expressions));
        return sort.loop(hoists, loop.guarded(expressions, body), expressions.marks && !members.hasLineField());
    }

    private Environment input(Expressions expressions, Block hoists) {
        return new BatchRow(expressions, stage.input(), "rows", "row", hoists);
    }

    private static RowLoop rowLoop() {
        return new RowLoop("rows.size", "row", "errors.error(rows, row, line, reason)");
    }
}
