package dev.cairn.values;

import dev.cairn.internal.checks.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Derives the name of a web site from a URL, so that all agents use the same name for the same
 * site.
 *
 * <p>A site is its host: in lower case, in ASCII (an international name in its {@code xn--} form,
 * which is found as browsers find it, by UTS #46), without user and password, without a trailing
 * dot and without leading {@code www.}, followed by the port if that is not the scheme's own. So
 * these are one site, {@code example.com}:
 *
 * <pre>{@code
 * https://www.example.com/page1   HTTP://Example.COM:80   //example.com?q=1   example.com
 * }</pre>
 *
 * <p>and {@code https://example.com:8443/} is another, {@code example.com:8443}. The text behind
 * host and port does not matter.
 *
 * <p>The scheme may be missing ({@code example.com/path}). Then the host must have a dot or be
 * {@code localhost} or an IP address, since a bare word is more often a mistake, and a port is
 * always part of the name. A name that was given with a dot is therefore its own name: {@code
 * of(of(url))} is {@code of(url)}.
 */
public final class SiteName {
  /** The longest name of a site, in characters: a host, a colon and a port. */
  public static final int MAX_CHARS = 259;

  /** The longest name that a host may have (RFC 1035, without the root's dot). */
  static final int MAX_HOST_CHARS = 253;

  /** The longest part between two dots (RFC 1035). */
  static final int MAX_LABEL_CHARS = 63;

  private SiteName() {}

  /**
   * Returns the name of the site of {@code url}; it has at most {@value #MAX_CHARS} characters, all
   * ASCII.
   *
   * @throws IllegalArgumentException if {@code url} is null or has no host; it shows the value
   */
  public static String of(@Nullable String url) {
    String text = Arguments.notNull("url", url);
    int start = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : 0;
    int end = endOfPlainHost(text, start);
    return end < 0 ? HostParser.parse(text) : withoutWww(text, start, end);
  }

  /**
   * Returns the name that a site has today.
   *
   * @param former the name by IDNA 2003, which Cairn followed before UTS #46
   * @return the name by UTS #46; {@code former} itself if it is the same, or if there is none
   * @hidden
   */
  public static String today(String former) {
    return FormerSiteName.today(former);
  }

  /**
   * Returns whether {@code url} was a URL of the site {@code former} by IDNA 2003.
   *
   * @hidden
   */
  public static boolean wasOf(String url, String former) {
    return FormerSiteName.isOf(url, former);
  }

  /**
   * Returns the end of a host that needs no change but the removal of {@code www.}; -1 if only
   * {@link HostParser} can tell.
   *
   * <p>Every cached read of a selector calls this and costs little more. Hence it makes no objects
   * and passes once over the characters, of the kinds that nearly all hosts consist of.
   */
  private static int endOfPlainHost(String url, int start) {
    int label = start;
    for (int i = start; ; i++) {
      char c = i < url.length() ? url.charAt(i) : '/';
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        continue;
      }
      if (c == '-' && i > label) {
        if (i == label + 3 && start > 0 && url.startsWith("xn-", label)) {
          return -1;
        }
        continue;
      }
      if (i == label || i - label > MAX_LABEL_CHARS) {
        return -1;
      }
      if (c == '.') {
        label = i + 1;
      } else if (c == '/' || c == '?' || c == '#') {
        boolean complete = start > 0 || label > start;
        // A last label that begins with a digit may end an IP address, which has rules of its own.
        boolean named = url.charAt(label) > '9';
        return complete && named && i - start <= MAX_HOST_CHARS ? i : -1;
      } else {
        return -1;
      }
    }
  }

  /** Returns the host between the indexes without {@code www.}, unless that is half its name. */
  static String withoutWww(String text, int start, int end) {
    int from = start;
    while (text.startsWith("www.", from)) {
      int dot = text.indexOf('.', from + 4);
      // "www.com" is a site of that name.
      if (dot < 0 || dot >= end) {
        break;
      }
      from += 4;
    }
    return text.substring(from, end);
  }
}
