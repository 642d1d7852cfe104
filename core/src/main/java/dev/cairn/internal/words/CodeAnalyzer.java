package dev.cairn.internal.words;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Analyses texts that may have identifiers of programs in them: {@code parseUrl} and {@code
 * parse_url} count as that word, as "parse" and as "url".
 *
 * <p>Words are found by the rules of Unicode, and lose their accents and capitals. In English they
 * are reduced to their stems, and the words of which every text is full are passed over, those of
 * questions among them: "what did she" says nothing of what is asked for.
 *
 * <p>If it tells forms, it gives each word twice, first as it is written and marked as a keyword,
 * and then as its stem at the same place.
 */
final class CodeAnalyzer extends Analyzer {
  private static final int PARTS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;

  private final byte[] kindsOfCharacters = WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE.clone();
  private final CharArraySet passedOver;
  private final boolean english;
  private final boolean forms;

  CodeAnalyzer(boolean english, boolean forms) {
    this.english = english;
    this.forms = forms;
    this.passedOver = english ? englishStopWords() : CharArraySet.EMPTY_SET;
    kindsOfCharacters['\''] = WordDelimiterIterator.ALPHA; // "don't" is one word
  }

  /** Returns the list of the Snowball project, which Lucene brings. */
  private static CharArraySet englishStopWords() {
    try (Reader words =
        new InputStreamReader(
            SnowballFilter.class.getResourceAsStream("english_stop.txt"), StandardCharsets.UTF_8)) {
      return WordlistLoader.getSnowballWordSet(words);
    } catch (IOException e) {
      throw new UncheckedIOException("Lucene's list of English stop words cannot be read", e);
    }
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    TokenStream terms = new ASCIIFoldingFilter(words);
    terms = new WordDelimiterGraphFilter(terms, true, kindsOfCharacters, PARTS, null);
    if (english) {
      terms = new EnglishPossessiveFilter(terms);
    }
    terms = new LowerCaseFilter(terms);
    if (english) {
      terms = new StopFilter(terms, passedOver);
      terms = new PorterStemFilter(forms ? new KeywordRepeatFilter(terms) : terms);
    }
    return new TokenStreamComponents(words, terms);
  }

  @Override
  protected TokenStream normalize(String field, TokenStream terms) {
    return new LowerCaseFilter(new ASCIIFoldingFilter(terms));
  }
}
