package dev.cairn.internal.documents;

import dev.cairn.internal.documents.DocumentTables.Place;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text between paragraphs, sentences and words into passages of about the length that models
 * read, each of which repeats the end of the one before.
 */
public final class Paragraphs {
  private static final Paragraphs STANDARD = new Paragraphs(1_000, 150);

  private final int most;
  private final int overlap;

  /**
   * Makes the cutter of texts.
   *
   * @param most the most characters of a passage
   * @param overlap the most characters that a passage repeats, less than half of {@code most}
   */
  private Paragraphs(int most, int overlap) {
    this.most = most;
    this.overlap = overlap;
  }

  /** Returns the passages of a text as they are cut where a caller says nothing else. */
  public static List<Place> of(String text) {
    return STANDARD.cut(text);
  }

  private List<Place> cut(String text) {
    int end = endOfText(text, 0, text.length());
    int start = startOfText(text, 0, end);
    if (end - start <= most) {
      return List.of(new Place(start, end));
    }
    List<Place> pieces = pieces(text, start, end);
    List<Place> passages = new ArrayList<>();
    int first = 0;
    while (first < pieces.size()) {
      int last = lastOf(pieces, first, text);
      passages.add(new Place(pieces.get(first).start(), pieces.get(last).end()));
      first = last + 1 < pieces.size() ? nextFirst(pieces, first, last) : pieces.size();
    }
    return passages;
  }

  /**
   * Returns the last piece of the passage that begins with piece {@code first}: the last one that
   * ends a paragraph in the second half of the passage, else the last one that fits.
   */
  private int lastOf(List<Place> pieces, int first, String text) {
    int start = pieces.get(first).start();
    int last = first;
    int paragraph = -1;
    for (int i = first; i < pieces.size() && pieces.get(i).end() - start <= most; i++) {
      last = i;
      if (pieces.get(i).end() - start > most / 2 && endsParagraph(pieces, i, text)) {
        paragraph = i;
      }
    }
    return last < pieces.size() - 1 && paragraph >= 0 ? paragraph : last;
  }

  private static boolean endsParagraph(List<Place> pieces, int i, String text) {
    return i + 1 == pieces.size()
        || isParagraphBreak(text, pieces.get(i).end(), pieces.get(i + 1).start());
  }

  private static boolean isParagraphBreak(String text, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') {
        lines++;
      }
    }
    return lines > 1;
  }

  /** Returns the first piece of the next passage: behind the last one, but for the overlap. */
  private int nextFirst(List<Place> pieces, int first, int last) {
    int next = last + 1;
    while (next - 1 > first && pieces.get(last).end() - pieces.get(next - 1).start() <= overlap) {
      next--;
    }
    return next;
  }

  /** Returns the sentences, and the parts of sentences that are longer than a passage. */
  private List<Place> pieces(String text, int from, int to) {
    List<Place> pieces = new ArrayList<>();
    int start = from;
    while (start < to) { // paragraph by paragraph, since a heading has no full stop
      int end = endOfParagraph(text, start, to);
      addSentences(text, start, endOfText(text, start, end), pieces);
      start = startOfText(text, end, to);
    }
    return pieces;
  }

  private static int endOfParagraph(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') {
        int next = startOfText(text, i, to);
        if (isParagraphBreak(text, i, next)) {
          return i;
        }
        i = next;
      }
    }
    return to;
  }

  private void addSentences(String text, int from, int to, List<Place> pieces) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(text.substring(from, to));
    int start = 0;
    for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
      int last = endOfText(text, from + start, from + end);
      if (last > from + start) {
        addParts(text, from + start, last, pieces);
      }
      start = end;
    }
  }

  private void addParts(String text, int from, int to, List<Place> pieces) {
    int start = from;
    while (to - start > most) {
      int end = wordEnd(text, start, start + most);
      pieces.add(new Place(start, end));
      start = startOfText(text, end, to);
    }
    if (start < to) {
      pieces.add(new Place(start, to));
    }
  }

  /** Returns the last end of a word before {@code end}, else {@code end} beside a whole pair. */
  private static int wordEnd(String text, int start, int end) {
    for (int i = end; i > start + (end - start) / 2; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static int startOfText(String text, int from, int to) {
    int start = from;
    while (start < to && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static int endOfText(String text, int from, int to) {
    int end = to;
    while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
