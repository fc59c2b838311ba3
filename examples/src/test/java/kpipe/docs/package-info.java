/**
 * Holds the documentation true. Its pages flow in, their code blocks are compiled, checked and run as a reader would; nothing flows out but the
 * verdict.
 */
@NullMarked
package kpipe.docs;

import org.jspecify.annotations.NullMarked;
