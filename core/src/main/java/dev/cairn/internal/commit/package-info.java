/**
 * Group commit: writes of many threads queue up, run one after the other on one thread, and are
 * committed together. It knows nothing of the storage but {@link
 * dev.cairn.internal.commit.Attempt}.
 */
@NullMarked
package dev.cairn.internal.commit;

import org.jspecify.annotations.NullMarked;
