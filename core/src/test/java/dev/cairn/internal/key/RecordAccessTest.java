package dev.cairn.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Tests that the first calls of a record class, which go by reflection, do what the later ones do,
 * which go by method handles.
 */
class RecordAccessTest {
  /** More than go by reflection. */
  private static final int CALLS = 40;

  record Share(int percent, String name) {
    Share {
      if (percent > 100) {
        throw new IllegalArgumentException("more than all");
      }
      if (percent < 0) {
        throw new StackOverflowError("less than nothing");
      }
    }

    @Override
    public String name() {
      if (name.isEmpty()) {
        throw new IllegalStateException("nameless");
      }
      return name;
    }
  }

  private final RecordAccess<Share> access = RecordAccess.of(Share.class);

  @Test
  void makesAndReadsRecords() {
    for (int i = 0; i < CALLS; i++) {
      Share made = access.create(new Object[] {i, "a"});
      assertThat(made).isEqualTo(new Share(i, "a"));
      assertThat(access.get(made, 0)).isEqualTo(i);
      assertThat(access.get(made, 1)).isEqualTo("a");
    }
  }

  @Test
  void saysWhyAConstructorRefuses() {
    for (int i = 0; i < CALLS; i++) {
      assertThatThrownBy(() -> access.create(new Object[] {101, "a"}))
          .isInstanceOf(UnfitValueException.class)
          .hasMessageEndingWith("IllegalArgumentException: more than all")
          .hasCauseExactlyInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> access.create(new Object[] {"a", "a"}))
          .isInstanceOf(UnfitValueException.class);
      assertThatThrownBy(() -> access.create(new Object[] {null, "a"}))
          .isInstanceOf(UnfitValueException.class);
    }
  }

  @Test
  void passesErrorsOn() {
    for (int i = 0; i < CALLS; i++) {
      assertThatThrownBy(() -> access.create(new Object[] {-1, "a"}))
          .isExactlyInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void passesOnWhatAnAccessorThrows() {
    Share nameless = new Share(1, "");
    for (int i = 0; i < CALLS; i++) {
      assertThatThrownBy(() -> access.get(nameless, 1))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("nameless");
    }
  }
}
