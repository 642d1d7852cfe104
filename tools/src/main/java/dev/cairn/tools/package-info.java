/** The {@code cairn} command: one class for each verb, and the classes that they share. */
@NullMarked
package dev.cairn.tools;

import org.jspecify.annotations.NullMarked;
