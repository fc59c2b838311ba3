package kpipe.runtime.engine;

import java.io.IOException;

/** Told of a source that can no longer be read. */
interface Failures {
    void sourceFailed(String name, IOException failure);
}
