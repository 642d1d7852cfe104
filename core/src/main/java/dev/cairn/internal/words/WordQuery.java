package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import java.util.ArrayList;
import java.util.List;
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
  /** A phrase in quotation marks, or the beginning of a word before an asterisk. */
  private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|([\\p{L}\\p{N}_]+)\\*");

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
   * Whatever is none of these counts as words; no text is refused.
   */
  public static WordQuery parse(String text) {
    List<String> phrases = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    Matcher part = PART.matcher(notNull("text", text));
    int end = 0;
    while (part.find()) {
      words.append(text, end, part.start()).append(' ');
      end = part.end();
      if (part.group(1) != null) {
        phrases.add(part.group(1));
      } else {
        prefixes.add(part.group(2));
      }
    }
    words.append(text, end, text.length());
    return new WordQuery(words.toString(), phrases, prefixes);
  }
}
