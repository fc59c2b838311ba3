package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.Outlet;
import org.jspecify.annotations.Nullable;

/** Writes the kernel of a stage: one class, one loop over the rows of a batch. */
final class KernelGenerator {

    private final Stage stage;
    private final ClassMembers members = new ClassMembers();

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

    /** Whether a kernel can be written for all operators of a stage. */
    static boolean supports(Stage stage) {
        for (Operator operator : stage.operators()) {
            if (operator instanceof Operator.TableJoin
                    || operator instanceof Operator.Project project && project.rowtime() != null) {
                return false;
            }
        }
        return true;
    }

    private GeneratedFile write(ClassName className) {
        members.surrounding(Outlet.class, "main", "context.main()");
        members.surrounding(ErrorOutlet.class, "errors", "context.errors()");
        writeMethods();
        TypeSpec.Builder type = TypeSpec.classBuilder(className)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(Kernel.class)
                .addJavadoc("$L, $L.\n", stage.id(), stage.span());
        members.addTo(type);
        String source = JavaFile.builder(className.packageName(), type.build())
                .skipJavaLangImports(true)
                .build()
                .toString();
        return new GeneratedFile(className.canonicalName(), source, LineMap.of(source), null);
    }

    /** Rows go up to a sort, if there is one, in {@code batch}, from there in {@code time}; then into a window, if there is one; results of windows go on in a method of their own. */
    private void writeMethods() {
        List<Operator> operators = stage.operators();
        int sortAt = find(Operator.TimeSort.class);
        int windowAt = find(Operator.WindowAggregate.class);
        int rowsEnd = windowAt < 0 ? operators.size() : windowAt;
        AggregateStage window = windowAt < 0
                ? null
                : new AggregateStage(
                        members,
                        (Operator.WindowAggregate) operators.get(windowAt),
                        operators.subList(windowAt + 1, operators.size()),
                        stage.output());
        Block time = new Block(null);
        List<CodeBlock> bytes = new ArrayList<>();
        if (sortAt >= 0) {
            List<Operator> before = operators.subList(0, sortAt);
            SortStage sort = new SortStage(members, (Operator.TimeSort) operators.get(sortAt), before);
            batch(toSort(before, sort));
            time.add(fromSort(sort, operators.subList(sortAt + 1, rowsEnd), window));
            bytes.add(CodeBlock.of("sorter.bytes()"));
        } else {
            batch(window == null ? toOutput(operators) : toWindow(operators.subList(0, windowAt), window));
        }
        if (window != null) {
            time.add(window.closing());
            bytes.add(window.bytes());
        }
        if (!bytes.isEmpty()) {
            method("time", ParameterSpec.builder(TypeName.LONG, "watermark", Modifier.FINAL), time.code());
            stateBytes(bytes);
        }
    }

    private int find(Class<? extends Operator> kind) {
        for (int i = 0; i < stage.operators().size(); i++) {
            if (kind.isInstance(stage.operators().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private void batch(CodeBlock code) {
        method("batch", ParameterSpec.builder(RowBatch.class, "rows", Modifier.FINAL), code);
    }

    private void method(String name, ParameterSpec.Builder parameter, CodeBlock code) {
        members.method(MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(parameter.build())
                .addCode(code)
                .build());
    }

    private void stateBytes(List<CodeBlock> bytes) {
        members.method(MethodSpec.methodBuilder("stateBytes")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.LONG)
                .addStatement("return $L", CodeBlock.join(bytes, " + "))
                .build());
    }

    private CodeBlock toOutput(List<Operator> operators) {
        Block hoists = new Block(null);
        Block outputHoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        OutputWriter output = new OutputWriter(expressions, stage.output());
        output.hoist(outputHoists);
        new RowPath(expressions, operators, last -> {
                    expressions.block.comment("into the batch of results");
                    output.write(last);
                    expressions.block.statement("n++");
                })
                .write(input(expressions, hoists));
        return rowLoop().filling(expressions, hoists, outputHoists, body);
    }

    private CodeBlock toWindow(List<Operator> operators, AggregateStage window) {
        Block hoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        new RowPath(expressions, operators, window.gather(expressions, hoists)).write(input(expressions, hoists));
        return rowLoop().plain(expressions, hoists, body);
    }

    private CodeBlock toSort(List<Operator> operators, SortStage sort) {
        Block hoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        new RowPath(expressions, operators, sort.wait(expressions)).write(input(expressions, hoists));
        return rowLoop().plain(expressions, hoists, body);
    }

    private CodeBlock fromSort(SortStage sort, List<Operator> operators, @Nullable AggregateStage window) {
        Block hoists = new Block(null);
        Expressions expressions = new Expressions(members, new Block(null));
        Block body = expressions.block;
        RowPath.End end = window == null ? intoBatch(expressions) : window.gather(expressions, hoists);
        new RowPath(expressions, operators, end).write(sort.row(expressions));
        return sort.loop(hoists, rowLoop().guarded(expressions, body), expressions.fails);
    }

    /** Writes a row that comes alone into the batch of results. */
    private RowPath.End intoBatch(Expressions expressions) {
        return row -> {
            Block block = expressions.block;
            block.comment("into the batch of results");
            block.statement("final $T to = main.batch()", RowBatch.class);
            block.statement("final int n = to.size");
            new OutputWriter(expressions, stage.output()).write(row);
            block.statement("to.size = n + 1");
            block.statement("main.next()");
        };
    }

    private Environment input(Expressions expressions, Block hoists) {
        return new BatchRow(expressions, stage.input(), "rows", "row", hoists);
    }

    private static RowLoop rowLoop() {
        return new RowLoop("rows.size", "row", "errors.error(rows, row, line, reason)");
    }
}
