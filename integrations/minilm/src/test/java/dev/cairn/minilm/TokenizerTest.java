package dev.cairn.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that texts have the tokens that Hugging Face's own tokenizer, in Rust, gives them with the
 * model's vocabulary.
 */
class TokenizerTest {
  private static final long SEED = 20_261_130;
  private static final long START = 101;
  private static final long END = 102;

  /** The tokens of a text that are read, without those that mark a start or an end. */
  private static final int MOST_OF_TEXT =
      WordPieceTokenizer.MOST_PARTS * (WordPieceTokenizer.MOST_TOKENS - 2);

  /**
   * Code points whose kinds both know alike. Those in between have characters of later versions of
   * Unicode than the 8.0 that the other tokenizer knows; the model has none of them.
   */
  private static final int[][] OLD = {
    {0, 0x61C},
    {0x61E, 0x7FC},
    {0x1E00, 0x2E42},
    {0x3000, 0xA82B},
    {0xAC00, 0xD7FF},
    {0xE000, 0xFFFF},
    {0x1F000, 0x2FFFF}
  };

  private static HuggingFaceTokenizer reference;
  private static WordPieceTokenizer tokenizer;

  @BeforeAll
  static void load() throws IOException {
    tokenizer = new WordPieceTokenizer(Vocabulary.read(ModelFiles.tokenizer()));
    reference =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(ModelFiles.tokenizer()),
            Map.of("padding", "false", "truncation", "false"));
  }

  @Test
  void aLongTextIsCutIntoPartsOfOneLength() {
    assertThat(tokenizer.tokenize("word ".repeat(254))).hasSize(1);
    assertThat(tokenizer.tokenize("word ".repeat(255)))
        .extracting(part -> part.length)
        .containsExactly(2 + 127, 2 + 128);
    assertThat(tokenizer.tokenize("\u4E2D".repeat(1_000)))
        .as("the longest passage of Chinese")
        .extracting(part -> part.length)
        .containsOnly(2 + 250);
  }

  @AfterAll
  static void close() {
    reference.close();
  }

  private static List<Long> expected(String text) {
    List<Long> all = Arrays.stream(reference.encode(text).getIds()).boxed().toList();
    if (all.size() <= 2 + MOST_OF_TEXT) {
      return all;
    }
    List<Long> read = new ArrayList<>(all.subList(0, 1 + MOST_OF_TEXT));
    read.add(END);
    return read;
  }

  private static List<Long> actual(String text) {
    List<Long> tokens = new ArrayList<>(List.of(START));
    for (int[] part : tokenizer.tokenize(text)) {
      assertThat((long) part[0]).isEqualTo(START);
      assertThat((long) part[part.length - 1]).isEqualTo(END);
      Arrays.stream(part, 1, part.length - 1).forEach(token -> tokens.add((long) token));
    }
    tokens.add(END);
    return tokens;
  }

  @Test
  void theVocabularyIsTheModels() {
    Vocabulary vocabulary = Vocabulary.read(ModelFiles.tokenizer());
    assertThat(vocabulary.size()).isEqualTo(30_522);
    assertThat(vocabulary.required("hello")).isEqualTo(7_592);
    assertThat(vocabulary.number("no such token")).isNegative();
    assertThat(actual("Hello, world!")).containsExactly(101L, 7592L, 1010L, 2088L, 999L, 102L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r\n ",
        "The quick brown fox jumps over the lazy dog.",
        "Unaffable embeddings, tokenization; WordPiece-Tokenizer's antidisestablishmentarianism",
        "getRetryPolicy(maxAttempts=10) -> snake_case_name, camelCaseName, kebab-case-name",
        "https://example.com/a/b?c=d&e=%20f#g user@example.com C:\\path\\file.txt $1,234.56",
        "Café déjà vu, naïve façade, Ångström, Łódź, İstanbul, ﬁne ﬂuﬀ, ǅ, ß, ẞ, ΣΊΣΥΦΟΣ",
        "e\u0301 o\u0308\u0304 a\u0300\u0301\u0302\u0303 \u0301 \u0301x ≮ \u037E \u1FEF",
        "東京は日本の首都です。中文分词很有趣，한국어도 있습니다. 𠀀𠀁 \uF900\uFA0E 仝々〆",
        "Привет, мир! Γειά σου Κόσμε. שלום עולם مرحبا بالعالم नमस्ते दुनिया สวัสดีชาวโลก",
        "👍🏽 family 👨‍👩‍👧‍👦 flag 🇩🇪 heart ❤️ text☃snow ①②③ ™ © № ½ x² √2 → ∞",
        "nul\u0000byte \u0001\u001f\u007f\u0080\u009f soft\u00ADhyphen zero\u200Bwidth\u200D\uFEFF\uFFFD",
        "spaces\u00A0of\u2003all\u3000kinds\u2028and\u2029lines\u000Band\u000Cfeeds\u0085end",
        "[CLS] [SEP] a[MASK]b [PAD][UNK] [cls] [SEP [[SEP]] [unused1] ##ing",
        "!!!???...---___***~~~```'''\"\"\"((([[[{{{<<<>>>}}}]]])))^^^$$$+++===|||",
        "\uE000private \uFDD0noncharacter \uFFFF \uDBFF\uDFFF"
      })
  void realAndHostileTexts(String text) {
    assertThat(actual(text)).isEqualTo(expected(text));
  }

  @Test
  void wordsAndTextsOfAnyLength() {
    for (int length : new int[] {99, 100, 101, 1_000, 100_000}) {
      for (String unit : List.of("a", "ab ", "é", "x.", "中", "😀", "e\u0301", "zq")) {
        String text = unit.repeat(length);
        assertThat(actual(text)).as("%d times %s", length, unit).isEqualTo(expected(text));
        String later = "first " + text + " last";
        assertThat(actual(later)).isEqualTo(expected(later));
      }
    }
  }

  @Test
  void eachCharacterByItselfAndWithinAWord() {
    for (int[] block : OLD) {
      List<String> texts =
          IntStream.rangeClosed(block[0], block[1])
              .mapToObj(Character::toString)
              .map(character -> "ab" + character + "cd " + character)
              .toList();
      String different =
          texts.stream()
              .filter(text -> !actual(text).equals(expected(text)))
              .collect(Collectors.joining("|"));
      assertThat(different).isEmpty();
    }
  }

  @Test
  void textsOfRandomCharacters() {
    Random random = new Random(SEED);
    String often = "aeinst \u0301.[]SEPCLS#'-\u00E9\u4E2D\u0000";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(400);
      while (text.length() < length) {
        if (random.nextInt(5) > 0) {
          text.append(often.charAt(random.nextInt(often.length())));
        } else {
          int[] block = OLD[random.nextInt(OLD.length)];
          text.appendCodePoint(block[0] + random.nextInt(block[1] - block[0] + 1));
        }
      }
      assertThat(actual(text.toString())).as("text %d", i).isEqualTo(expected(text.toString()));
    }
  }

  @Test
  void halvesOfCharactersAreLeftOut() {
    assertThat(actual("a\uD800b")).isEqualTo(actual("ab"));
    assertThat(actual("\uDC00 one \uD83D")).isEqualTo(actual("one"));
    assertThat(actual("\uD800".repeat(1_000))).isEqualTo(actual(""));
  }

  @Test
  void aHugeTextIsReadNoFartherThanTheModelReads() {
    String text = "one two three four. ".repeat(500_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertThat(tokenizer.tokenize(text))
                .hasSize(WordPieceTokenizer.MOST_PARTS)
                .allMatch(part -> part.length == WordPieceTokenizer.MOST_TOKENS);
          }
        });
  }
}
