package dev.cairn.bench.vectors;

import java.util.Random;

/**
 * Makes vectors like those of sentences: they lie about topics, and have far fewer degrees of
 * freedom than components. The same numbers give the same vectors.
 */
final class TopicVectors {
  static final int DIMENSION = 384;
  private static final int FREEDOMS = 64;
  private static final int TOPICS = 500;

  /** The spread within a topic, where that of the topics is 1. */
  private static final double SPREAD = 0.7;

  private final float[][] axes = new float[FREEDOMS][DIMENSION];
  private final float[][] topics = new float[TOPICS][FREEDOMS];
  private final Random random;

  TopicVectors(long seed) {
    Random fixed = new Random(1);
    fill(axes, fixed);
    fill(topics, fixed);
    this.random = new Random(seed);
  }

  private static void fill(float[][] vectors, Random random) {
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
  }

  /** Returns the next vector, of length 1. */
  float[] next() {
    float[] topic = topics[random.nextInt(TOPICS)];
    float[] vector = new float[DIMENSION];
    for (int freedom = 0; freedom < FREEDOMS; freedom++) {
      float place = (float) (topic[freedom] + SPREAD * random.nextGaussian());
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += place * axes[freedom][i];
      }
    }
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return vector;
  }

  /** Returns the next vectors. */
  float[][] next(int count) {
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = next();
    }
    return vectors;
  }

  static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }
}
