package dev.cairn.repositories;

import dev.cairn.documents.Chunker;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts source code into passages where its structure allows it best: between declarations rather
 * than within one, before a heading rather than within a section. A passage consists of whole
 * lines, unless a line is longer than a passage.
 */
final class SourceChunker implements Chunker {
  /** A passage that is shorter says too little; more of its text is taken then. */
  private static final int FEWEST_CHARS = 400;

  /** Some 256 tokens of code, which is what small embedding models read. */
  private static final int MOST_CHARS = 1_000;

  private final Language.Structure structure;

  SourceChunker(Language.Structure structure) {
    this.structure = structure;
  }

  @Override
  public List<Span> cut(String text) {
    List<CutLines.Line> lines = CutLines.of(text, structure);
    List<Span> spans = new ArrayList<>();
    int next = 0; // the first line that begins after the passage's beginning
    int start = lines.isEmpty() ? text.length() : lines.get(0).start();
    while (start < text.length()) {
      while (next < lines.size() && lines.get(next).start() <= start) {
        next++;
      }
      int end = end(text, start, lines, next);
      int last = withoutTrailingSpace(text, start, end);
      if (last > start) {
        spans.add(new Span(start, last));
      }
      start = firstOfText(text, end, lines, next);
    }
    return spans;
  }

  /** Returns the best place to end a passage that begins at {@code start}. */
  private static int end(String text, int start, List<CutLines.Line> lines, int next) {
    if (text.length() - start <= MOST_CHARS) {
      return text.length();
    }
    int earliest = start + FEWEST_CHARS;
    int best = -1;
    for (int i = next; i < lines.size() && lines.get(i).start() - start <= MOST_CHARS; i++) {
      if (best < 0
          || lines.get(best).start() < earliest // a later line is better, as long as both are early
          || lines.get(i).weight() < lines.get(best).weight()) {
        best = i;
      }
    }
    if (best >= 0) {
      return lines.get(best).start();
    }
    int within = start + MOST_CHARS;
    return Character.isLowSurrogate(text.charAt(within)) ? within - 1 : within;
  }

  /** Returns where the next passage begins: at {@code from}, or at the first line that has text. */
  private static int firstOfText(String text, int from, List<CutLines.Line> lines, int next) {
    boolean withinLine = from < text.length() && text.charAt(from - 1) != '\n';
    if (withinLine && hasText(text, from)) {
      return from;
    }
    for (int i = next; i < lines.size(); i++) {
      if (lines.get(i).start() >= from) {
        return lines.get(i).start();
      }
    }
    return text.length();
  }

  /** Tells whether the rest of a line is not blank. */
  private static boolean hasText(String text, int from) {
    int at = from;
    while (at < text.length()
        && Character.isWhitespace(text.charAt(at))
        && text.charAt(at) != '\n') {
      at++;
    }
    return at < text.length() && text.charAt(at) != '\n';
  }

  private static int withoutTrailingSpace(String text, int start, int end) {
    int last = end;
    while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }
}
