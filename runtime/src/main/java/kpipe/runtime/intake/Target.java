package kpipe.runtime.intake;

import kpipe.runtime.stream.ErrorLog;
import kpipe.runtime.stream.Producer;
import kpipe.runtime.stream.SourceErrors;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What an intake fills.
 *
 * @param stream the stream's name
 * @param errors where records go that are no rows, or null where nobody reads them
 * @param sourceErrors the same for {@code s.errors}
 */
public record Target(
        String stream,
        Producer producer,
        EventTime eventTime,
        Clock clock,
        @Nullable ErrorLog errors,
        @Nullable SourceErrors sourceErrors) {}
