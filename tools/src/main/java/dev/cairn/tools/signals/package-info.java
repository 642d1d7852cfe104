/** Commands that run until a signal stops them. */
@NullMarked
package dev.cairn.tools.signals;

import org.jspecify.annotations.NullMarked;
