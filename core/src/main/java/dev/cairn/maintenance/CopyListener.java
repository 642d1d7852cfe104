package dev.cairn.maintenance;

/** Is told how far a copy has come: first it is written, then it is read. */
public interface CopyListener {
  /** Does not listen. */
  CopyListener NOBODY =
      new CopyListener() {
        @Override
        public void written(long bytes) {
          // nobody looks
        }

        @Override
        public void read(long entries) {
          // nobody looks
        }
      };

  /**
   * Called now and then while the copy is written.
   *
   * @param bytes how many were written so far
   */
  void written(long bytes);

  /**
   * Called while the copy is checked.
   *
   * @param entries how many rows and index entries were read so far
   */
  void read(long entries);
}
