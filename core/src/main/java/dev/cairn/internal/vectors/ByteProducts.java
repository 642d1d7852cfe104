package dev.cairn.internal.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * Computes the dot products of one vector with stored ones, which have a byte for each component.
 *
 * <p>JDK 17 makes vector instructions of a loop over ints, and none of one that reads bytes. So the
 * bytes are copied into an array of ints, four to each, and taken apart there. The vector itself is
 * rounded to whole numbers: as finely as no sum can exceed an int, which is many times as fine as
 * the stored bytes are. Not thread-safe.
 */
final class ByteProducts {
  private static final int BYTES = Integer.BYTES;

  private final int dimension;

  /** The components of the vector that meet the lowest byte of each int, and so on. */
  private final int[][] parts;

  /** The factor that makes components of the whole numbers. */
  private final double unit;

  /** The stored components, and zeros up to a whole int. */
  private final byte[] components;

  private final IntBuffer componentsByFour;
  private final int[] four;

  ByteProducts(UnitVector vector) {
    this.dimension = vector.dimension();
    int ints = (dimension + BYTES - 1) / BYTES;
    this.parts = new int[BYTES][ints];
    int greatest = Integer.MAX_VALUE / (-Byte.MIN_VALUE * dimension);
    this.unit = (double) vector.greatest() / greatest;
    for (int i = 0; i < dimension; i++) {
      parts[i % BYTES][i / BYTES] = (int) Math.rint(vector.get(i) / unit);
    }
    this.components = new byte[BYTES * ints];
    this.componentsByFour =
        ByteBuffer.wrap(components).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    this.four = new int[ints];
  }

  /** Returns the product with a stored vector of the same dimension. */
  double of(VectorRow row) {
    System.arraycopy(row.bytes(), 0, components, 0, dimension);
    componentsByFour.get(0, four);
    return sum(four, parts[0], parts[1], parts[2], parts[3]) * unit * row.scale();
  }

  private static int sum(int[] four, int[] a, int[] b, int[] c, int[] d) {
    int sum = 0;
    for (int i = 0; i < four.length; i++) {
      int bytes = four[i];
      sum +=
          (bytes << 24 >> 24) * a[i]
              + (bytes << 16 >> 24) * b[i]
              + (bytes << 8 >> 24) * c[i]
              + (bytes >> 24) * d[i];
    }
    return sum;
  }
}
