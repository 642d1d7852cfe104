/** Tables and rows as a store itself describes them, readable without their classes. */
@NullMarked
package dev.cairn.stored;

import org.jspecify.annotations.NullMarked;
