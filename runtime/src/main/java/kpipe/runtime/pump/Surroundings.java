package kpipe.runtime.pump;

import java.util.Map;
import kpipe.runtime.stream.ErrorReport;
import kpipe.runtime.stream.LateRows;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What all lanes of a stage have around them.
 *
 * @param pump the pump's name, as error rows show it
 * @param file the .kpipe file, as messages name it
 * @param tables those that the kernel looks into; it does not begin before all of them are loaded
 * @param errors where failed and late rows go
 * @param late where late rows go with their own columns, or null
 */
public record Surroundings(
        String pump,
        String file,
        Map<String, ? extends LoadedTable> tables,
        Map<String, Object> parameters,
        Clock clock,
        long startTime,
        ErrorReport errors,
        @Nullable LateRows late) {}
