package dev.cairn.minilm;

/**
 * Multiplies matrices of 32-bit numbers in plain Java.
 *
 * <p>The loop is of the one form that the JIT compilers of JDK 17 and later all turn into vector
 * instructions: four rows, each an array of its own, are added to a fifth. With eight, with two
 * sums at once, or with rows within one array, JDK 17's code is a quarter as fast.
 */
final class Matrix {
  /** The number of rows of a right factor must be a multiple of this. */
  static final int ROWS_AT_ONCE = 4;

  private Matrix() {}

  /** Returns the least multiple of {@link #ROWS_AT_ONCE} that is not less. */
  static int padded(int rows) {
    return (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE * ROWS_AT_ONCE;
  }

  /**
   * Adds the product of two matrices to a third one.
   *
   * @param left its rows are as long as {@code right} has rows, or longer
   * @param right a multiple of {@link #ROWS_AT_ONCE} rows
   * @param sum as many rows as {@code left}, of which each is as long as those of {@code right}
   */
  static void addProduct(float[][] left, float[][] right, float[][] sum) {
    for (int k = 0; k < right.length; k += ROWS_AT_ONCE) {
      for (int i = 0; i < left.length; i++) {
        float[] row = left[i];
        addRows(
            sum[i],
            right[k],
            right[k + 1],
            right[k + 2],
            right[k + 3],
            row[k],
            row[k + 1],
            row[k + 2],
            row[k + 3]);
      }
    }
  }

  private static void addRows(
      float[] sum,
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3,
      float factor0,
      float factor1,
      float factor2,
      float factor3) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor0 * row0[i] + factor1 * row1[i] + factor2 * row2[i] + factor3 * row3[i];
    }
  }
}
