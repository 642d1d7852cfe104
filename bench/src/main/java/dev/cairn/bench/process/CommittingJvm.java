package dev.cairn.bench.process;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.SiteSelectors;
import dev.cairn.bench.data.SiteUrls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts another JVM that commits to the measured store at an even pace. It uses notes or visits
 * sites, one after the other, of which the workload reads none. Closing ends it, and fails if it
 * did not keep the pace.
 */
public final class CommittingJvm implements AutoCloseable {
  /** The first note that it uses. */
  public static final int FROM = Note.COUNT;

  /** The one behind the last that it uses. */
  public static final int END = FROM + 100;

  /** The number of the site that it visits first; those before it are not visited. */
  private static final int FROM_SITE = 1;

  /** The one behind the last that it visits. */
  public static final int END_SITE = SiteSelectors.EVERY;

  /** The share of the wanted commits that it must make. */
  private static final double ENOUGH = 0.9;

  /** The kinds of records that it changes. */
  public enum Changes {
    /** The notes with the numbers from {@link #FROM} on. */
    NOTES,

    /** Sites without selectors. */
    SITES
  }

  private static final String STARTED = "started";

  private final ChildJvm child;

  private CommittingJvm(ChildJvm child) {
    this.child = child;
  }

  /** Starts it; it commits when this returns. */
  public static CommittingJvm start(
      ContenderKind contender, Path store, Changes changes, int commitsPerSecond) {
    try {
      ChildJvm child =
          ChildJvm.start(
              List.of(),
              List.of("-Xmx128m"),
              CommittingJvm.class,
              contender,
              store,
              changes,
              commitsPerSecond);
      child.await(STARTED);
      return new CommittingJvm(child);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() {
    try {
      child.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for the other JVM", e);
  }

  /** Commits until the input ends, which it also does when the parent dies. */
  public static void main(String[] args) throws Exception {
    ContenderKind contender = ContenderKind.valueOf(args[0]);
    Changes changes = Changes.valueOf(args[2]);
    int perSecond = Integer.parseInt(args[3]);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Contender store = contender.open(Path.of(args[1]))) {
      AtomicLong done = new AtomicLong();
      long begun = System.nanoTime();
      ScheduledFuture<?> commits =
          clock.scheduleAtFixedRate(
              () -> change(store, changes, done.getAndIncrement()),
              0,
              TimeUnit.SECONDS.toNanos(1) / perSecond,
              TimeUnit.NANOSECONDS);
      ParentJvm.say(STARTED);
      System.in.transferTo(OutputStream.nullOutputStream());
      commits.cancel(false);
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.MINUTES);
      double rate = done.get() * 1e9 / (System.nanoTime() - begun);
      if (rate < ENOUGH * perSecond) {
        throw new IllegalStateException(
            "%,.0f commits a second were made of %,d".formatted(rate, perSecond));
      }
    }
  }

  private static void change(Contender store, Changes changes, long number) {
    switch (changes) {
      case NOTES -> store.use(Note.id(FROM + (int) (number % (END - FROM))));
      case SITES ->
          store.visit(SiteUrls.url(FROM_SITE + (int) (number % (END_SITE - FROM_SITE)), 1));
    }
  }
}
