package dev.cairn.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that names which are too long for a key are refused, and that long descriptions get
 * distinct short forms.
 */
class KeyPartTest {
  @Test
  void aNameIsCountedInBytes() {
    assertThat(KeyPart.name("id", "éé", 4)).isEqualTo("éé");
    assertThat(KeyPart.name("id", "\uD83D\uDE00", 4)).isEqualTo("\uD83D\uDE00");
    assertThat(KeyPart.name("id", "\0\0", 4)).isEqualTo("\0\0");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.name("id", "ééé", 4))
        .withMessage("id has 6 bytes, and may have 4 at most: 'ééé'");
  }

  @Test
  void aNameThatIsMuchTooLongIsShownInPart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.name("id", "x".repeat(5_000), 100))
        .withMessage("id has 5,000 bytes, and may have 100 at most: '" + "x".repeat(80) + "…'");
  }

  @Test
  void aNameNeedsToBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.name("id", null, 100))
        .withMessage("id is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.name("id", " ", 100))
        .withMessage("id is blank: ' '");
  }

  @Test
  void aNameWithHalfACharacterIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.name("id", "a\uD83D", 100))
        .withMessageContaining("half a character");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.name("id", "\uDE00a", 100))
        .withMessageContaining("half a character");
  }

  @Test
  void aShortDescriptionStandsForItself() {
    assertThat(KeyPart.shortened("task", "log in")).isEqualTo("log in");
    assertThat(KeyPart.shortened("task", "x".repeat(120))).isEqualTo("x".repeat(120));
  }

  @Test
  void aTextThatMayBeBlankHasAShortFormToo() {
    assertThat(KeyPart.shortForm("")).isEmpty();
    assertThat(KeyPart.shortForm(" ")).isEqualTo(" ");
    assertThat(KeyPart.shortForm("x".repeat(121)))
        .isEqualTo(KeyPart.shortened("task", "x".repeat(121)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyPart.shortForm(null))
        .withMessage("text is null");
  }

  @Test
  void aLongDescriptionBecomesItsBeginningAndItsHash() {
    // SHA-256 of 121 times the UTF-16 of x, computed with Python's hashlib.
    assertThat(KeyPart.shortened("task", "x".repeat(121)))
        .isEqualTo(
            "x".repeat(60) + "~b861ca029906f8392be87b4795ed5f838aa9fb47d74a1a75e10f09905cc01101");
  }

  static Stream<String> textsThatAreHashed() {
    return Stream.of(
        "x".repeat(121),
        "x".repeat(1_000_000),
        "é".repeat(61),
        "\uD83D\uDE00".repeat(31),
        "x" + "\uD83D\uDE00".repeat(31),
        "\0".repeat(61),
        "\uD83D",
        "\uDE00 then text");
  }

  @ParameterizedTest
  @MethodSource("textsThatAreHashed")
  void aHashedFormIsLongerThanAnyOther(String text) {
    String shortened = KeyPart.shortened("task", text);

    // U+0000 is two bytes in a key.
    byte[] bytes = shortened.replace("\0", "00").getBytes(StandardCharsets.UTF_8);
    assertThat(bytes).hasSize(125);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(shortened)).isTrue();
  }

  @Test
  void textsThatDifferAtTheEndHaveDifferentForms() {
    assertThat(KeyPart.shortened("task", "x".repeat(200) + "a"))
        .isNotEqualTo(KeyPart.shortened("task", "x".repeat(200) + "b"));
    assertThat(KeyPart.shortened("task", "a\uD83D")).isNotEqualTo(KeyPart.shortened("task", "a?"));
  }
}
