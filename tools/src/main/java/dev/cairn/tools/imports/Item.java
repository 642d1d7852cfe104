package dev.cairn.tools.imports;

import dev.cairn.Memory;

/** Something that an import brings into a memory in the one transaction for all of its kind. */
interface Item {
  /**
   * Counts what a memory has of this and what it has not, and stores the latter.
   *
   * <p>What the memory has stays as it is, so that to bring an item twice changes nothing. It may
   * be called again after a call that was rolled back.
   *
   * @param memory the memory, in a transaction
   * @param dry whether to count only
   */
  void bring(Memory memory, boolean dry, Tally tally);
}
