/**
 * What outlives a process: the parts of a running pipeline write what they are into a checkpoint, and read it again when the pipeline goes on.
 * In flow states of parts, by stable names; out flow checkpoints on disk, each there whole or not at all.
 */
@NullMarked
package kpipe.runtime.state;

import org.jspecify.annotations.NullMarked;
