package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.values.KeyPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Divides texts into terms, as the language of a collection asks for.
 *
 * <p>A term is a word in the form in which it is searched: in lower case, without accents, as its
 * stem. Passages and queries must be analysed alike, so a collection keeps the {@link #version} of
 * its analysis. Immutable, and safe for any number of threads.
 */
public final class Analysis {
  /** The name that Lucene asks for, of which it makes nothing here. */
  private static final String FIELD = "text";

  /** No term takes more: longer ones stand in their {@linkplain KeyPart#shortForm short form}. */
  static final int MOST_TERM_BYTES = 125;

  private final Language language;

  private Analysis(Language language) {
    this.language = language;
  }

  /**
   * Returns the analysis of a language.
   *
   * @param code a two-letter code such as "en" or "de", or "none" for words as they are
   * @throws IllegalArgumentException if the language is not supported
   */
  public static Analysis of(String code) {
    return new Analysis(Language.of(code));
  }

  /**
   * Returns a text that names the analysis: two of one version make the same terms of every text.
   */
  public String version() {
    return language.version();
  }

  /** Returns the terms of a text. */
  public Analysed analyse(String text) {
    Map<String, Integer> counts = new HashMap<>();
    int[] words = new int[1];
    forEachTerm(
        text,
        (term, step) -> {
          counts.merge(term, 1, Integer::sum);
          words[0] += step > 0 ? 1 : 0;
        });
    return new Analysed(counts, words[0]);
  }

  /** Takes the terms of a text one after the other. */
  interface TermAction {
    /**
     * Takes a term.
     *
     * @param step how many places it is behind the term before it; 0 for one at the same place
     */
    void accept(String term, int step);
  }

  void forEachTerm(String text, TermAction action) {
    try (TokenStream tokens = language.analyzer().tokenStream(FIELD, whole(text))) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        action.accept(KeyPart.shortForm(term.toString()), step.getPositionIncrement());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  /**
   * Returns a text without the half of a character that it may end with: Lucene's tokenizer would
   * find no words in it at all.
   */
  private static String whole(String text) {
    int end = notNull("text", text).length();
    while (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Returns the beginning of a word in the form that terms begin with. */
  String beginning(String prefix) {
    Analyzer analyzer = language.analyzer();
    return analyzer.normalize(FIELD, prefix).utf8ToString();
  }
}
