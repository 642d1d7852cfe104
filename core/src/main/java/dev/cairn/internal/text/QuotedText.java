package dev.cairn.internal.text;

/**
 * Writes a text in quotation marks, with escapes, so that every character is visible and the text
 * can be read back.
 *
 * <p>The escapes are those of JSON. Characters are escaped unless they are printable ASCII or
 * letters beyond it.
 */
public final class QuotedText {
  private QuotedText() {}

  /** Returns the text in quotation marks. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if ((c >= ' ' && c < 0x7F) || Character.isLetterOrDigit(c)) {
                out.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  out.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return out.append('"').toString();
  }
}
