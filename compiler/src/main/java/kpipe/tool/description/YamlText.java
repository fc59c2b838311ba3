package kpipe.tool.description;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.tool.description.Value.Field;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML. The short tags of CloudFormation are read as what they stand for: {@code !Sub x} as {@code Fn::Sub: x}, {@code !Ref x} as
 * {@code Ref: x}, {@code !GetAtt a.b} as {@code Fn::GetAtt: [a, b]}. Nothing of the text is executed or made an object of another class.
 */
public final class YamlText {

    private static final int DEEPEST = 200;
    private static final int LARGEST = 32 << 20;
    private static final String FORMAT = "YAML";
    /** Values, those that stand in several places counted in each. */
    private static final int MOST_VALUES = 1_000_000;

    private static final String TOO_LARGE = "it is too large, or refers to parts of itself too often";

    /** What a part of the reader's own words means to people. */
    private static final Map<String, String> SENTENCES = Map.of(
            "mapping values are not allowed here", "a `:` stands where no name of a field can be",
            "(TAB)", "a tab stands where only blanks can be",
            "could not find expected ':'", "a `:` is missing behind this name",
            "expected <block end>", "this line is indented otherwise than those that it belongs to",
            "expected ',' or ']'", "`,` or `]` is missing here",
            "expected ',' or '}'", "`,` or `}` is missing here",
            "found undefined alias", "nothing has the name that `*` refers to",
            "found unexpected end of stream", "a quote is not closed",
            "but found another document", "only one document is wanted");

    private final SourceFile file;
    /** How many characters before the text the reader was not shown: a byte order mark. */
    private final int skipped;
    /** Whether each character is one for the reader too, which counts code points. */
    private final boolean plain;

    private int depth;
    private int values;

    private YamlText(SourceFile file, int skipped) {
        this.file = file;
        this.skipped = skipped;
        plain = file.text().chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    /**
     * The one document that a file holds.
     *
     * @throws MalformedException where it is no YAML
     */
    public static Value read(SourceFile file) throws MalformedException {
        String text = file.text();
        int skipped = text.startsWith("\uFEFF") ? 1 : 0;
        YamlText yaml = new YamlText(file, skipped);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        try {
            Node node = new Yaml(options).compose(new StringReader(text.substring(skipped)));
            return node == null ? Scalar.none(file.span(0, 0)) : yaml.value(node);
        } catch (MarkedYAMLException wrong) {
            throw new MalformedException(FORMAT, yaml.place(wrong.getProblemMark()), sentence(wrong.getProblem()));
        } catch (ReaderException wrong) {
            int at = Math.min(skipped + Math.max(0, wrong.getPosition()), text.length());
            Span place = file.span(at, Math.min(at + 1, text.length()));
            throw new MalformedException(FORMAT, place, "this character is not allowed there");
        } catch (YAMLException wrong) {
            throw new MalformedException(FORMAT, file.span(0, 0), TOO_LARGE);
        }
    }

    private static String sentence(@Nullable String problem) {
        for (Map.Entry<String, String> entry : SENTENCES.entrySet()) {
            if (problem != null && problem.contains(entry.getKey())) {
                return entry.getValue();
            }
        }
        return "it is not clear how this belongs to what stands before it";
    }

    private Value value(Node node) throws MalformedException {
        if (++depth > DEEPEST) {
            throw new MalformedException(FORMAT, span(node), "it is nested more deeply than " + DEEPEST + " levels");
        }
        if (++values > MOST_VALUES) {
            throw new MalformedException(FORMAT, span(node), TOO_LARGE);
        }
        Value value = untagged(node);
        depth--;
        String tag = node.getTag().getValue();
        return tag.startsWith("!") && tag.length() > 1 ? function(tag.substring(1), value) : value;
    }

    private Value untagged(Node node) throws MalformedException {
        if (node instanceof MappingNode mapping) {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw new MalformedException(FORMAT, span(tuple.getKeyNode()), "the name of a field is a text");
                }
                fields.put(key.getValue(), new Field(span(key), value(tuple.getValueNode())));
            }
            return new Fields(span(node), fields);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> values = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                values.add(value(item));
            }
            return new Items(span(node), values);
        }
        return scalar((ScalarNode) node);
    }

    private Scalar scalar(ScalarNode node) {
        Tag tag = node.getTag();
        String text = node.getValue();
        Span span = span(node);
        if (tag.equals(Tag.NULL)) {
            return Scalar.none(span);
        }
        if (tag.equals(Tag.BOOL)) {
            return Scalar.truth(span, text.matches("(?i)true|yes|on|y"));
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Scalar.number(span, text) : Scalar.text(span, text);
    }

    private static Value function(String name, Value argument) {
        Span span = argument.span();
        boolean plain = name.equals("Ref") || name.equals("Condition");
        Value written = argument;
        if (name.equals("GetAtt") && argument instanceof Scalar scalar) {
            int dot = scalar.text().indexOf('.');
            if (dot > 0) {
                written = new Items(
                        span,
                        List.of(
                                Scalar.text(span, scalar.text().substring(0, dot)),
                                Scalar.text(span, scalar.text().substring(dot + 1))));
            }
        }
        return new Fields(span, Map.of(plain ? name : "Fn::" + name, new Field(span, written)));
    }

    private Span span(Node node) {
        int start = offset(node.getStartMark());
        return file.span(start, Math.max(start, offset(node.getEndMark())));
    }

    private Span place(@Nullable Mark mark) {
        int at = mark == null ? 0 : offset(mark);
        return file.span(at, Math.min(at + 1, file.text().length()));
    }

    private int offset(Mark mark) {
        String text = file.text();
        if (plain) {
            return Math.min(skipped + mark.getIndex(), text.length());
        }
        int points = text.codePointCount(skipped, text.length());
        return text.offsetByCodePoints(skipped, Math.min(mark.getIndex(), points));
    }
}
