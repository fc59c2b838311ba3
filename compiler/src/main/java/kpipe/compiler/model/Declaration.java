package kpipe.compiler.model;

import kpipe.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** Something that a statement declares under a name. */
public sealed interface Declaration
        permits ParameterDeclaration,
                Relation,
                WindowDeclaration,
                FunctionDeclaration,
                TransformDeclaration,
                PumpDeclaration,
                DestinationDeclaration {

    /** The name as its declaration spells it (in upper case where an unquoted name follows CREATE). */
    String name();

    /** The name in the text, or for what no statement declares the place of its first use. */
    Span span();

    /** The text of the documentation comment before the declaration, or null. */
    @Nullable
    String documentation();
}
