package kpipe.tool.description;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;
import kpipe.tool.description.HclBody.Attribute;
import kpipe.tool.description.HclBody.Block;
import kpipe.tool.description.HclBody.HclValue;

/** Reads the language of Terraform: blocks, and in them attributes whose values are expressions. */
public final class HclText {

    private final HclCursor cursor;
    private final HclExpressions expressions;

    private HclText(SourceFile file) {
        cursor = new HclCursor(file);
        expressions = new HclExpressions(cursor);
    }

    /**
     * What a file holds.
     *
     * @throws MalformedException where it is not of that language
     */
    public static HclBody read(SourceFile file) throws MalformedException {
        HclText text = new HclText(file);
        HclBody body = text.body(0);
        if (text.cursor.at < text.cursor.end) {
            throw text.cursor.missing("a name");
        }
        return body;
    }

    /**
     * The text of a template's file as an expression.
     *
     * @throws MalformedException where a {@code ${…}} in it cannot be read
     */
    static HclExpression template(SourceFile file) throws MalformedException {
        HclCursor cursor = new HclCursor(file);
        List<HclExpression.Part> parts = new HclTemplates(cursor, new HclExpressions(cursor)).whole();
        return new HclExpression.Template(file.span(0, file.text().length()), parts);
    }

    private HclBody body(int start) throws MalformedException {
        cursor.deeper();
        List<Attribute> attributes = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        cursor.lines();
        while (cursor.seesName()) {
            int from = cursor.at;
            String name = cursor.name("a name");
            Span place = cursor.since(from);
            if (!cursor.sees("==") && cursor.takes("=")) {
                attributes.add(new Attribute(place, name, new HclValue(expressions.expression())));
            } else {
                blocks.add(block(place, name));
            }
            cursor.blanks();
            if (cursor.at < cursor.end && cursor.here() != '\n' && cursor.here() != '}') {
                throw cursor.missing("the end of the line");
            }
            cursor.lines();
        }
        cursor.higher();
        return new HclBody(cursor.since(start), attributes, blocks);
    }

    private Block block(Span place, String type) throws MalformedException {
        List<String> labels = new ArrayList<>();
        while (!cursor.sees("{")) {
            if (cursor.here() == '"') {
                int close = cursor.text.indexOf('"', cursor.at + 1);
                if (close < 0) {
                    throw cursor.wrong(cursor.place(), "this text has no closing quote");
                }
                labels.add(cursor.text.substring(cursor.at + 1, close));
                cursor.at = close + 1;
            } else {
                labels.add(cursor.name("`=` or `{`"));
            }
        }
        int start = cursor.at;
        cursor.expect("{");
        HclBody body = body(start);
        if (!cursor.takes("}")) {
            throw cursor.at >= cursor.end
                    ? cursor.wrong(cursor.file.span(start, start + 1), "this `{` is not closed")
                    : cursor.missing("a name or `}`");
        }
        return new Block(place, type, labels, body);
    }
}
