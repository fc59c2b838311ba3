package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.ErrorOutlet;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.Outlet;

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
            if (!(operator instanceof Operator.Filter || operator instanceof Operator.Project)) {
                return false;
            }
        }
        return true;
    }

    private GeneratedFile write(ClassName className) {
        members.surrounding(Outlet.class, "main", "context.main()");
        members.surrounding(ErrorOutlet.class, "errors", "context.errors()");
        members.method(MethodSpec.methodBuilder("batch")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(RowBatch.class, "rows", Modifier.FINAL)
                .addCode(batch(stage.operators()))
                .build());
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

    private CodeBlock batch(List<Operator> operators) {
        Block hoists = new Block(null);
        Block outputHoists = new Block(null);
        Block body = new Block(null);
        Expressions expressions = new Expressions(members, body);
        OutputWriter output = new OutputWriter(expressions, stage.output());
        output.hoist(outputHoists);
        BatchRow row = new BatchRow(expressions, stage.input(), "rows", "row", hoists);
        new RowPath(expressions, operators, last -> {
                    expressions.block.comment("into the batch of results");
                    output.write(last);
                    expressions.block.statement("n++");
                })
                .write(row);
        return new RowLoop("rows.size", "row", "errors.error(rows, row, line, reason)")
                .filling(expressions, hoists, outputHoists, body);
    }
}
