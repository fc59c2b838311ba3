package kpipe.spi;

import java.util.List;
import kpipe.data.Schema;
import kpipe.spi.Spec.Problem;
import org.jspecify.annotations.Nullable;

/** A connector or format. It has a public constructor without parameters, no state of its own, and may be used from any thread. */
public interface Plugin {

    Spec spec();

    /**
     * What is wrong with this use of it that the Spec alone does not tell: an address that cannot be parsed, options that exclude each other, a regular
     * expression with fewer groups than columns. Runs when compiling; touches no file and no network.
     *
     * @param address with parameters substituted, or null where none was written
     * @param schema the columns of the stream or table that is read or written
     */
    default List<Problem> check(@Nullable String address, Options options, Schema schema) {
        return List.of();
    }
}
