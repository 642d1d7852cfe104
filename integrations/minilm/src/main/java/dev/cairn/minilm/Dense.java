package dev.cairn.minilm;

/** A layer that gives each vector its product with a matrix, and adds a constant one. Immutable. */
final class Dense {
  private final float[][] weights;
  private final float[] bias;

  private Dense(float[][] weights, float[] bias) {
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Reads a layer whose weights are signed bytes, with a scale and a zero point for each column.
   *
   * @param name its place in the network, such as {@code encoder/layer.0/output/dense}
   */
  static Dense read(OnnxFile file, String name) {
    float[] bias = file.floats(name.replace('/', '.') + ".bias");
    String product = "/" + name + "/MatMul_quant";
    byte[] numbers = file.bytes(file.input(product, 1));
    int[] zeros = file.ints(file.input(product, 3));
    float[] scales = file.floats(file.input("/" + name + "/MatMul_quant_scales_mul", 1));
    int columns = bias.length;
    float[][] weights = new float[numbers.length / columns][columns];
    for (int row = 0; row < weights.length; row++) {
      for (int column = 0; column < columns; column++) {
        weights[row][column] = (numbers[row * columns + column] - zeros[column]) * scales[column];
      }
    }
    return new Dense(weights, bias);
  }

  /** Returns the layer's result for each vector. */
  float[][] of(float[][] vectors) {
    float[][] results = new float[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      results[i] = bias.clone();
    }
    Matrix.addProduct(vectors, weights, results);
    return results;
  }
}
