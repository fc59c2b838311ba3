package kpipe.compiler.model;

import java.util.List;

/** A stream or table: what stands in FROM by name. */
public sealed interface Relation extends Declaration permits StreamDeclaration, TableDeclaration {

    /** The columns, in order; ROWTIME is never among them, nor is the hidden column of EVENT TIME PATH. */
    List<ColumnDeclaration> columns();
}
