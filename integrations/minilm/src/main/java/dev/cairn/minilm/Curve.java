package dev.cairn.minilm;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number as a table with straight lines in between, which is faster than Java's
 * own exponential function and gives the same on every machine.
 *
 * <p>The second derivative of the functions here is at most 1. So with {@value #STEPS} steps from a
 * whole number to the next they are wrong by 2 millionths at most. Immutable, thread-safe.
 */
final class Curve {
  private static final int STEPS = 256;

  /** The exponential function of numbers that are not above 0; below -24, next to 0. */
  static final Curve EXPONENTIAL = new Curve(-24, 0, StrictMath::exp);

  /** Half the range outside of which the activation is 0 or its argument, but for 32 bits. */
  private static final int ACTIVATION_RANGE = 6;

  private static final Curve ACTIVATION =
      new Curve(-ACTIVATION_RANGE, ACTIVATION_RANGE, Curve::activation);

  private final float[] values;
  private final float from;
  private final float last;

  private Curve(int from, int to, DoubleUnaryOperator function) {
    int count = (to - from) * STEPS;
    this.values = new float[count + 2];
    this.from = from;
    this.last = count;
    for (int step = 0; step < values.length; step++) {
      values[step] = (float) function.applyAsDouble(from + step / (double) STEPS);
    }
  }

  /** Returns the value at {@code argument}, or at the nearer end of the table. */
  float at(float argument) {
    float place = Math.min(last, Math.max(0, (argument - from) * STEPS));
    int step = (int) place;
    return values[step] + (place - step) * (values[step + 1] - values[step]);
  }

  /** Puts the activation of each number, the GELU, in its place. */
  static void activate(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      float number = numbers[i];
      numbers[i] = number >= ACTIVATION_RANGE ? number : ACTIVATION.at(number);
    }
  }

  /**
   * The exact GELU: x times the share of the standard normal distribution below x, by the series of
   * <a href="https://doi.org/10.18637/jss.v011.i04">Marsaglia, Evaluating the Normal
   * Distribution</a>.
   */
  private static double activation(double x) {
    double term = x;
    double sum = x;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return x * (0.5 + sum * StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI));
  }
}
