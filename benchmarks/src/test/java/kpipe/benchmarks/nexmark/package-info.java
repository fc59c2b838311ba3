/** Tests of the queries of Nexmark. The pipelines and made-up events go in; what they deliver is held against answers that no engine computed. */
@NullMarked
package kpipe.benchmarks.nexmark;

import org.jspecify.annotations.NullMarked;
