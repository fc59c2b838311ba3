/**
 * The library that ships with kpipe: functions, transforms, formats and connectors. Requests come in through
 * {@code kpipe.spi}; values and bytes go out. Every plug-in is found by its service line, none by name.
 */
@NullMarked
package kpipe.stdlib;

import org.jspecify.annotations.NullMarked;
