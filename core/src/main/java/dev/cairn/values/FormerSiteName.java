package dev.cairn.values;

import java.net.IDN;
import java.util.Locale;

/**
 * Converts site names that were stored under the old rules for international names (IDNA 2003) to
 * today's (UTS #46).
 *
 * <p>Names in ASCII, and nearly all others, are the same by both. The exceptions are of three
 * kinds:
 *
 * <ul>
 *   <li>IDNA 2003 wrote {@code ß} as {@code ss} and {@code ς} as {@code σ}, and left out zero-width
 *       joiners. The result is a valid name of another site, so a name alone does not tell which
 *       site it was stored for.
 *   <li>IDNA 2003 did not lower letters that Unicode 3.2 lacks, such as {@code Ⱥ}. Such a name
 *       belongs to one site, and {@link #today} finds its name.
 *   <li>A name may be valid by IDNA 2003 and invalid today. It stays as it is.
 * </ul>
 */
final class FormerSiteName {
  /**
   * Makes a URL of a name. It has a scheme, so that the host may be a single label, and one without
   * a port of its own, so that the port stays in the name.
   */
  private static final String SCHEME = "site://";

  private FormerSiteName() {}

  /**
   * Returns the name that a site has today.
   *
   * @param name the name by IDNA 2003
   * @return the name by UTS #46; {@code name} itself if it is the same, or if there is none
   */
  static String today(String name) {
    int colon = name.lastIndexOf(':');
    String host = colon < 0 ? name : name.substring(0, colon);
    if (!host.contains("xn--")) {
      return name;
    }
    String port = name.substring(host.length());
    try {
      String unicode = IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED);
      return SiteName.of(SCHEME + InternationalName.toAscii(unicode) + port);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** Returns whether {@code url} was a URL of the site {@code name} by IDNA 2003. */
  static boolean isOf(String url, String name) {
    try {
      return name.equals(HostParser.parse(url, FormerSiteName::toAscii));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String toAscii(String host) {
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IndexOutOfBoundsException e) {
      // IDN throws it for some texts that are no names, such as a lone ideographic full stop.
      throw new IllegalArgumentException("its host has no ASCII form", e);
    }
  }
}
