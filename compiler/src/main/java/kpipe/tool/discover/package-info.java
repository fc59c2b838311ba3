/**
 * What the records of a sample are like.
 *
 * <p>Bytes flow in; the declaration of a stream that reads them flows out, with what was seen of each column and how sure that makes its type. The declaration is compiled and
 * reads the sample before anybody sees it.
 */
@NullMarked
package kpipe.tool.discover;

import org.jspecify.annotations.NullMarked;
