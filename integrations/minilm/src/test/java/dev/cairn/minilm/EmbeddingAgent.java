package dev.cairn.minilm;

import java.util.Arrays;
import java.util.List;

/** Embeds one text in a JVM of its own, tells how, and waits to be killed. */
final class EmbeddingAgent {
  private EmbeddingAgent() {}

  public static void main(String[] arguments) throws InterruptedException {
    MiniLmEmbedder embedder = new MiniLmEmbedder(MiniLmRuntime.valueOf(arguments[0]));
    try {
      float[] vector = embedder.embed(List.of("a text")).get(0);
      System.out.println(embedder.runtime());
      System.out.println(Arrays.hashCode(vector));
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    Thread.sleep(Long.MAX_VALUE);
  }
}
