package dev.cairn.minilm;

import dev.cairn.documents.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns texts into vectors with all-MiniLM-L6-v2, a small model for English, in this process and
 * without a network.
 *
 * <p>A vector has 384 components and length 1, so that the product of two is their similarity. The
 * model reads 254 tokens at once, some 200 English words, or as many signs of Chinese. A text of
 * more is read in up to four parts of one length, and has the mean of their vectors; what is behind
 * 1,016 tokens is not read: cut longer texts into passages first. Any other text has a vector too:
 * an empty one, or one of unknown signs.
 *
 * <p>The model is loaded by the first call that needs it, which takes about a second, and is kept
 * until {@link #close}: one object is enough for a JVM. Texts are embedded on the caller's thread,
 * one after the other. Thread-safe.
 */
public final class MiniLmEmbedder implements Embedder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MiniLmEmbedder.class);

  /** Ends with the most parts of a text: longer texts had other vectors when it was one. */
  private static final String NAME = "all-minilm-l6-v2-q/" + WordPieceTokenizer.MOST_PARTS;

  static final int DIMENSION = 384;

  private final MiniLmRuntime wanted;

  /** Held shared while a network computes, and alone to free it. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private volatile @Nullable Loaded loaded;
  private volatile boolean closed;

  /** The parts of the model. */
  private record Loaded(WordPieceTokenizer tokenizer, Network network, MiniLmRuntime runtime) {}

  /** Makes an embedder on {@link MiniLmRuntime#AUTOMATIC}. */
  public MiniLmEmbedder() {
    this(MiniLmRuntime.AUTOMATIC);
  }

  /** Makes an embedder on {@code runtime}; loads nothing yet. */
  public MiniLmEmbedder(MiniLmRuntime runtime) {
    this.wanted = Objects.requireNonNull(runtime, "runtime");
  }

  /** Returns {@code all-minilm-l6-v2-q/4} on all runtimes: their vectors can be compared. */
  @Override
  public String name() {
    return NAME;
  }

  /** Returns 384. */
  @Override
  public int dimension() {
    return DIMENSION;
  }

  /**
   * Returns the runtime that computes, never {@link MiniLmRuntime#AUTOMATIC}; loads the model if it
   * is not loaded yet.
   *
   * @throws IllegalStateException as {@link #embed} does
   */
  public MiniLmRuntime runtime() {
    return loaded().runtime();
  }

  /**
   * {@inheritDoc}
   *
   * @param texts any number of texts; those may be empty
   * @return vectors of length 1
   * @throws CancellationException if the thread is interrupted, which is looked for before each
   *     text; it stays interrupted
   * @throws IllegalStateException if this embedder is closed, also while it is at work; if the
   *     model's files are not on the class path; or if the runtime that was asked for is not there
   *     or fails
   */
  @Override
  public List<float[]> embed(List<String> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(
            "Interrupted after %d of %d texts".formatted(vectors.size(), texts.size()));
      }
      vectors.add(embed(text));
    }
    return vectors;
  }

  private float[] embed(String text) {
    Loaded model = loaded();
    List<int[]> parts = model.tokenizer().tokenize(text);
    float[][] vectors = new float[parts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      use.readLock().lock();
      try {
        checkOpen();
        vectors[i] = direction(model.network().compute(parts.get(i)));
      } finally {
        use.readLock().unlock();
      }
    }
    return vectors.length == 1 ? vectors[0] : direction(vectors);
  }

  /** Returns the vector of length 1 that has the direction of the sum. */
  private static float[] direction(float[][] vectors) {
    float[] sum = new float[DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    double squares = 0;
    for (float component : sum) {
      squares += (double) component * component;
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= length;
    }
    return sum;
  }

  private Loaded loaded() {
    Loaded model = loaded;
    return model == null ? load() : model;
  }

  private synchronized Loaded load() {
    checkOpen();
    Loaded model = loaded;
    if (model == null) {
      model = load(wanted);
      loaded = model;
    }
    return model;
  }

  private static Loaded load(MiniLmRuntime runtime) {
    byte[] network = ModelFiles.network();
    WordPieceTokenizer tokenizer = new WordPieceTokenizer(Vocabulary.read(ModelFiles.tokenizer()));
    if (runtime != MiniLmRuntime.JAVA) {
      try {
        return new Loaded(tokenizer, OnnxNetwork.load(network), MiniLmRuntime.ONNX_RUNTIME);
      } catch (LinkageError | IllegalStateException e) {
        withoutOnnxRuntime(runtime, e);
      }
    }
    return new Loaded(tokenizer, new JavaNetwork(network), MiniLmRuntime.JAVA);
  }

  private static void withoutOnnxRuntime(MiniLmRuntime runtime, Throwable reason) {
    if (runtime == MiniLmRuntime.ONNX_RUNTIME) {
      throw new IllegalStateException(
          "ONNX Runtime is not there or cannot be loaded (%s): add".formatted(reason)
              + " com.microsoft.onnxruntime:onnxruntime to the class path, or take"
              + " MiniLmRuntime.JAVA",
          reason);
    }
    if (reason instanceof NoClassDefFoundError missing && isOnnxRuntime(missing)) {
      LOG.debug("ONNX Runtime is not on the class path: texts are embedded in plain Java");
    } else {
      LOG.warn("ONNX Runtime cannot be used: texts are embedded in plain Java", reason);
    }
  }

  private static boolean isOnnxRuntime(NoClassDefFoundError missing) {
    return missing.getCause() instanceof ClassNotFoundException;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The embedder is closed: make a new one");
    }
  }

  /**
   * Frees the model. Waits for texts that are at work; lists of texts fail at their next one. A
   * second call does nothing.
   */
  @Override
  public synchronized void close() {
    closed = true;
    use.writeLock().lock();
    try {
      Loaded model = loaded;
      loaded = null;
      if (model != null) {
        model.network().close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
