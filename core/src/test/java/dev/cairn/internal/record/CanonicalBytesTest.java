package dev.cairn.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that equal records are encoded as equal bytes, so that storing an equal record is no
 * change.
 */
class CanonicalBytesTest {
  record Tags(Set<String> set, Map<String, List<Integer>> map) {}

  record Deep(Map<Set<String>, Map<String, String>> map) {}

  record Numbers(double d, float f, BigDecimal decimal, BigInteger integer) {}

  record Names(List<String> names) {}

  @Test
  void setsAndMapsInAnyOrder() {
    List<String> names =
        new ArrayList<>(IntStream.range(0, 50).mapToObj(i -> "name" + i * i).toList());
    byte[] expected = null;
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(names, random);
      Map<String, List<Integer>> map = new LinkedHashMap<>();
      names.forEach(name -> map.put(name, name.endsWith("1") ? null : List.of(name.length())));
      byte[] bytes = Codecs.seal(new Tags(new LinkedHashSet<>(names), map));
      expected = expected == null ? bytes : expected;
      assertThat(bytes).isEqualTo(expected);
    }
  }

  @Test
  void setsAsKeysOfMaps() {
    Set<String> ab = new LinkedHashSet<>(List.of("a", "b"));
    Set<String> ba = new LinkedHashSet<>(List.of("b", "a"));
    Map<Set<String>, Map<String, String>> first = new LinkedHashMap<>();
    first.put(ab, Map.of("x", "1"));
    first.put(Set.of("c"), new TreeMap<>(Map.of("y", "2", "z", "3")));
    Map<Set<String>, Map<String, String>> second = new LinkedHashMap<>();
    second.put(Set.of("c"), Map.of("z", "3", "y", "2"));
    second.put(ba, Map.of("x", "1"));

    assertThat(new Deep(first)).isEqualTo(new Deep(second));
    assertThat(Codecs.seal(new Deep(first))).isEqualTo(Codecs.seal(new Deep(second)));
    assertThat(Codecs.roundTrip(new Deep(first))).isEqualTo(new Deep(first));
  }

  @Test
  void whatWasReadIsWrittenAsItWas() {
    Tags tags = new Tags(Set.of("c", "a", "b"), Map.of("k", List.of(1), "j", List.of()));

    assertThat(Codecs.seal(Codecs.roundTrip(tags))).isEqualTo(Codecs.seal(tags));
    assertThat(Codecs.roundTrip(tags).set()).containsExactly("a", "b", "c");
  }

  @Test
  void listsOfAnyClass() {
    assertThat(Codecs.seal(new Names(Arrays.asList("a", "b"))))
        .isEqualTo(Codecs.seal(new Names(List.of("a", "b"))));
  }

  @Test
  void numbersThatAreEqualButNotTheSame() {
    Numbers constants = new Numbers(Double.NaN, Float.NaN, BigDecimal.ZERO, BigInteger.ZERO);
    Numbers computed =
        new Numbers(
            Double.longBitsToDouble(0xFFF8000000000001L),
            Float.intBitsToFloat(0xFFC00001),
            new BigDecimal("0"),
            new BigInteger("0"));
    Numbers ones = new Numbers(1, 1, BigDecimal.ONE, BigInteger.ONE);
    Numbers otherOnes = new Numbers(1, 1, new BigDecimal("1"), new BigInteger("1"));
    Numbers tens = new Numbers(1, 1, BigDecimal.TEN, BigInteger.TEN);
    Numbers otherTens =
        new Numbers(1, 1, new BigDecimal(new BigInteger("10")), new BigInteger("10"));

    assertThat(computed).isEqualTo(constants);
    assertThat(Codecs.seal(computed)).isEqualTo(Codecs.seal(constants));
    assertThat(Codecs.seal(otherOnes)).isEqualTo(Codecs.seal(ones));
    assertThat(Codecs.seal(otherTens)).isEqualTo(Codecs.seal(tens));
  }
}
