/** The verbs for directories of source files: {@code cairn sync} and {@code cairn search}. */
@NullMarked
package dev.cairn.tools.sources;

import org.jspecify.annotations.NullMarked;
