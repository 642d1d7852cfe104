package dev.cairn.bench.recall;

/** The ways to search documents. */
public enum Way {
  /** By BM25. */
  WORDS,

  /** By the cosine of vectors. */
  MEANING,

  /** By the sum of both, each normalised so that the best found counts 1 and the least 0. */
  HYBRID
}
