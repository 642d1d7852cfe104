package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.jspecify.annotations.Nullable;

/**
 * A language whose texts can be analysed, and Lucene's analyser for it.
 *
 * <p>Lucene is loaded by the first text, and not before: most stores hold no texts. Thread-safe.
 */
final class Language {
  /**
   * Counts up when an analyser makes other terms of some text, be it by a change here or by another
   * release of Lucene.
   */
  private static final int REVISION = 1;

  private static final SortedSet<String> CODES =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(
              List.of(
                  "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa",
                  "fi", "fr", "ga", "gl", "hi", "hu", "hy", "id", "it", "ja", "ko", "lt", "lv",
                  "ne", "nl", "no", "none", "pt", "ro", "ru", "sr", "sv", "ta", "te", "th", "tr",
                  "zh")));

  private final String code;
  private volatile @Nullable Analyzer analyzer;

  private Language(String code) {
    this.code = code;
  }

  /**
   * Returns a language.
   *
   * @throws IllegalArgumentException if it is not supported
   */
  static Language of(String code) {
    if (!CODES.contains(notNull("language", code))) {
      throw new IllegalArgumentException(
          "language '%s': supported are %s; \"none\" takes words of any language as they are"
              .formatted(code, CODES));
    }
    return new Language(code);
  }

  /** Returns the codes of all languages. */
  static SortedSet<String> codes() {
    return CODES;
  }

  String version() {
    return code + '-' + REVISION;
  }

  Analyzer analyzer() {
    Analyzer known = analyzer;
    if (known == null) {
      known = Analyzers.of(code); // two threads may make one each, and both are good
      analyzer = known;
    }
    return known;
  }
}
