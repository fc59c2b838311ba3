/**
 * What an edited file does to what a running pipeline remembers: each operator's state is kept, migrated, made anew or of no use, and why.
 * In flow two checked pipelines, or one and what the newest checkpoint of another holds; out flows a report, for people or for machines.
 */
@NullMarked
package kpipe.tool.diff;

import org.jspecify.annotations.NullMarked;
