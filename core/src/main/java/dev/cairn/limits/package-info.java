/** Limits on how often something may be done, counted over all processes of the machine. */
@NullMarked
package dev.cairn.limits;

import org.jspecify.annotations.NullMarked;
