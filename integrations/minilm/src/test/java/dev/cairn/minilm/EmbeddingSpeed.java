package dev.cairn.minilm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/**
 * Measures how many texts a second one thread embeds on each runtime, and how long a new JVM takes
 * to its first vector. Both run in one JVM by turns, so that they meet the same load; the figures
 * by the thread's own time are those of a machine without any.
 *
 * <p>Run it from the class path of this module's tests.
 */
final class EmbeddingSpeed {
  private static final int ROUNDS = 10;
  private static final long ROUND_NANOS = 2_000_000_000L;

  private static final String TEXT =
      "The retry policy of the client doubles its delay after each failure, up to thirty seconds,"
          + " and gives up after ten attempts; a caller that needs an answer sooner passes a"
          + " deadline, which counts for the whole call and not for each attempt.";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private EmbeddingSpeed() {}

  public static void main(String[] arguments) {
    try (MiniLmEmbedder java = first(MiniLmRuntime.JAVA);
        MiniLmEmbedder onnx = first(MiniLmRuntime.ONNX_RUNTIME)) {
      System.out.printf(
          "%d tokens, load average %.1f%n",
          new WordPieceTokenizer(Vocabulary.read(ModelFiles.tokenizer()))
              .tokenize(TEXT)
              .get(0)
              .length,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      for (int round = 0; round < ROUNDS; round++) {
        measure(java);
        measure(onnx);
      }
    }
  }

  private static MiniLmEmbedder first(MiniLmRuntime runtime) {
    long begin = System.nanoTime();
    long own = THREADS.getCurrentThreadCpuTime();
    MiniLmEmbedder embedder = new MiniLmEmbedder(runtime);
    List<float[]> unused = embedder.embed(List.of(TEXT));
    System.out.printf(
        Locale.ROOT,
        "%-12s first vector after %.2f s, of which %.2f s of the thread's own%n",
        runtime,
        (System.nanoTime() - begin) / 1e9,
        (THREADS.getCurrentThreadCpuTime() - own) / 1e9);
    return embedder;
  }

  private static void measure(MiniLmEmbedder embedder) {
    long begin = System.nanoTime();
    long own = THREADS.getCurrentThreadCpuTime();
    int texts = 0;
    while (System.nanoTime() - begin < ROUND_NANOS) {
      texts += embedder.embed(List.of(TEXT)).size();
    }
    System.out.printf(
        Locale.ROOT,
        "%-12s %6.1f texts/s, %6.1f by the thread's own time%n",
        embedder.runtime(),
        texts * 1e9 / (System.nanoTime() - begin),
        texts * 1e9 / (THREADS.getCurrentThreadCpuTime() - own));
  }
}
