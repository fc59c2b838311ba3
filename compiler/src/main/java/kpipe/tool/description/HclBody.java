package kpipe.tool.description;

import java.util.List;
import kpipe.compiler.source.Span;

/**
 * What stands in a file of Terraform, or between the braces of a block. Immutable.
 *
 * @param span all of it
 */
public record HclBody(Span span, List<Attribute> attributes, List<Block> blocks) {

    public HclBody {
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    /**
     * {@code name = value}.
     *
     * @param place where the name stands
     */
    public record Attribute(Span place, String name, HclValue value) {}

    /**
     * {@code type "label" { … }}.
     *
     * @param place where the type stands
     */
    public record Block(Span place, String type, List<String> labels, HclBody body) {
        public Block {
            labels = List.copyOf(labels);
        }
    }

    /** An expression that {@link HclEvaluator} makes a value of. */
    public record HclValue(HclExpression expression) {}
}
