/**
 * What works on whole stores: reading everything that one holds, making one from rows or as a copy,
 * repairing indexes, dropping namespaces, following what changes.
 */
@NullMarked
package dev.cairn.maintenance;

import org.jspecify.annotations.NullMarked;
