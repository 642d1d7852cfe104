/** An embedder that computes its vectors in the process, offline: all-MiniLM-L6-v2, quantised. */
@NullMarked
package dev.cairn.minilm;

import org.jspecify.annotations.NullMarked;
