/** The settings with which a verb of the command works, and the verb that prints them. */
@NullMarked
package dev.cairn.tools.settings;

import org.jspecify.annotations.NullMarked;
