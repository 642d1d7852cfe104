package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.survival.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that the linearizability checker accepts linearizable histories and refuses others. */
class LinearizabilityTest {
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final List<Operation> history = new ArrayList<>();

  private void add(Kind kind, long value, long invoked, long responded) {
    history.add(new Operation("one", "key", kind, value, 0, invoked, responded));
  }

  private boolean holds() {
    return Linearizability.holds(history, 0);
  }

  @Test
  void oneAfterTheOther() {
    add(Kind.GET, 0, 1, 2);
    add(Kind.PUT, 7, 3, 4);
    add(Kind.GET, 7, 5, 6);
    add(Kind.INCREMENT, 7, 7, 8);
    add(Kind.GET, 8, 9, 10);

    assertThat(holds()).isTrue();
  }

  @Test
  void whatOverlapsMayComeInAnyOrder() {
    add(Kind.PUT, 7, 1, 10);
    add(Kind.GET, 7, 2, 9);
    add(Kind.GET, 0, 3, 8);
    add(Kind.INCREMENT, 0, 4, 7);
    add(Kind.GET, 1, 5, 6);

    assertThat(holds()).isTrue();
  }

  @Test
  void aStaleReadIsRefused() {
    add(Kind.PUT, 7, 1, 2);
    add(Kind.GET, 0, 3, 4);

    assertThat(holds()).isFalse();
  }

  @Test
  void aLostUpdateIsRefused() {
    add(Kind.INCREMENT, 0, 1, 4);
    add(Kind.INCREMENT, 0, 2, 3);

    assertThat(holds()).isFalse();
  }

  @Test
  void aLostWriteIsRefused() {
    add(Kind.PUT, 7, 1, 4);
    add(Kind.INCREMENT, 0, 2, 3);
    add(Kind.GET, 0, 5, 6);

    assertThat(holds()).isFalse();
  }

  @Test
  void aReadFromTheFutureIsRefused() {
    add(Kind.GET, 7, 1, 2);
    add(Kind.PUT, 7, 3, 4);

    assertThat(holds()).isFalse();
  }

  /** Both reads overlap the write; the second cannot be before it when the first was after. */
  @Test
  void timeThatGoesBackIsRefused() {
    add(Kind.PUT, 7, 1, 10);
    add(Kind.GET, 7, 2, 3);
    add(Kind.GET, 0, 4, 5);

    assertThat(holds()).isFalse();
  }

  @Test
  void anOrderAgainstRealTimeIsRefused() {
    add(Kind.PUT, 7, 1, 2);
    add(Kind.PUT, 8, 3, 4);
    add(Kind.GET, 7, 5, 6);

    assertThat(holds()).isFalse();
  }

  @Test
  void whatNobodyStoredIsRefused() {
    add(Kind.PUT, 7, 1, 10);
    add(Kind.GET, 9, 2, 9);

    assertThat(holds()).isFalse();
  }

  /** Without a memory of where it was, the search would try a million million orders. */
  @Test
  void manyAtOnceTakeNoLongTime() {
    for (int i = 0; i < 15; i++) {
      add(Kind.PUT, 7 + i % 2, i, 100 + i);
    }
    add(Kind.GET, 9, 200, 201);

    assertThat(holds()).isFalse();
  }

  /** For any history, the search finds an order exactly when trying all orders does. */
  @Test
  void agreesWithTryingAllOrders() {
    Random random = new Random(Effort.seed());
    int good = 0;
    int histories = 20_000;
    for (int i = 0; i < histories; i++) {
      history.clear();
      for (int n = 0; n < 5; n++) {
        long invoked = random.nextInt(20);
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        add(kind, random.nextInt(3), invoked, invoked + 1 + random.nextInt(10));
      }
      boolean holds = holds();
      assertThat(holds).as("%s", history).isEqualTo(someOrder(history, 0));
      good += holds ? 1 : 0;
    }
    assertThat(good).as("linearizable ones").isBetween(histories / 20, histories * 19 / 20);
  }

  private static boolean someOrder(List<Operation> rest, long value) {
    if (rest.isEmpty()) {
      return true;
    }
    for (Operation next : rest) {
      OptionalLong after = next.after(value);
      if (after.isPresent() && rest.stream().noneMatch(other -> other.precedes(next))) {
        List<Operation> others = new ArrayList<>(rest);
        others.remove(next);
        if (someOrder(others, after.getAsLong())) {
          return true;
        }
      }
    }
    return false;
  }
}
