package dev.cairn.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.text.ShownValue;
import dev.cairn.table.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that encoded keys sort in the order of their values, and decode to the same values. */
class KeyOrderTest {
  private final Random random = new Random(20_260_101);
  private final TupleWriter writer = new TupleWriter();

  @Test
  void bytesOrderAsValuesDoForTuplesOfEveryType() {
    for (int i = 0; i < 50_000; i++) {
      List<RandomKeys.Kind<?>> kinds = kinds();
      List<Object> a = tuple(kinds);
      List<Object> b = related(kinds, a);
      int expected = compare(kinds, a, b);

      assertThat(Integer.signum(Arrays.compareUnsigned(encode(kinds, a), encode(kinds, b))))
          .as("order of %s and %s as %s", show(a), show(b), kinds)
          .isEqualTo(Integer.signum(expected));
    }
  }

  @Test
  void everyTupleReadsBack() {
    for (int i = 0; i < 20_000; i++) {
      List<RandomKeys.Kind<?>> kinds = kinds();
      List<Object> tuple = tuple(kinds);
      TupleReader reader = new TupleReader(encode(kinds, tuple));

      List<Object> read = new ArrayList<>();
      for (RandomKeys.Kind<?> kind : kinds) {
        read.add(kind.key().codec().read(reader));
      }

      assertThat(reader.atEnd()).isTrue();
      assertThat(Arrays.deepEquals(read.toArray(), tuple.toArray()))
          .as("%s read as %s", show(tuple), show(read))
          .isTrue();
    }
  }

  @Test
  void aPrefixFindsItsTuplesAndNoOthers() {
    for (int i = 0; i < 20_000; i++) {
      List<RandomKeys.Kind<?>> kinds = kinds();
      List<Object> tuple = tuple(kinds);
      List<Object> other = related(kinds, tuple);
      int length = random.nextInt(kinds.size() + 1);
      Scan scan = Scan.prefix(tuple.subList(0, length).toArray());

      byte[] key = encode(kinds, other);
      KeyRange range = scan.range(key(kinds), new byte[0]);
      boolean found =
          Arrays.compareUnsigned(key, range.from()) >= 0
              && Arrays.compareUnsigned(key, range.to()) < 0;

      assertThat(found)
          .as("%s under %s, %d components", show(other), show(tuple), length)
          .isEqualTo(compare(kinds.subList(0, length), tuple, other) == 0);
    }
  }

  private List<RandomKeys.Kind<?>> kinds() {
    List<RandomKeys.Kind<?>> kinds = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      kinds.add(RandomKeys.KINDS.get(random.nextInt(RandomKeys.KINDS.size())));
    }
    return kinds;
  }

  private List<Object> tuple(List<RandomKeys.Kind<?>> kinds) {
    List<Object> tuple = new ArrayList<>();
    kinds.forEach(kind -> tuple.add(kind.draw().apply(random)));
    return tuple;
  }

  /** Another tuple, which often begins as the first does. */
  private List<Object> related(List<RandomKeys.Kind<?>> kinds, List<Object> tuple) {
    List<Object> other = tuple(kinds);
    for (int i = 0; i < tuple.size() && random.nextInt(3) > 0; i++) {
      other.set(i, tuple.get(i));
    }
    return other;
  }

  private static int compare(List<RandomKeys.Kind<?>> kinds, List<Object> a, List<Object> b) {
    int order = 0;
    for (int i = 0; i < kinds.size() && order == 0; i++) {
      order = kinds.get(i).compare(a.get(i), b.get(i));
    }
    return order;
  }

  private static KeyCodec<?> key(List<RandomKeys.Kind<?>> kinds) {
    KeyCodec<?> key = kinds.get(0).key().codec();
    for (RandomKeys.Kind<?> kind : kinds.subList(1, kinds.size())) {
      key = KeyCodecs.joined(key, kind.key().codec());
    }
    return key;
  }

  private byte[] encode(List<RandomKeys.Kind<?>> kinds, List<Object> tuple) {
    key(kinds).appendPrefix(writer.reset(), tuple.toArray());
    return writer.toKey("key");
  }

  private static String show(List<Object> tuple) {
    return tuple.stream().map(ShownValue::of).collect(Collectors.joining(", "));
  }
}
