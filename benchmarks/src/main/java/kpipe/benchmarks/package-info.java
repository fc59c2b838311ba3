/**
 * Benchmarks of compiled pipelines beside loops by hand: kernels under JMH, and whole processes. Generated events come in; time per event goes out. Nothing here runs in the build.
 */
@NullMarked
package kpipe.benchmarks;

import org.jspecify.annotations.NullMarked;
