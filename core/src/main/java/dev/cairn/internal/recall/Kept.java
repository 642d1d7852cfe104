package dev.cairn.internal.recall;

/** A structure in memory that a process keeps of a collection, and can make anew from its rows. */
public interface Kept {
  /** Returns about how much memory it takes. */
  long bytes();
}
