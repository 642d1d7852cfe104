package dev.cairn.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Replaces the generated section of a README, which stands between two comments. */
public final class ReadmeSection {
  private static final String BEGIN = "<!-- bench:begin -->\n";
  private static final String END = "<!-- bench:end -->\n";

  private ReadmeSection() {}

  /** Puts a text in place of what stands between the comments of a file. */
  public static void write(Path readme, String text) throws IOException {
    Files.writeString(readme, replace(Files.readString(readme), text));
  }

  static String replace(String page, String text) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "the page has no place for it: the lines %s and %s, in this order"
              .formatted(BEGIN.strip(), END.strip()));
    }
    return page.substring(0, begin + BEGIN.length()) + text + page.substring(end);
  }
}
