/**
 * What is done with a compiled pipeline: its TESTs in virtual time, a run in this process, a run that begins anew whenever the file is saved.
 *
 * <p>A compiled pipeline and its tests flow in; outcomes with readable differences of rows flow out, as text for people and as JUnit's XML for machines, or the exit code of a run.
 */
@NullMarked
package kpipe.tool;

import org.jspecify.annotations.NullMarked;
