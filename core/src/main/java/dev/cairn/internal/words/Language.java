package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
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

  /** The revision of English since which the words as they are written are indexed too. */
  private static final int WITH_FORMS = 2;

  private static final String ENGLISH = "en";

  private static final SortedSet<String> CODES =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(
              List.of(
                  "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa",
                  "fi", "fr", "ga", "gl", "hi", "hu", "hy", "id", "it", "ja", "ko", "lt", "lv",
                  "ne", "nl", "no", "none", "pt", "ro", "ru", "sr", "sv", "ta", "te", "th", "tr",
                  "zh")));

  private final String code;
  private final int revision;
  private volatile @Nullable Analyzer analyzer;

  private Language(String code, int revision) {
    this.code = code;
    this.revision = revision;
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
    return new Language(code, code.equals(ENGLISH) ? WITH_FORMS : REVISION);
  }

  /** Returns the language of a {@link #version}; empty if this program does not have it. */
  static Optional<Language> ofVersion(String version) {
    String code = version.substring(0, Math.max(0, version.lastIndexOf('-')));
    return !CODES.contains(code)
        ? Optional.empty()
        : Stream.of(of(code), new Language(code, REVISION))
            .filter(each -> each.version().equals(version))
            .findFirst();
  }

  /** Returns the codes of all languages. */
  static SortedSet<String> codes() {
    return CODES;
  }

  String version() {
    return code + '-' + revision;
  }

  /** Tells whether its analyser gives words as they are written too, marked as keywords. */
  boolean tellsForms() {
    return revision >= WITH_FORMS;
  }

  Analyzer analyzer() {
    Analyzer known = analyzer;
    if (known == null) {
      known = Analyzers.of(code, tellsForms()); // two threads may make one each, and both are good
      analyzer = known;
    }
    return known;
  }
}
