package dev.cairn.documents;

import java.util.List;

/**
 * Turns texts into vectors whose directions tell how near the texts are in meaning: a model in this
 * process, or a service elsewhere.
 *
 * <p>A collection of documents remembers the name and the dimension of the embedder that its first
 * vector came from, and refuses vectors of another one until it is {@linkplain Documents#reembed
 * embedded anew}. So the name must change whenever the same text would get another vector.
 *
 * <p>Implementations are thread-safe. What they throw reaches the caller of {@link Documents} as
 * the cause of a {@link dev.cairn.EmbeddingException}, and nothing is stored.
 */
public interface Embedder {

  /**
   * Returns the name of the model, with its version and whatever else its vectors depend on; not
   * blank, 120 bytes in UTF-8 at most, always the same.
   *
   * @return the name
   */
  String name();

  /**
   * Returns the number of components of each vector, from 1 to 8,192; always the same.
   *
   * @return the number
   */
  int dimension();

  /**
   * Embeds texts.
   *
   * <p>It is called before a transaction begins and never inside of a write, and the thread that
   * waits for it is given up at a deadline; the call is interrupted then.
   *
   * @param texts the texts, 32 at most; none is empty, and one may be longer than the model reads
   * @return a vector for each text in their order, of finite numbers that are not all zero; its
   *     length does not matter. It is not modified afterwards, and may be shared
   */
  List<float[]> embed(List<String> texts);
}
