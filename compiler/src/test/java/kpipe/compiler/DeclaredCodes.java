package kpipe.compiler;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;

/** Every {@link Code} that some class of the compiler declares as a constant. */
final class DeclaredCodes {

    private static final List<Code> ALL = find();

    private DeclaredCodes() {}

    /** All of them; a constant is one code, however often it is declared. */
    static List<Code> all() {
        return ALL;
    }

    private static List<Code> find() {
        List<Code> codes = new ArrayList<>();
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("kpipe.compiler", "kpipe.tool", "kpipe.cli");
        for (JavaClass type : classes) {
            for (JavaField field : type.getFields()) {
                if (field.getRawType().isEquivalentTo(Code.class)
                        && field.getModifiers().contains(JavaModifier.STATIC)) {
                    codes.add(value(field.reflect()));
                }
            }
        }
        return codes;
    }

    private static Code value(Field field) {
        try {
            field.setAccessible(true);
            return (Code) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
