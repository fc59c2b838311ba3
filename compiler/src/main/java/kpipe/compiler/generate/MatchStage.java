package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.pipeline.MatchSlot;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Rewriter;
import kpipe.data.RowBatch;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.runtime.operator.RowMatcher;

/**
 * Writes the search for a pattern: the end of the way of its rows, which is the matcher, a method for the conditions of the variables, and one for the way of a result to the batch of results.
 */
final class MatchStage {

    private final ClassMembers members;
    private final Operator.Match match;
    private final List<Operator> operators;
    private final Schema output;

    /**
     * @param input the columns of the rows that are searched
     * @param operators what results are put through
     * @param output the schema of the stage's results
     */
    MatchStage(ClassMembers members, Operator.Match match, Schema input, List<Operator> operators, Schema output) {
        this.members = members;
        this.match = match;
        this.operators = operators;
        this.output = output;
        members.lineField();
        members.reserved(ClassName.get(RowMatcher.class), "matcher", matcher(input));
    }

    private CodeBlock matcher(Schema input) {
        String variables = match.variables().stream()
                .map(this::testsOf)
                .map(tests -> "{" + joined(tests) + "}")
                .collect(Collectors.joining(", "));
        CodeBlock names = match.variables().stream()
                .map(variable -> CodeBlock.of("$S", variable.name()))
                .collect(CodeBlock.joining(", "));
        return CodeBlock.of(
                "new $T($L, new int[] {$L}, new int[] {$L}, $L, $L, new int[][] {$L}, $L, $L, new String[] {$L}, $LL,"
                        + " $L, $L, $T.$L, $LL, this)",
                RowMatcher.class,
                members.schema(input),
                joined(match.keys()),
                joined(Arrays.stream(MatchProgram.of(match.pattern())).boxed().toList()),
                slots(match.tests()),
                members.schema(match.testSchema()),
                variables,
                slots(match.results()),
                members.schema(match.output()),
                names,
                match.within(),
                match.history(),
                match.allRows(),
                RowMatcher.class,
                match.skip(),
                match.skipTo());
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The values that a condition looks at. */
    private List<Integer> testsOf(Operator.Match.MatchVariable variable) {
        Set<Integer> slots = new TreeSet<>();
        if (variable.condition() != null) {
            new Rewriter() {
                @Override
                public Expr column(Expr.Column column) {
                    slots.add(column.index());
                    return column;
                }
            }.rewrite(variable.condition());
        }
        return List.copyOf(slots);
    }

    private static CodeBlock slots(List<MatchSlot> slots) {
        return CodeBlock.of(
                "new $T[] {$L}",
                kpipe.runtime.operator.MatchSlot.class,
                slots.stream().map(MatchStage::slot).collect(CodeBlock.joining(", ")));
    }

    private static CodeBlock slot(MatchSlot slot) {
        Class<?> type = kpipe.runtime.operator.MatchSlot.class;
        CodeBlock row = CodeBlock.of(
                "$LL, $L, $L, $L, $L", slot.variables(), slot.first(), slot.offset(), slot.back(), slot.atEnd());
        return switch (slot.kind()) {
            case COLUMN -> CodeBlock.of("$T.column($L, $L)", type, row, slot.column());
            case ROWTIME -> CodeBlock.of("$T.rowtime($L)", type, row);
            case EXISTS -> CodeBlock.of("$T.exists($L)", type, row);
            case CLASSIFIER -> CodeBlock.of("$T.classifier($L)", type, slot.atEnd());
            case NUMBER -> CodeBlock.of("$T.number()", type);
            case AGGREGATE ->
                CodeBlock.of(
                        "$T.aggregate($S, $LL, $L, $L)",
                        type,
                        String.valueOf(slot.function()),
                        slot.variables(),
                        slot.atEnd(),
                        slot.column());
        };
    }

    /** Where the way of a row ends: in the matcher. */
    RowPath.End find(Expressions expressions, Schema input) {
        return row -> {
            Block block = expressions.block;
            block.comment(SourceComment.of(match.span()));
            block.statement("final $T to = matcher.add()", RowBatch.class);
            block.statement("final int n = to.size");
            new OutputWriter(expressions, input).write(row);
            block.statement("to.size = n + 1");
            block.statement("matcher.added()");
        };
    }

    /** Adds the methods that the matcher calls; returns a part of the method {@code time}. */
    CodeBlock closing() {
        members.method(holds());
        members.method(failed());
        members.method(give());
        return CodeBlock.of("matcher.time(watermark);\n");
    }

    private MethodSpec holds() {
        Block body = new Block(null);
        List<CodeBlock> calls = new ArrayList<>();
        for (int i = 0; i < match.variables().size(); i++) {
            Expr condition = match.variables().get(i).condition();
            if (condition != null) {
                String name =
                        members.names.variable("is " + match.variables().get(i).name());
                members.method(condition(name, condition));
                calls.add(CodeBlock.of("case $L:\n$>return $N(matcher.tested(variable));\n$<", i, name));
            }
        }
        body.begin("try");
        body.begin("switch (variable)");
        calls.forEach(body::add);
        body.add(CodeBlock.of("default:\n$>return true;\n$<"));
        body.end();
        body.next("catch ($T reason)", RowException.class);
        body.begin("if (matcher.tells())");
        body.statement("errors.error(matcher.batch(), matcher.row(), line, reason)");
        body.end();
        body.statement("return false");
        body.end();
        return MethodSpec.methodBuilder("holds")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.INT, "variable", Modifier.FINAL)
                .returns(TypeName.BOOLEAN)
                .addCode(body.code())
                .build();
    }

    private MethodSpec condition(String name, Expr condition) {
        Block body = new Block(null);
        Expressions expressions = new Expressions(members, body);
        body.comment(SourceComment.of(condition.span()));
        expressions.setRow(new BatchRow(expressions, match.testSchema(), "slots", "0", null));
        expressions.mark(condition);
        CodeBlock refused = expressions.conditions.isNotTrue(condition);
        body.statement("return !($L)", refused);
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(ParameterSpec.builder(RowBatch.class, "slots", Modifier.FINAL)
                        .build())
                .returns(TypeName.BOOLEAN)
                .addCode(body.code())
                .build();
    }

    private MethodSpec failed() {
        return MethodSpec.methodBuilder("failed")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(RowException.class, "reason", Modifier.FINAL)
                .addStatement(
                        "errors.error(matcher.batch(), matcher.row(), $L, reason)",
                        match.span().line())
                .build();
    }

    private MethodSpec give() {
        Block body = new Block(null);
        Expressions expressions = new Expressions(members, body);
        expressions.fails = true;
        String failure = "errors.error(matcher.batch(), matcher.row(), line, reason)";
        body.statement("final $T slots = matcher.result()", RowBatch.class);
        BatchRow row = new BatchRow(expressions, match.output(), "slots", "0", null);
        new RowPath(expressions, match.output(), operators, failure, new OutputWriter(expressions, output)::append)
                .write(row);
        Block method = new Block(null);
        method.statement("line = $L", match.span().line());
        // Those who end the way of a row do so by "continue".
        method.begin("do");
        method.add(new RowLoop("", "", failure).guarded(expressions, body));
        method.end("while (false)");
        return MethodSpec.methodBuilder("give")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addCode(method.code())
                .build();
    }
}
