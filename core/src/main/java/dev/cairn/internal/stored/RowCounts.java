package dev.cairn.internal.stored;

import dev.cairn.stored.MergeReport;

/** Counts rows while they are merged; see {@link MergeReport}. */
final class RowCounts {
  long added;
  long changed;
  long unchanged;
  long kept;
  long removed;

  MergeReport report() {
    return new MergeReport(added, changed, unchanged, kept, removed);
  }
}
