package dev.cairn.minilm;

/** Shifts and scales each vector to mean 0 and variance 1, and then as was learned. Immutable. */
final class LayerNorm {
  /** Keeps the variance from 0: BERT's value. */
  private static final double LEAST_VARIANCE = 1e-12;

  private final float[] weight;
  private final float[] bias;

  private LayerNorm(float[] weight, float[] bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /** Reads the numbers of {@code name}, such as {@code embeddings.LayerNorm}. */
  static LayerNorm read(OnnxFile file, String name) {
    return new LayerNorm(file.floats(name + ".weight"), file.floats(name + ".bias"));
  }

  /** Changes the vectors in their place. */
  void normalise(float[][] vectors) {
    for (float[] vector : vectors) {
      normalise(vector);
    }
  }

  private void normalise(float[] vector) {
    double sum = 0;
    double squares = 0;
    for (float number : vector) {
      sum += number;
      squares += (double) number * number;
    }
    double mean = sum / vector.length;
    double variance = squares / vector.length - mean * mean;
    float shift = (float) mean;
    float scale = (float) (1 / Math.sqrt(Math.max(variance, 0) + LEAST_VARIANCE));
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (vector[i] - shift) * scale * weight[i] + bias[i];
    }
  }

  /** Adds to each vector the one that stands at its place in another list, and normalises it. */
  void addAndNormalise(float[][] vectors, float[][] added) {
    for (int i = 0; i < vectors.length; i++) {
      float[] vector = vectors[i];
      float[] other = added[i];
      for (int j = 0; j < vector.length; j++) {
        vector[j] += other[j];
      }
      normalise(vector);
    }
  }
}
