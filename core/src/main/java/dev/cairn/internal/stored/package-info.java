/**
 * Maintenance of stored rows whose classes may be absent: merging, counting, repairing indexes and
 * the catalogue.
 */
@NullMarked
package dev.cairn.internal.stored;

import org.jspecify.annotations.NullMarked;
