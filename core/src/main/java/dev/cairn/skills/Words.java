package dev.cairn.skills;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Splits texts into the words that a search for skills compares: letters and digits, in lower case.
 *
 * <p>A name such as {@code mineWoodLog} gives that word and each of its three parts.
 */
final class Words {
  /** Longer words are cut, in stored texts and in queries, so that they fit into a key. */
  private static final int MAX_CODE_POINTS = 32;

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  /** The boundaries of camel case: before L in woodLog, and before C in HTTPClient. */
  private static final Pattern HUMP =
      Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private Words() {}

  /** Returns the words under which {@code text} is indexed. */
  static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : split(text)) {
      add(words, word);
      for (String hump : HUMP.split(word, -1)) {
        add(words, hump);
      }
    }
    return words;
  }

  /** Returns the words that a result of the search for {@code question} must all contain. */
  static Set<String> asked(String question) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : split(question)) {
      add(words, word);
    }
    return words;
  }

  private static String[] split(String text) {
    return BETWEEN.split(Normalizer.normalize(text, Normalizer.Form.NFKC), -1);
  }

  private static void add(Set<String> words, String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (!lower.isEmpty()) {
      boolean whole = lower.codePointCount(0, lower.length()) <= MAX_CODE_POINTS;
      words.add(whole ? lower : lower.substring(0, lower.offsetByCodePoints(0, MAX_CODE_POINTS)));
    }
  }
}
