/**
 * What is done with a pipeline beside compiling and running it: its TESTs in virtual time.
 *
 * <p>A compiled pipeline and its tests flow in; outcomes with readable differences of rows flow out, as text for people and as JUnit's XML for machines.
 */
@NullMarked
package kpipe.tool;

import org.jspecify.annotations.NullMarked;
