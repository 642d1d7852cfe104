package dev.cairn.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specifies that products with stored vectors are exact but for rounding, at any dimension. */
class ByteProductsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 99, 384, 1536, 16_384})
  void equalsTheSumOfTheProductsOfAllComponents(int dimension) {
    Clusters clusters = new Clusters(dimension);
    UnitVector vector = UnitVector.of("vector", clusters.middle(1), dimension);
    ByteProducts products = new ByteProducts(vector);
    for (int member = 0; member < 5; member++) {
      UnitVector other = UnitVector.of("vector", clusters.member(1, member), dimension);
      VectorRow row = VectorRow.of(other);
      float[] stored = row.vector();
      double sum = 0;
      for (int i = 0; i < dimension; i++) {
        sum += (double) vector.get(i) * stored[i];
      }
      assertThat(products.of(row)).isCloseTo(sum, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 384, 16_384})
  void noSumOverflowsWhereAllComponentsAreTheGreatest(int dimension) {
    float[] equal = new float[dimension];
    Arrays.fill(equal, 1);
    UnitVector vector = UnitVector.of("vector", equal, dimension);
    byte[] least = new byte[dimension];
    Arrays.fill(least, Byte.MIN_VALUE);
    ByteProducts products = new ByteProducts(vector);
    assertThat(products.of(VectorRow.of(vector))).isCloseTo(1, within(1e-4));
    double sum = Byte.MIN_VALUE * Math.sqrt(dimension);
    assertThat(products.of(new VectorRow(least, 1))).isCloseTo(sum, within(-sum * 1e-4));
  }
}
