package kpipe.runtime.engine;

import java.io.IOException;

/** Told of a source that can no longer be read, or a destination that can no longer be written. */
interface Failures {

    /** @param name as the {@link kpipe.runtime.host.Agent} is called */
    void failed(String name, IOException failure);
}
