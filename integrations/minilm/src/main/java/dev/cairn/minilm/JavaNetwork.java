package dev.cairn.minilm;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The network in plain Java, with weights of 32 bits made of the 8 bits in the file.
 *
 * <p>It takes 55 MB of the heap, and while it is read 25 MB more. Immutable.
 */
final class JavaNetwork implements Network {
  private static final int LAYERS = 6;

  private final Embeddings embeddings;
  private final List<EncoderLayer> layers;

  /** Reads the weights out of an ONNX file. */
  JavaNetwork(byte[] network) {
    OnnxFile file = new OnnxFile(network);
    this.embeddings = Embeddings.read(file);
    this.layers =
        IntStream.range(0, LAYERS).mapToObj(number -> EncoderLayer.read(file, number)).toList();
  }

  @Override
  public float[][] compute(int[] tokens) {
    float[][] vectors = embeddings.of(tokens);
    layers.forEach(layer -> layer.apply(vectors));
    return vectors;
  }

  @Override
  public void close() {
    // The garbage collector frees everything.
  }
}
