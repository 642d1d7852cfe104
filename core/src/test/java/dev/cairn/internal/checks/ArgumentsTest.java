package dev.cairn.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the exception for a bad argument names the argument and shows its value. */
class ArgumentsTest {
  @Test
  void aLongValueIsCutBetweenTwoCharacters() {
    assertThat(Arguments.quoted("abc", 3)).isEqualTo("'abc'");
    assertThat(Arguments.quoted("abcd", 3)).isEqualTo("'abc…'");
    assertThat(Arguments.quoted("ab\uD83D\uDE00", 3)).isEqualTo("'ab…'");
    assertThat(Arguments.quoted("ab\uD83D\uDE00", 4)).isEqualTo("'ab\uD83D\uDE00'");
    assertThat(Arguments.quoted("\uD83D\uDE00", 1)).isEqualTo("'…'");
  }

  @Test
  void aCopyHasNoNull() {
    assertThat(Arguments.copyOf("actions", Arrays.asList("a", "b"))).isEqualTo(List.of("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.copyOf("actions", Arrays.asList("a", null)))
        .withMessage("actions has a null in it: [a, null]");
  }
}
