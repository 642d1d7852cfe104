package dev.cairn.bench.recall;

import java.util.Random;

/**
 * Makes vectors like those of sentences: they lie about topics, and have far fewer degrees of
 * freedom than components. The same random numbers give the same vectors.
 */
final class TopicVectors {
  static final int DIMENSION = 384;
  private static final int FREEDOMS = 64;
  static final int TOPICS = 500;

  /** The spread within a topic, where that of the topics is 1. */
  private static final double SPREAD = 0.7;

  private final float[][] axes = new float[FREEDOMS][DIMENSION];
  private final float[][] topics = new float[TOPICS][FREEDOMS];

  TopicVectors() {
    Random fixed = new Random(1);
    fill(axes, fixed);
    fill(topics, fixed);
  }

  private static void fill(float[][] vectors, Random random) {
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
  }

  /** Draws a vector about a topic, of length 1. */
  float[] about(int topic, Random random) {
    float[] vector = new float[DIMENSION];
    for (int freedom = 0; freedom < FREEDOMS; freedom++) {
      float place = (float) (topics[topic][freedom] + SPREAD * random.nextGaussian());
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

  /** Multiplies two vectors in four sums, which a core adds to at the same time. */
  static double dot(float[] a, float[] b) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int i = 0; i < DIMENSION; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    return (double) first + second + third + fourth;
  }
}
