/**
 * Applications of Kinesis Data Analytics for SQL as .kpipe files.
 *
 * <p>The description of an application flows in, in any of the forms in which such applications are described; a .kpipe file flows out that holds the application's script as it was
 * and, around it, what stood beside it. What cannot be carried over flows out as diagnostics, and stands in the file as comments.
 */
@NullMarked
package kpipe.tool.importer;

import org.jspecify.annotations.NullMarked;
