package dev.cairn.internal.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in this process how far the index of what a namespace knows was brought, and which of
 * its texts could not be embedded. Thread-safe.
 */
public final class IndexState {
  /** How long an embedder that fails for one text after the other is left alone. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** How long texts that cannot be embedded are passed over. */
  private static final Duration RETRY = Duration.ofMinutes(10);

  /** The texts and the index that were found to agree. */
  private record Agreement(long texts, long changes) {}

  private final Set<String> skipped = new HashSet<>();
  private @Nullable Agreement agreement;
  private boolean renewed;
  private boolean embedded;
  private Instant retryAt = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;

  /**
   * Tells whether the texts and the index are known to agree.
   *
   * @param texts the state of the texts
   * @param changes the count of changes of the index. Without it an index that another process has
   *     brought to other texts would be taken for up to date once the texts are as before.
   */
  public synchronized boolean isAt(long texts, long changes) {
    return new Agreement(texts, changes).equals(agreement);
  }

  /** Notes that the texts and the index agree; some may be without vectors. */
  public synchronized void agree(long texts, long changes) {
    agreement = new Agreement(texts, changes);
    embedded = false;
  }

  /** Notes that the index got vectors, and nothing else, since it had a count of changes. */
  public synchronized void addedVectors(long before, long after) {
    if (agreement != null && agreement.changes() == before) {
      agreement = new Agreement(agreement.texts(), after);
    }
  }

  /** Tells whether texts are to be embedded now. */
  public synchronized boolean isEmbedding(Instant now) {
    if (!skipped.isEmpty() && !now.isBefore(retryAt)) {
      skipped.clear();
      embedded = false;
    }
    return !embedded && !now.isBefore(pausedUntil);
  }

  /** Notes that all texts have vectors, but those that are passed over. */
  public synchronized void embedded() {
    embedded = true;
  }

  /** Passes over a text for a while. */
  public synchronized void skip(String hash, Instant now) {
    skipped.add(hash);
    retryAt = now.plus(RETRY);
  }

  /** Tells whether a text is passed over. */
  public synchronized boolean isSkipped(String hash) {
    return skipped.contains(hash);
  }

  /** Embeds nothing for a while. */
  public synchronized void pause(Instant now) {
    pausedUntil = now.plus(PAUSE);
  }

  /**
   * Tells whether this process has made the index anew. It does so once: two processes with
   * different embedders would take turns in it otherwise.
   */
  public synchronized boolean wasRenewed() {
    return renewed;
  }

  /** Notes that this process has made the index anew. */
  public synchronized void renewed() {
    renewed = true;
  }
}
