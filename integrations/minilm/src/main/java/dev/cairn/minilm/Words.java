package dev.cairn.minilm;

import java.text.Normalizer;
import java.util.List;
import java.util.function.Predicate;

/**
 * Cuts a text into the words that BERT's uncased models know: in lower case, without accents, each
 * punctuation mark and each Chinese character by itself. The names of the model's special tokens,
 * such as {@code [SEP]}, are words too, as with every other program that uses such a model.
 *
 * <p>It follows the normalizer and the pre-tokenizer that the model names, {@code BertNormalizer}
 * and {@code BertPreTokenizer} of Hugging Face's tokenizers.
 */
final class Words {
  /**
   * The blocks of Chinese characters as BERT lists them: not those of Japanese and Korean alone.
   */
  private static final int[][] CHINESE = {
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xF900, 0xFAFF},
    {0x20000, 0x2A6DF},
    {0x2A700, 0x2B73F},
    {0x2B740, 0x2B81F},
    {0x2B920, 0x2CEAF},
    {0x2F800, 0x2FA1F}
  };

  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private final Predicate<String> taker;
  private final StringBuilder raw = new StringBuilder();
  private boolean wanted = true;

  private Words(Predicate<String> taker) {
    this.taker = taker;
  }

  /**
   * Gives each word of a text to a function, in their order.
   *
   * @param taker returns whether it wants more; the text is read no farther if it does not
   */
  static void forEach(String text, Predicate<String> taker) {
    Words words = new Words(taker);
    for (int at = 0; at < text.length() && words.wanted; ) {
      int character = text.codePointAt(at);
      String special = character == '[' ? specialAt(text, at) : "";
      if (special.isEmpty()) {
        at += Character.charCount(character);
        words.add(character);
      } else {
        at += special.length();
        words.endOfRaw();
        words.take(new StringBuilder(special));
      }
    }
    words.endOfRaw();
  }

  private static String specialAt(String text, int at) {
    for (String special : SPECIAL) {
      if (text.startsWith(special, at)) {
        return special;
      }
    }
    return "";
  }

  private void add(int character) {
    if (isSpace(character)) {
      endOfRaw();
    } else if (isChinese(character)) {
      endOfRaw();
      raw.appendCodePoint(character);
      endOfRaw();
    } else if (!isRemoved(character)) {
      raw.appendCodePoint(character);
    }
  }

  /** Decomposing characters needs no more of the text than this: it never reaches over a space. */
  private void endOfRaw() {
    if (raw.isEmpty()) {
      return;
    }
    String decomposed = Normalizer.normalize(raw, Normalizer.Form.NFD);
    raw.setLength(0);
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < decomposed.length() && wanted; ) {
      int character = decomposed.codePointAt(at);
      at += Character.charCount(character);
      if (isPunctuation(character)) {
        take(word);
        word.appendCodePoint(character);
        take(word);
      } else if (Character.getType(character) != Character.NON_SPACING_MARK) {
        word.appendCodePoint(Character.toLowerCase(character));
      }
    }
    take(word);
  }

  private void take(StringBuilder word) {
    if (wanted && !word.isEmpty()) {
      wanted = taker.test(word.toString());
    }
    word.setLength(0);
  }

  /** The form feed and other controls that Unicode calls white space are removed, not spaces. */
  private static boolean isSpace(int character) {
    return Character.isSpaceChar(character)
        || character == '\t'
        || character == '\n'
        || character == '\r';
  }

  /** Controls and the like; and lone surrogates, which no model has a token for. */
  private static boolean isRemoved(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> character == 0xFFFD; // stands for what could not be read
    };
  }

  private static boolean isPunctuation(int character) {
    if (character < 0x80) {
      return character > ' ' && character < 0x7F && !Character.isLetterOrDigit(character);
    }
    return switch (Character.getType(character)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isChinese(int character) {
    for (int[] block : CHINESE) {
      if (character >= block[0] && character <= block[1]) {
        return true;
      }
    }
    return false;
  }
}
