/**
 * Results compared with those of an engine that shares nothing with ours, DuckDB. In flows a seed; it makes rows and queries, each in our language and in DuckDB's, whose answer does not depend on
 * arrival. Out flows the first difference.
 */
@NullMarked
package kpipe.oracle;

import org.jspecify.annotations.NullMarked;
