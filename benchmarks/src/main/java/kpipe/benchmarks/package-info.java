/**
 * JMH benchmarks of compiled pipelines. Generated events come in; time per event goes out. Nothing here runs in the build.
 */
@NullMarked
package kpipe.benchmarks;

import org.jspecify.annotations.NullMarked;
