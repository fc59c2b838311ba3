package kpipe.compiler.plan.lower;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.pipeline.Expr;
import kpipe.compiler.plan.RelTypes;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Schema;

/**
 * How the fields of a chain go through a stream between two stages: ROWTIME and constants need no column there.
 *
 * @param columns what is computed into the columns of the stream; first those that the chain keeps
 * @param keys the columns of the fields that were named as keys
 * @param fields the fields as they were
 * @param places for each field its column, or -1 where it stays what it is
 */
record Cut(List<Expr> columns, Schema schema, List<Integer> keys, List<Expr> fields, List<Integer> places) {

    static Cut of(Chain chain, List<String> names, List<Integer> keyFields) {
        List<Expr> fields = chain.fields();
        List<Expr> columns = new ArrayList<>(chain.kept());
        List<Column> described = new ArrayList<>();
        for (Expr kept : columns) {
            described.add(chain.schema().column(((Expr.Column) kept).index()));
        }
        List<Integer> keys = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Expr field = fields.get(i);
            boolean stays = field instanceof Expr.Rowtime || field instanceof Expr.Literal;
            places.add(stays ? -1 : columns.size());
            if (!stays) {
                if (keyFields.contains(i)) {
                    keys.add(columns.size());
                }
                columns.add(field);
                described.add(new Column(names.get(i), RelTypes.storable(field.type())));
            }
        }
        return new Cut(columns, new Schema(described), keys, List.copyOf(fields), places);
    }

    /** The fields behind the stream. */
    List<Expr> after(Span span) {
        List<Expr> after = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            after.add(place < 0 ? fields.get(i) : new Expr.Column(place, schema.type(place), span));
        }
        return after;
    }
}
