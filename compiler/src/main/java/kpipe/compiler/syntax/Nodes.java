package kpipe.compiler.syntax;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Walks over a tree where the kinds of nodes do not matter. */
public final class Nodes {
    private static final ClassValue<List<RecordComponent>> PARTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> kind) {
            List<RecordComponent> parts = new ArrayList<>();
            for (RecordComponent component : kind.getRecordComponents()) {
                Class<?> type = component.getType();
                if (Node.class.isAssignableFrom(type) || type == List.class) {
                    parts.add(component);
                }
            }
            return List.copyOf(parts);
        }
    };

    private Nodes() {}

    /** The nodes directly below, in the order of the record's components. */
    public static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>();
        for (RecordComponent part : PARTS.get(node.getClass())) {
            Object value = value(part, node);
            if (value instanceof Node child) {
                children.add(child);
            } else if (value instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Node child) {
                        children.add(child);
                    }
                }
            }
        }
        return children;
    }

    /** Calls {@code visitor} for the node and all below it, parents first. */
    public static void walk(Node node, Consumer<Node> visitor) {
        visitor.accept(node);
        for (Node child : children(node)) {
            walk(child, visitor);
        }
    }

    private static Object value(RecordComponent part, Node node) {
        try {
            return part.getAccessor().invoke(node);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
