package dev.cairn.tools.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the lines that an MCP client sends, and truncates lines that are longer than the longest
 * allowed message.
 */
final class MessageLines {
  /** The longest message, in UTF-16 units: some 64 MB. */
  static final int LONGEST = 64_000_000;

  private final BufferedReader in;

  MessageLines(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
  }

  /**
   * Returns the next line; of one that is too long only the beginning, which is no JSON then.
   *
   * @return empty at the end of the input; the last line needs no end
   * @throws IOException if the input cannot be read
   */
  Optional<String> next() throws IOException {
    StringBuilder line = new StringBuilder();
    int unit = in.read();
    if (unit < 0) {
      return Optional.empty();
    }
    for (; unit >= 0 && unit != '\n'; unit = in.read()) {
      if (line.length() < LONGEST) {
        line.append((char) unit);
      }
    }
    return Optional.of(line.toString());
  }
}
