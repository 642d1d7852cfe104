package dev.cairn.internal.recall;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
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

  /**
   * The texts and the index that were found to agree.
   *
   * @param version the version of the store at which they did
   * @param index the number of the index, another one once it is made anew
   * @param changes the count of changes of the index
   */
  private record Agreement(long version, int index, long changes) {}

  private final Set<String> skipped = new HashSet<>();
  private @Nullable Agreement agreement;
  private boolean renewed;
  private boolean embedded;
  private Instant retryAt = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;

  /**
   * Returns the version of the store at which the texts and the index agreed, if it is known for
   * this index. Whoever writes to the index writes a text as it is at that moment, so they differ
   * at most in texts that were changed since.
   */
  public synchronized OptionalLong agreedAt(int index) {
    return agreement == null || agreement.index() != index
        ? OptionalLong.empty()
        : OptionalLong.of(agreement.version());
  }

  /**
   * Notes that the texts and the index agree; some may be without vectors, if the index has changes
   * that this process did not make.
   */
  public synchronized void agree(long version, int index, long changes) {
    embedded &= agreement != null && agreement.changes() == changes;
    agreement = new Agreement(version, index, changes);
  }

  /** Notes that the index has changed, and that each text that it got has vectors. */
  public synchronized void addedVectors(long before, long after) {
    if (agreement != null && agreement.changes() == before) {
      agreement = new Agreement(agreement.version(), agreement.index(), after);
    }
  }

  /** Tells whether the embedder is left alone now. */
  public synchronized boolean isPaused(Instant now) {
    return now.isBefore(pausedUntil);
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
