/**
 * What a pipeline that is running says about its time, for a reader.
 *
 * <p>The facts that a run tells of itself flow in, as JSON; sentences flow out: where time stands, who holds it back, what is waited for. Nothing here knows how a run is reached.
 */
@NullMarked
package kpipe.tool.why;

import org.jspecify.annotations.NullMarked;
