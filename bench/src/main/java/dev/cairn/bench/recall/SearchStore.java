package dev.cairn.bench.recall;

import java.util.List;

/** A store of documents that can be searched by words and by meaning. For one thread. */
interface SearchStore extends AutoCloseable {
  /** How many candidates each way gives to a hybrid search, at least: as many as in Cairn. */
  int CANDIDATES = 100;

  /**
   * A document that was found.
   *
   * @param text as it was stored
   */
  record Found(int number, String text) {}

  /** Adds documents with consecutive numbers in one durable commit. */
  void addAll(int first, List<Entry> entries);

  /** Prepares for searches after everything was added, in the way that makes them quickest. */
  void prepare();

  /**
   * Sets how many candidates a search by meaning keeps; more of them find more of those that are
   * truly nearest, and take longer. Has no effect in a store that chooses by itself.
   */
  void keepCandidates(int candidates);

  /** Returns the {@link ExactNearest#K} best documents, the best first. */
  List<Found> search(Way way, Entry question);

  @Override
  void close();
}
