/**
 * Descriptions as they are written: JSON, YAML and the language of Terraform.
 *
 * <p>The text of a file flows in; {@link kpipe.tool.description.Value}s flow out, each of which knows its place in the file. What the values mean is none of this
 * package's business; SnakeYAML is used here alone.
 */
@NullMarked
package kpipe.tool.description;

import org.jspecify.annotations.NullMarked;
