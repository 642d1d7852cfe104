package dev.cairn.internal.recall;

import dev.cairn.EmbeddingException;
import dev.cairn.values.KeyPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls an embedder for threads that wait for it: in batches, with a deadline for each, and with a
 * check of what it returns.
 *
 * <p>The call has a thread of its own, since a thread that does not return cannot be made to. The
 * caller's thread waits no longer than the deadline, and then interrupts the call. A call that
 * ignores it keeps its thread; while there are {@value #MOST_HANGING} of them, further calls are
 * refused, so that threads do not pile up.
 */
public final class EmbedderCalls {
  /** The most texts that an embedder is given at once. */
  private static final int BATCH = 32;

  private static final int MOST_HANGING = 8;

  private static final int MOST_NAME_BYTES = 120;

  private static final int MOST_COMPONENTS = 8_192;

  private final Function<List<String>, List<float[]>> embed;
  private final String name;
  private final int dimension;
  private final Duration deadline;
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile boolean failing;

  /**
   * Makes the calls of an embedder.
   *
   * @param name its name
   * @param dimension the number of components of its vectors
   * @param embed embeds texts
   * @param deadline the longest time that one call may take, positive
   * @throws IllegalArgumentException if its name or its dimension is none
   */
  public EmbedderCalls(
      String name, int dimension, Function<List<String>, List<float[]>> embed, Duration deadline) {
    this.embed = embed;
    this.name = KeyPart.name("name of the embedder", name, MOST_NAME_BYTES);
    this.dimension = dimension;
    this.deadline = deadline;
    if (dimension < 1 || dimension > MOST_COMPONENTS) {
      throw new IllegalArgumentException(
          "embedder '%s' has the dimension %,d; from 1 to %,d are supported"
              .formatted(name, dimension, MOST_COMPONENTS));
    }
  }

  /** Returns the name of the embedder. */
  public String name() {
    return name;
  }

  /** Returns the number of components of its vectors. */
  public int dimension() {
    return dimension;
  }

  /** Tells whether the call failed that ended last. */
  public boolean isFailing() {
    return failing;
  }

  /** Tells whether a name is that of its former version: its own name, up to a {@code /}. */
  public boolean isVersionAfter(String embedder) {
    return name.startsWith(embedder + "/");
  }

  Duration deadline() {
    return deadline;
  }

  /**
   * Embeds texts.
   *
   * @return a vector for each, in their order
   * @throws EmbeddingException if the embedder fails in any way
   */
  public List<Quantised> embed(List<String> texts) {
    List<Quantised> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> batch = List.copyOf(texts.subList(from, Math.min(from + BATCH, texts.size())));
      vectors.addAll(checked(batch.size(), call(batch)));
      failing = false;
    }
    return vectors;
  }

  private List<Quantised> checked(int texts, List<float[]> vectors) {
    if (vectors == null || vectors.size() != texts) {
      throw failure(
          "returned %s vectors for %d texts"
              .formatted(vectors == null ? "no" : Integer.toString(vectors.size()), texts),
          null);
    }
    List<Quantised> checked = new ArrayList<>(texts);
    for (float[] vector : vectors) {
      try {
        if (vector == null) {
          throw new IllegalArgumentException("a vector is null");
        }
        checked.add(Quantised.of(vector, dimension));
      } catch (IllegalArgumentException e) {
        throw failure("returned a vector that cannot be used: " + e.getMessage(), e);
      }
    }
    return checked;
  }

  private List<float[]> call(List<String> texts) {
    if (hanging.get() >= MOST_HANGING) {
      throw failure(
          "is not asked, since %d calls of it have not returned after %s"
              .formatted(MOST_HANGING, deadline),
          null);
    }
    CompletableFuture<List<float[]>> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(texts, answer), "cairn embedder " + name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    return await(answer, thread);
  }

  private void run(List<String> texts, CompletableFuture<List<float[]>> answer) {
    try {
      answer.complete(embed.apply(texts));
    } catch (Throwable e) { // an error too must reach the thread that waits
      answer.completeExceptionally(e);
    }
    if (answer.isCancelled()) {
      hanging.decrementAndGet();
    }
  }

  private List<float[]> await(CompletableFuture<List<float[]>> answer, Thread thread) {
    boolean interrupted = false;
    long end = System.nanoTime() + deadline.toNanos();
    try {
      while (true) {
        try {
          return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // as a write does: the caller gets its result, and then the interrupt
        }
      }
    } catch (ExecutionException e) {
      throw failure("failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      hanging.incrementAndGet();
      if (!answer.cancel(true)) {
        hanging.decrementAndGet(); // it has returned just now
      }
      thread.interrupt();
      throw failure("did not answer within " + deadline, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private EmbeddingException failure(String problem, @Nullable Throwable cause) {
    failing = true;
    return new EmbeddingException(
        "embedder '%s' %s; the call can be repeated".formatted(name, problem), cause);
  }
}
