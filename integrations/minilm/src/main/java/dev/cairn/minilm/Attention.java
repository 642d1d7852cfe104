package dev.cairn.minilm;

/** Self-attention: mixes into each token's vector those of the tokens that it relates to. */
final class Attention {
  private static final int HEADS = 12;

  private final Dense query;
  private final Dense key;
  private final Dense value;
  private final Dense output;

  private Attention(Dense query, Dense key, Dense value, Dense output) {
    this.query = query;
    this.key = key;
    this.value = value;
    this.output = output;
  }

  /** Reads the four layers below {@code name}, such as {@code encoder/layer.0/attention}. */
  static Attention read(OnnxFile file, String name) {
    return new Attention(
        Dense.read(file, name + "/self/query"),
        Dense.read(file, name + "/self/key"),
        Dense.read(file, name + "/self/value"),
        Dense.read(file, name + "/output/dense"));
  }

  /** Returns what is to be added to each vector. */
  float[][] of(float[][] vectors) {
    float[][] queries = query.of(vectors);
    float[][] keys = key.of(vectors);
    float[][] values = value.of(vectors);
    float[][] mixed = new float[vectors.length][vectors[0].length];
    for (int head = 0; head < HEADS; head++) {
      mix(head, queries, keys, values, mixed);
    }
    return output.of(mixed);
  }

  /** Computes the part of each vector that belongs to one head. */
  private static void mix(
      int head, float[][] queries, float[][] keys, float[][] values, float[][] mixed) {
    int tokens = queries.length;
    int padded = Matrix.padded(tokens);
    int width = mixed[0].length / HEADS;
    int from = head * width;
    float scale = (float) (1 / Math.sqrt(width));
    float[][] headQueries = new float[tokens][width];
    float[][] headKeys = new float[width][padded]; // transposed
    float[][] headValues = new float[padded][width];
    for (int token = 0; token < tokens; token++) {
      for (int i = 0; i < width; i++) {
        headQueries[token][i] = queries[token][from + i] * scale;
        headKeys[i][token] = keys[token][from + i];
      }
      System.arraycopy(values[token], from, headValues[token], 0, width);
    }
    float[][] relations = new float[tokens][padded];
    Matrix.addProduct(headQueries, headKeys, relations);
    for (float[] relation : relations) {
      toShares(relation, tokens);
    }
    float[][] headMixed = new float[tokens][width];
    Matrix.addProduct(relations, headValues, headMixed);
    for (int token = 0; token < tokens; token++) {
      System.arraycopy(headMixed[token], 0, mixed[token], from, width);
    }
  }

  /** Makes shares of 1 of the first {@code count} numbers, the softmax; the rest stays as it is. */
  private static void toShares(float[] numbers, int count) {
    float greatest = numbers[0];
    for (int i = 1; i < count; i++) {
      greatest = Math.max(greatest, numbers[i]);
    }
    float sum = 0;
    for (int i = 0; i < count; i++) {
      float share = Curve.EXPONENTIAL.at(numbers[i] - greatest);
      numbers[i] = share;
      sum += share;
    }
    for (int i = 0; i < count; i++) {
      numbers[i] /= sum;
    }
  }
}
