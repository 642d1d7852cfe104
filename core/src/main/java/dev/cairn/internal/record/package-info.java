/**
 * Records as bytes: schemas that describe themselves, and the codec that writes and reads records
 * by them (Kryo).
 */
@NullMarked
package dev.cairn.internal.record;

import org.jspecify.annotations.NullMarked;
