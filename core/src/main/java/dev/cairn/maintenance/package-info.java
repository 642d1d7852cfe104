/**
 * Work on whole stores: verifying, salvaging, copying and restoring them, reading their contents,
 * following their changes, repairing their indexes and deleting their namespaces.
 *
 * <p>{@link dev.cairn.maintenance.Maintenance} is the front of it all.
 */
@NullMarked
package dev.cairn.maintenance;

import org.jspecify.annotations.NullMarked;
