package dev.cairn.internal.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests into which terms texts are divided. Where one of the terms becomes another one, also by a
 * new Lucene, the analysis needs another version.
 */
class AnalysisTest {
  private static final byte FORM = (byte) 0xFF;

  private static List<String> forms(String language, String text) {
    return Analysis.of(language).analyse(text).counts().keySet().stream()
        .filter(key -> key[0] == FORM)
        .map(key -> new String(key, 1, key.length - 1, StandardCharsets.UTF_8))
        .toList();
  }

  private static String terms(String language, String text) {
    return Analysis.of(language).analyse(text).counts().entrySet().stream()
        .filter(term -> term.getKey()[0] != FORM)
        .map(
            term ->
                new String(term.getKey(), StandardCharsets.UTF_8)
                    + (term.getValue() == 1 ? "" : "×" + term.getValue()))
        .collect(Collectors.joining(" "));
  }

  @Test
  void englishWordsAreStemmedFoldedAndThoseOfEveryTextPassedOver() {
    assertThat(Analysis.of("en").version()).isEqualTo("en-2");
    assertThat(terms("en", "The CAFÉS were running; the café runs.")).isEqualTo("cafe×2 run×2");
    assertThat(terms("en", "When did she go to Ann's, and why don’t we?")).isEqualTo("ann go");
    assertThat(terms("en", "relational databases, 3.14 and 2023-05-08"))
        .isEqualTo("05 08 14 2023 3 3.14 databas relat");
  }

  @Test
  void englishWordsThatAreNotTheirStemsAreThereAsTheyAreWrittenToo() {
    assertThat(forms("en", "The CAFÉS were running; the café runs on parseUrls"))
        .containsExactly("cafes", "parse", "parseurls", "running", "runs", "urls");
    assertThat(forms("en", "a".repeat(200) + "ing").get(0)).isEqualTo("a".repeat(124));
    assertThat(forms("none", "two runs")).isEmpty();
    assertThat(forms("de", "die Häuser")).isEmpty();
  }

  @Test
  void identifiersCountAsAWholeAndAsTheirParts() {
    assertThat(terms("en", "parseUrl")).isEqualTo("pars parseurl url");
    assertThat(terms("en", "MAX_RETRY_COUNT")).isEqualTo("count max max_retry_count retri");
    assertThat(terms("en", "com.example.HttpServer2"))
        .isEqualTo("com com.example.httpserver2 exampl http server2");
    assertThat(terms("none", "XMLHttpRequest O'Brien"))
        .isEqualTo("o'brien request xmlhttp xmlhttprequest");
  }

  @Test
  void noneLeavesWordsAsTheyAre() {
    assertThat(Analysis.of("none").version()).isEqualTo("none-1");
    assertThat(terms("none", "The Straße was running 速度")).isEqualTo("running strasse the was 度 速");
  }

  @Test
  void otherLanguagesAreLucenes() {
    assertThat(terms("de", "die Häuser und das Haus")).isEqualTo("haus×2");
    assertThat(terms("fr", "les chevaux et l'ami")).isEqualTo("ami cheval");
    assertThat(terms("nl", "het kind op de fiets")).isEqualTo("fiets kinder");
    assertThat(terms("ja", "東京都")).isEqualTo("京都 東京");
  }

  static List<String> languages() {
    return List.copyOf(Language.codes());
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyLanguageHasAnAnalyser(String code) {
    Analysis analysis = Analysis.of(code);
    assertThat(analysis.version()).matches(code + "-[12]");
    assertThat(Analysis.ofVersion(analysis.version())).isPresent();
    assertThat(Analysis.ofVersion(code + "-99")).isEmpty();
    assertThat(analysis.analyse("Internet 2023").counts()).isNotEmpty();
    assertThat(analysis.beginning("Inter")).isNotEmpty();
  }

  @Test
  void anotherLanguageIsRefusedWithTheSupportedOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Analysis.of("tlh"))
        .withMessageContaining("'tlh'")
        .withMessageContaining("[ar, bg,");
  }

  @Test
  void lengthCountsWordsAndNotTheirParts() {
    Analysis analysis = Analysis.of("en");
    assertThat(analysis.analyse("the parseUrl of http_server").words()).isEqualTo(4);
    assertThat(analysis.analyse("parse url").words()).isEqualTo(2);
    assertThat(analysis.analyse("").words()).isZero();
    assertThat(analysis.analyse(" the ... ?!").words()).isZero();
  }

  @Test
  void noTextIsRefused() {
    assertThat(terms("none", "a\0b \uD800 c\uDC00d \uDBFF")).isEqualTo("a b c d");
    assertThat(terms("none", "cut off within a character: \uD83D")).hasSizeGreaterThan(20);
    assertThat(terms("en", "x".repeat(1 << 20)).split(" ", -1)).hasSizeLessThan(10);
    String long1 = "a".repeat(200) + "1";
    String long2 = "a".repeat(200) + "2";
    assertThat(terms("none", long1)).isNotEqualTo(terms("none", long2));
    assertThat(terms("none", long1).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(126);
    assertThat(Analysis.of("en").analyse("word ".repeat(200_000)).counts())
        .hasSize(1)
        .containsValue(200_000);
  }

  @Test
  void aQueryHasWordsPhrasesAndPrefixes() {
    assertThat(WordQuery.parse("find \"two words\" and pre* or get_u* x"))
        .isEqualTo(
            new WordQuery("find   and   or   x", List.of("two words"), List.of("pre", "get_u")));
    assertThat(WordQuery.parse("\"open end").phrases()).isEmpty();
    assertThat(WordQuery.parse("\"open end").words()).isEqualTo("\"open end");
    assertThat(WordQuery.parse("2 * 3 ** *x").prefixes()).isEmpty();
    assertThat(WordQuery.parse("").words()).isEmpty();
    assertThat(WordQuery.words("\"as it\" is*"))
        .isEqualTo(new WordQuery("\"as it\" is*", List.of(), List.of()));
  }

  @Test
  void lengthsAreExactWhereTextsAreShortAndNearlySoWhereTheyAreLong() {
    for (int words : new int[] {0, 1, 10, 39, 100, 500, 5_000, 30_000, 1_000_000}) {
      for (int count : new int[] {1, 2, 9, 200_000}) {
        int payload = Occurrences.encode(count, words);
        assertThat(Occurrences.count(payload)).isEqualTo(count);
        int kept = Occurrences.words(Occurrences.lengthCode(payload));
        assertThat(kept).isBetween((int) (Math.min(words, 30_744) * 0.88), words);
        assertThat(words >= 40 || kept == words).isTrue();
      }
    }
    assertThat(Occurrences.encode(1, 1_000_000)).isLessThan(128); // one byte
  }
}
