/** Checks of arguments, which every package calls before it does anything else. */
@NullMarked
package dev.cairn.internal.checks;

import org.jspecify.annotations.NullMarked;
