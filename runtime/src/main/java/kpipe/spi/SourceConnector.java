package kpipe.spi;

import org.jspecify.annotations.Nullable;

/** A connector that streams and tables may be read FROM. */
public interface SourceConnector extends Plugin {

    /** Makes the reader of one stream or table. It opens nothing before {@link Source#open}. */
    Source source(SourceContext context);

    /** Whether its source is a {@link RowSource}, which takes no FORMAT, rather than a {@link ByteSource}, which needs one. */
    default boolean makesRows() {
        return false;
    }

    /**
     * Whether its sources can go on from a {@link Source#position}, so that nothing that they have is lost or read twice when a pipeline is killed and started again.
     */
    default boolean replays() {
        return false;
    }

    /**
     * The option that says where reading begins, of a connector that can begin elsewhere than with what is oldest; null of others. The clause {@code START AT} of a stream gives it: {@code TRIM_HORIZON},
     * {@code LATEST}, or a time as it is written.
     */
    default @Nullable String startOption() {
        return null;
    }

    /** Whether tables may be read from it: whether it ends, and what it has is there at once. */
    default boolean fillsTables() {
        return true;
    }

    /**
     * Whether such a source has several inputs that go on beside one another without end, so that one of them may fall silent while others do not.
     *
     * @param address as written, empty where there is none; parameters in it stand as {@code ${NAME}}
     * @param options those that are known, defaults filled in
     */
    default boolean goesOnBesideOthers(String address, Options options) {
        return false;
    }
}
