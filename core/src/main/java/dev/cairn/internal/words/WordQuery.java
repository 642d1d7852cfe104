package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search by words, as its parts.
 *
 * @param words the words that rank passages; none is required
 * @param phrases the texts whose words a passage must have one after the other
 * @param prefixes the beginnings of words; they rank as words do
 */
public record WordQuery(String words, List<String> phrases, List<String> prefixes) {
  /**
   * A phrase in quotation marks, or a word with the asterisk behind it, if there is one. Each word
   * is passed at once and never tried again, so that the time is in proportion to the text.
   */
  private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|([\\p{L}\\p{N}_]++)(\\*?+)");

  /** Each beginning of a word may stand for very many words; further ones count as words. */
  private static final int MOST_PREFIXES = 32;

  public WordQuery {
    notNull("words", words);
    phrases = List.copyOf(phrases);
    prefixes = List.copyOf(prefixes);
  }

  /** Returns the query of plain words: a question that somebody asks, say. */
  public static WordQuery words(String text) {
    return new WordQuery(text, List.of(), List.of());
  }

  /**
   * Reads a query: {@code "a phrase"} in quotation marks, {@code beginning*} of words, and words.
   * Whatever is none of these counts as words, as do beginnings after the first 32 different ones;
   * no text is refused.
   */
  public static WordQuery parse(String text) {
    List<String> phrases = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    StringBuilder words = new StringBuilder();
    Matcher part = PART.matcher(notNull("text", text));
    int end = 0;
    while (part.find()) {
      if (part.group(1) == null && part.end(2) == part.end()) {
        continue; // a word without an asterisk
      }
      words.append(text, end, part.start()).append(' ');
      end = part.end();
      if (part.group(1) != null) {
        phrases.add(part.group(1));
      } else if (prefixes.size() < MOST_PREFIXES || prefixes.contains(part.group(2))) {
        prefixes.add(part.group(2));
      } else {
        words.append(part.group(2)).append(' ');
      }
    }
    words.append(text, end, text.length());
    return new WordQuery(words.toString(), phrases, List.copyOf(prefixes));
  }
}
