package kpipe.runtime.intake;

import java.util.List;
import kpipe.data.SystemColumn;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.SourceErrors;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What an intake fills.
 *
 * @param stream the stream's name
 * @param errors where records go that are no rows
 * @param sourceErrors {@code s.errors}, or null where nobody reads it
 */
public record Target(
        String stream,
        Producer producer,
        EventTime eventTime,
        Clock clock,
        ErrorReport errors,
        @Nullable SourceErrors sourceErrors,
        List<SystemColumn> systemColumns) {}
