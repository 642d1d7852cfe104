package dev.cairn.bench.report;

import dev.cairn.bench.contender.ContenderKind;

/**
 * The number of disk syncs that a store made for a number of writes, one after another.
 *
 * @param writes the writes that were made
 * @param calls the calls of fdatasync, fsync and msync
 * @param syncedWrites writes to files that were opened so that each write is synced (O_DSYNC)
 */
public record Syncs(ContenderKind contender, int writes, int calls, int syncedWrites) {

  /** Returns whether each write may have been synced; a header that is written so is not enough. */
  public boolean durable() {
    return calls >= writes;
  }
}
