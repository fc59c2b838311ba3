package kpipe.compiler.resolve;

import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.model.TransformDeclaration;
import kpipe.compiler.pipeline.JavaUnit;
import kpipe.compiler.pipeline.JavaUnit.JavaRole;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Clause;
import kpipe.compiler.syntax.CodeText;
import kpipe.compiler.syntax.Identifier;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Statement;

/** TRANSFORMs in inline Java, and the clauses that name them. */
final class ResolveTransforms implements Pass {

    private static final Code UNKNOWN_TRANSFORM = Code.error("K0602", "there is no transform `{0}`");
    private static final Code UNKNOWN_LANGUAGE = Code.error("K0607", "`{0}` is no language for {1}");

    @Override
    public void run(Workspace workspace) {
        for (Entry<TransformDeclaration> entry : workspace.transforms.values()) {
            if (entry.statement instanceof Statement.Transform statement) {
                Clause.find(statement.clauses(), Clause.CodeBody.class)
                        .filter(body -> isJava(workspace.reports, statement.clauses(), "a transform"))
                        .ifPresent(body -> entry.declaration = new TransformDeclaration(
                                entry.name,
                                new JavaUnit(
                                        entry.name,
                                        JavaRole.TRANSFORM,
                                        List.of(),
                                        null,
                                        body.code().text(),
                                        bodySpan(body.code())),
                                entry.documentation(),
                                entry.span));
            }
        }
    }

    /** Whether the clauses say LANGUAGE JAVA, or name no language, which for text between dollar signs means the same; reports another. */
    static boolean isJava(Reports reports, List<Clause> clauses, String user) {
        Clause.Language language = Clause.find(clauses, Clause.Language.class).orElse(null);
        if (language == null || language.language().name().equalsIgnoreCase("JAVA")) {
            return true;
        }
        Identifier name = language.language();
        reports.report(UNKNOWN_LANGUAGE, name.span(), name.name(), user);
        return false;
    }

    /** The place of the text between the dollar signs. */
    static Span bodySpan(CodeText code) {
        return new Span(
                code.span().file(),
                code.textStart(),
                code.textStart() + code.text().length());
    }

    /** The transform of that name into {@code found}; a name that is unknown is reported. */
    static void find(Workspace workspace, QualifiedName name, List<TransformDeclaration> found) {
        NameTable.Found<Entry<TransformDeclaration>> result = workspace.transforms.find(name.last());
        Entry<TransformDeclaration> entry = result.value();
        if (entry != null) {
            if (entry.declaration != null) {
                found.add(entry.declaration);
            }
        } else if (!result.between().isEmpty()) {
            workspace.reports.ambiguous(name.last(), result.between());
        } else {
            Diagnostic diagnostic =
                    Diagnostic.of(UNKNOWN_TRANSFORM, name.span(), name.last().name());
            workspace.reports.unknown(diagnostic, name.last().span(), workspace.transforms.names());
        }
    }
}
