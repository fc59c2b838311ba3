package kpipe.compiler.model;

import java.util.List;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.Query;
import kpipe.spi.TableFunction;

/**
 * What a table function of FROM is given.
 *
 * @param query behind CURSOR
 * @param arguments in the form that {@link TableFunction.Family} says, defaults included
 * @param places where the arguments stand in the text; the whole call for one that is not written
 */
public record TableCall(TableFunction function, Query query, List<Object> arguments, List<Span> places) {
    public TableCall {
        arguments = List.copyOf(arguments);
        places = List.copyOf(places);
    }
}
