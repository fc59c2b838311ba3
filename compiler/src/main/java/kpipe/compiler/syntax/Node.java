package kpipe.compiler.syntax;

import kpipe.compiler.source.Span;

/**
 * Anything in the tree as written. Nodes are immutable and each one stands for one place of the text, so that passes
 * hang what they find out on a node's identity ({@code IdentityHashMap}); equality is never what a pass wants.
 */
public interface Node {
    /** The place in the text, from the first character of the node to the last. */
    Span span();
}
