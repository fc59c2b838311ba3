package kpipe.compiler.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The factories of one kind that statements hand to the engine: one nested class with a number for each of them rather than a class for each, so that a jar starts with few
 * classes.
 */
final class Factories {

    private final ClassName owner;
    private final String name;
    private final ClassName contract;
    private final TypeName made;
    private final List<ClassName> classes = new ArrayList<>();

    /**
     * @param name of the nested class
     * @param contract the interface of the factory
     * @param made what its {@code create} returns
     */
    Factories(ClassName owner, String name, ClassName contract, TypeName made) {
        this.owner = owner;
        this.name = name;
        this.contract = contract;
        this.made = made;
    }

    /** A factory of a class with a constructor without parameters, as Java. */
    CodeBlock of(ClassName type) {
        int number = classes.indexOf(type);
        if (number < 0) {
            number = classes.size();
            classes.add(type);
        }
        return CodeBlock.of("new $T($L)", owner.nestedClass(name), number);
    }

    /** Adds the nested class, where anything asked for a factory. */
    void addTo(TypeSpec.Builder type) {
        if (classes.isEmpty()) {
            return;
        }
        MethodSpec.Builder create = MethodSpec.methodBuilder("create")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(made)
                .beginControlFlow("switch (number)");
        for (int number = 0; number < classes.size(); number++) {
            boolean last = number == classes.size() - 1;
            create.addCode(last ? CodeBlock.of("default:\n") : CodeBlock.of("case $L:\n", number));
            create.addCode("$>return new $T();\n$<", classes.get(number));
        }
        type.addType(TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(contract)
                .addField(FieldSpec.builder(TypeName.INT, "number", Modifier.PRIVATE, Modifier.FINAL)
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(TypeName.INT, "number", Modifier.FINAL)
                        .addStatement("this.number = number")
                        .build())
                .addMethod(create.endControlFlow().build())
                .build());
    }
}
