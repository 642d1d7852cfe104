package dev.cairn;

import dev.cairn.internal.recall.Indexes;
import dev.cairn.internal.table.Store;
import java.time.Clock;

/**
 * The parts of an open store that its memories share.
 *
 * @param store its tables
 * @param clock the source of times
 * @param coordination its locks
 * @param indexes what its collections of documents share
 * @param readOnly whether it is open for reading only
 */
record OpenedStore(
    Store store, Clock clock, Coordination coordination, Indexes indexes, boolean readOnly) {}
