package dev.cairn.internal.words;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Analyses texts that may have identifiers of programs in them: {@code parseUrl} and {@code
 * parse_url} count as that word, as "parse" and as "url".
 *
 * <p>Words are found by the rules of Unicode, and lose their accents and capitals. In English they
 * are reduced to their stems, and the most frequent ones are passed over.
 */
final class CodeAnalyzer extends Analyzer {
  private static final int PARTS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE
          | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;

  private final boolean english;

  CodeAnalyzer(boolean english) {
    this.english = english;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    TokenStream terms = new WordDelimiterGraphFilter(words, PARTS, null);
    terms = normalize(field, terms);
    if (english) {
      terms = new StopFilter(terms, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
      terms = new PorterStemFilter(terms);
    }
    return new TokenStreamComponents(words, terms);
  }

  @Override
  protected TokenStream normalize(String field, TokenStream terms) {
    return new LowerCaseFilter(new ASCIIFoldingFilter(terms));
  }
}
