package dev.cairn.minilm;

import java.util.Arrays;

/**
 * Turns a text into the numbers of the model's tokens: words, or the longest pieces of words that
 * the vocabulary has.
 *
 * <p>Any text has tokens, an empty one too. A text of more tokens than the model takes is cut after
 * as many, and the rest is not looked at. Immutable, thread-safe.
 */
final class WordPieceTokenizer {
  /** As many tokens as the model was trained with, of which two mark the start and the end. */
  static final int MOST_TOKENS = 256;

  /** A longer word, in code points, is one unknown token: the rule of the model's tokenizer. */
  private static final int LONGEST_WORD = 100;

  private static final String CONTINUED = "##";

  private final Vocabulary vocabulary;
  private final int start;
  private final int end;
  private final int unknown;

  WordPieceTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.start = vocabulary.required("[CLS]");
    this.end = vocabulary.required("[SEP]");
    this.unknown = vocabulary.required("[UNK]");
  }

  /** Returns the tokens of a text, {@link #MOST_TOKENS} at most. */
  int[] tokenize(String text) {
    Pieces pieces = new Pieces();
    pieces.add(start);
    Words.forEach(text, pieces::addWord);
    return pieces.ended();
  }

  /** The tokens of one text. */
  private final class Pieces {
    private final int[] tokens = new int[MOST_TOKENS];
    private int count;

    /** Returns whether there is room for more, besides the end. */
    private boolean add(int token) {
      if (count < MOST_TOKENS - 1) {
        tokens[count++] = token;
      }
      return count < MOST_TOKENS - 1;
    }

    private boolean addWord(String word) {
      int before = count;
      boolean room = true;
      if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
        return add(unknown);
      }
      for (int from = 0; from < word.length(); ) {
        String prefix = from == 0 ? "" : CONTINUED;
        int to = Math.min(word.length(), from + vocabulary.longest());
        int token = -1;
        while (to > from && (token = vocabulary.number(prefix + word.substring(from, to))) < 0) {
          to--;
        }
        if (token < 0) {
          count = before;
          return add(unknown);
        }
        room = add(token);
        from = to;
      }
      return room;
    }

    private int[] ended() {
      tokens[count++] = end;
      return Arrays.copyOf(tokens, count);
    }
  }
}
