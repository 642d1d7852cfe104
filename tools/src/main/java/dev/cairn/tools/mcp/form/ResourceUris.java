package dev.cairn.tools.mcp.form;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Fills in and parses the URIs of MCP resources, by templates such as {@code
 * cairn://skills/{id}/code}.
 */
public final class ResourceUris {
  private ResourceUris() {}

  /** Returns {@code template} with {@code part}, percent-encoded, in place of the braces. */
  public static String of(String template, String part) {
    String encoded = URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    return template.substring(0, template.indexOf('{'))
        + encoded
        + template.substring(template.indexOf('}') + 1);
  }

  /**
   * Returns the text that stands in {@code address} in place of the braces of {@code template}.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two digits
   */
  public static String part(String template, String address) {
    int rest = template.length() - template.indexOf('}') - 1;
    return decoded(address.substring(template.indexOf('{'), address.length() - rest));
  }

  /** Returns whether two addresses differ at most in the characters that are percent-encoded. */
  public static boolean areSame(String first, String second) {
    return first.equals(second) || comparable(first).equals(comparable(second));
  }

  private static String comparable(String address) {
    try {
      return decoded(address);
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a percent sign without two hexadecimal digits in " + text + "; write it as %25", e);
    }
  }
}
