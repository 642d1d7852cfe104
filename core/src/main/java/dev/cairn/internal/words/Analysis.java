package dev.cairn.internal.words;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.values.KeyPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.KeywordAttribute;
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

  /** Begins the key of a word as it is written; no term has this byte. */
  private static final byte FORM = (byte) 0xFF;

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
   * Returns the analysis that has a {@link #version}, the last one of its language or an earlier
   * one; empty if this program has it not.
   */
  public static Optional<Analysis> ofVersion(String version) {
    return Language.ofVersion(version).map(Analysis::new);
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
    Map<String, Integer> forms = new HashMap<>();
    int[] words = new int[1];
    forEachTerm(
        text,
        (term, step) -> {
          counts.merge(term, 1, Integer::sum);
          words[0] += step > 0 ? 1 : 0;
        },
        form -> forms.merge(form, 1, Integer::sum));
    SortedMap<byte[], Integer> keys = new TreeMap<>(Arrays::compareUnsigned);
    counts.forEach((term, count) -> keys.put(Analysed.bytes(term), count));
    forms.forEach((form, count) -> keys.merge(formKey(form), count, Integer::sum));
    return new Analysed(keys, words[0]);
  }

  /** Returns the key of a word as it is written, which tells how it begins and may be cut off. */
  private static byte[] formKey(String form) {
    byte[] bytes = Analysed.bytes(form);
    byte[] key = new byte[Math.min(1 + bytes.length, MOST_TERM_BYTES)];
    key[0] = FORM;
    System.arraycopy(bytes, 0, key, 1, key.length - 1);
    return key;
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
    forEachTerm(text, action, form -> {});
  }

  /** Takes the terms of a text, and each word that is not its own stem as it is written. */
  private void forEachTerm(String text, TermAction action, Consumer<String> forms) {
    try (TokenStream tokens = language.analyzer().tokenStream(FIELD, whole(text))) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
      KeywordAttribute keyword = tokens.addAttribute(KeywordAttribute.class);
      tokens.reset();
      String form = null;
      int steps = 0;
      while (tokens.incrementToken()) {
        steps += step.getPositionIncrement();
        if (keyword.isKeyword() && language.tellsForms()) { // elsewhere it is a word without a stem
          form = term.toString(); // its stem comes next
          continue;
        }
        String stem = term.toString();
        action.accept(KeyPart.shortForm(stem), steps);
        if (form != null && !form.equals(stem)) {
          forms.accept(form);
        }
        form = null;
        steps = 0;
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

  /** Returns a beginning of words as the keys of terms that begin so begin. */
  byte[] beginning(String prefix) {
    Analyzer analyzer = language.analyzer();
    return Analysed.bytes(analyzer.normalize(FIELD, prefix).utf8ToString());
  }

  /** Returns a beginning of terms as the keys of words as they are written begin. */
  static byte[] formsFrom(byte[] beginning) {
    byte[] key = new byte[1 + beginning.length];
    key[0] = FORM;
    System.arraycopy(beginning, 0, key, 1, beginning.length);
    return key;
  }
}
