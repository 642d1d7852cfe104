package dev.cairn.minilm;

/**
 * The neural network of the model: computes a vector for each token of one text. Thread-safe, but
 * not to be used during or after {@link #close}.
 *
 * <p>It takes one text at a time. ONNX Runtime quantises with the range of all numbers of a call,
 * so a text's vector would depend on the texts beside it.
 */
interface Network extends AutoCloseable {
  /**
   * Computes the last layer's vectors.
   *
   * @param tokens the numbers of the tokens, with those of the start and the end
   * @return a vector for each token
   */
  float[][] compute(int[] tokens);

  @Override
  void close();
}
