/**
 * The services of the operating system that Java does not offer, each with a portable twin: the one
 * room that knows Linux.
 */
@NullMarked
package dev.cairn.internal.platform;

import org.jspecify.annotations.NullMarked;
