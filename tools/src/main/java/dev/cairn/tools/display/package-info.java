/** Shows the records of the repositories: as tables, as details and as JSON. */
@NullMarked
package dev.cairn.tools.display;

import org.jspecify.annotations.NullMarked;
