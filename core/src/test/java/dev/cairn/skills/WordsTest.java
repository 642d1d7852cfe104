package dev.cairn.skills;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests that texts and questions are split into the same words when skills are searched. */
class WordsTest {
  @Test
  void aTextIsFoundByItsWordsInLowerCase() {
    assertThat(Words.of("Log in, then click 'Buy now'!"))
        .containsExactly("log", "in", "then", "click", "buy", "now");
    assertThat(Words.of("search_box-2")).containsExactly("search", "box", "2");
    assertThat(Words.of("...")).isEmpty();
    assertThat(Words.of("")).isEmpty();
  }

  @Test
  void aCamelIsFoundByItsHumpsAndAsAWhole() {
    assertThat(Words.of("mineWoodLog")).containsExactly("minewoodlog", "mine", "wood", "log");
    assertThat(Words.of("HTTPClient")).containsExactly("httpclient", "http", "client");
    assertThat(Words.of("GitHub")).containsExactly("github", "git", "hub");
  }

  @Test
  void aQuestionAsksForItsWordsAsTheyStand() {
    assertThat(Words.asked("GitHub log-in")).containsExactly("github", "log", "in");
  }

  @Test
  void lettersOfAllLanguagesMakeWords() {
    assertThat(Words.of("Über ñandú")).containsExactly("über", "ñandú");
    assertThat(Words.of("Cafe\u0301")).isEqualTo(Words.of("Café"));
    assertThat(Words.of("検索 ボックス")).containsExactly("検索", "ボックス");
    assertThat(Words.of("half \uD83D character")).containsExactly("half", "character");
  }

  @Test
  void aLongWordIsCutAlikeInTextAndQuestion() {
    String longest = "x".repeat(32);
    assertThat(Words.of(longest + "yz")).containsExactly(longest);
    assertThat(Words.asked(longest + "other")).containsExactly(longest);
    assertThat(Words.of("\uD835\uDD52".repeat(40))).containsExactly("a".repeat(32));
  }
}
