/** The {@code cairn} command: one class a verb. */
@NullMarked
package dev.cairn.tools;

import org.jspecify.annotations.NullMarked;
