package dev.cairn.minilm;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a text into the numbers of the model's tokens: words, or the longest pieces of words that
 * the vocabulary has.
 *
 * <p>Any text has tokens, an empty one too. A text of more tokens than the model takes at once is
 * cut into parts, and what is behind the last part is not looked at. Immutable, thread-safe.
 */
final class WordPieceTokenizer {
  /** As many tokens as the model was trained with, of which two mark the start and the end. */
  static final int MOST_TOKENS = 256;

  /**
   * The most parts of a text. As no token has less than a character, a passage of a document, of
   * 1,000 characters at most, has no more.
   */
  static final int MOST_PARTS = 4;

  private static final int OF_TEXT = MOST_TOKENS - 2;

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

  /**
   * Returns the tokens of a text, in as few parts of about one length as the model takes.
   *
   * @return {@value #MOST_PARTS} parts at most, each of {@value #MOST_TOKENS} tokens at most, with
   *     those that mark its start and its end
   */
  List<int[]> tokenize(String text) {
    Pieces pieces = new Pieces();
    Words.forEach(text, pieces::addWord);
    return pieces.parts();
  }

  /** The tokens of one text. */
  private final class Pieces {
    private final int[] tokens = new int[MOST_PARTS * OF_TEXT];
    private int count;

    /** Returns whether there is room for more. */
    private boolean add(int token) {
      if (count < tokens.length) {
        tokens[count++] = token;
      }
      return count < tokens.length;
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

    private List<int[]> parts() {
      int parts = Math.max(1, (count + OF_TEXT - 1) / OF_TEXT);
      List<int[]> all = new ArrayList<>(parts);
      for (int i = 0; i < parts; i++) {
        int from = count * i / parts;
        int length = count * (i + 1) / parts - from;
        int[] part = new int[length + 2];
        part[0] = start;
        System.arraycopy(tokens, from, part, 1, length);
        part[length + 1] = end;
        all.add(part);
      }
      return all;
    }
  }
}
