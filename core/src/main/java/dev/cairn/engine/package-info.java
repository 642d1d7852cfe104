/**
 * The storage contract over ordered bytes: snapshots, batches, the version and what changed since
 * one.
 */
@NullMarked
package dev.cairn.engine;

import org.jspecify.annotations.NullMarked;
