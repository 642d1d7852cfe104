/** The progress of long operations, which any process can read and follow. */
@NullMarked
package dev.cairn.progress;

import org.jspecify.annotations.NullMarked;
