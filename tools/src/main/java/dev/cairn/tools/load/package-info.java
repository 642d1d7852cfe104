/**
 * {@code cairn load}: users in many JVMs who use a store at once, and the times of what they do.
 */
@NullMarked
package dev.cairn.tools.load;

import org.jspecify.annotations.NullMarked;
