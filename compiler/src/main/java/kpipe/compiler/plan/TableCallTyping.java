package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.model.TableCall;
import kpipe.compiler.source.Span;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableFunction.Complaint;

/** Looks at the columns of the query that a table function is given, once their types are known, and reports what the function says about them. */
final class TableCallTyping implements ScalarOperator.Typing {

    private static final Code REFUSED = Code.error("K0644", "{0}");
    private static final Code DOUBTFUL = Code.warning("K0645", "{0}");

    private final Problems problems;
    private final TableCall call;
    private final List<String> names;

    /** @param names of the columns of the query */
    TableCallTyping(Problems problems, TableCall call, List<String> names) {
        this.problems = problems;
        this.call = call;
        this.names = names;
    }

    @Override
    public Type type(List<Type> operands) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new Column(names.get(i), RelTypes.storable(operands.get(i + 1))));
        }
        boolean refused = false;
        for (Complaint complaint : call.function().complaints(new Schema(columns), call.arguments())) {
            Span place = complaint.parameter() < 0
                    ? call.query().span()
                    : call.places().get(complaint.parameter());
            problems.report(complaint.error() ? REFUSED : DOUBTFUL, place, complaint.sentence());
            refused |= complaint.error();
        }
        return refused ? TypeRules.BROKEN : Type.of(Kind.TIMESTAMP, false);
    }
}
