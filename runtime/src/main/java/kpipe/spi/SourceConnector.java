package kpipe.spi;

/** A connector that streams and tables may be read FROM. */
public interface SourceConnector extends Plugin {

    /** Makes the reader of one stream or table. It opens nothing before {@link Source#open}. */
    Source source(SourceContext context);

    /** Whether its source is a {@link RowSource}, which takes no FORMAT, rather than a {@link ByteSource}, which needs one. */
    default boolean makesRows() {
        return false;
    }
}
