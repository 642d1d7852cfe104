/**
 * The storage contract over ordered bytes: snapshots, batches, the version and what changed since
 * one.
 */
@NullMarked
package dev.cairn.internal.engine;

import org.jspecify.annotations.NullMarked;
