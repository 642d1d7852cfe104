/**
 * LMDB's data file read in plain Java, without LMDB and without a memory map: what is damaged gives
 * a report and never a crash.
 */
@NullMarked
package dev.cairn.internal.lmdb.pages;

import org.jspecify.annotations.NullMarked;
