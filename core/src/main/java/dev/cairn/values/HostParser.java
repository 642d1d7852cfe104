package dev.cairn.values;

import dev.cairn.internal.checks.Arguments;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the host and port of a URL that need not be valid, as people and language models write
 * them.
 *
 * <p>{@link java.net.URI} cannot do it: it finds no host if the name has an underscore or a letter
 * beyond ASCII, and refuses a URL that has a blank in its path.
 */
final class HostParser {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://");

  /** The ports that a name leaves out. */
  private static final Map<String, Integer> OWN_PORTS =
      Map.of("http", 80, "https", 443, "ws", 80, "wss", 443, "ftp", 21);

  private static final int MAX_PORT = 65_535;

  /** Messages show no more of a URL: it can hold a whole picture (data:image/png;base64,…). */
  private static final int SHOWN_IN_MESSAGE = 1_000;

  private final String url;
  private final UnaryOperator<String> toAscii;

  private HostParser(String url, UnaryOperator<String> toAscii) {
    this.url = url;
    this.toAscii = toAscii;
  }

  /** Returns the name of the site of {@code url}, or throws as {@link SiteName#of} does. */
  static String parse(String url) {
    return parse(url, InternationalName::toAscii);
  }

  /**
   * Returns the name of the site of {@code url} by other rules for international names.
   *
   * @param toAscii maps a host beyond ASCII; throws an {@link IllegalArgumentException} with the
   *     reason as its message if the host has no ASCII form
   */
  static String parse(String url, UnaryOperator<String> toAscii) {
    return new HostParser(url, toAscii).name(url.strip());
  }

  private String name(String text) {
    Matcher matcher = SCHEME.matcher(text);
    String scheme = matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    boolean bare = scheme.isEmpty();
    if (bare) {
      HostlessUrl.reason(text).ifPresent(this::refuse);
    }
    int start = bare ? (text.startsWith("//") ? 2 : 0) : matcher.end();
    String authority = text.substring(start, endOfAuthority(text, start));
    if (authority.indexOf('\\') >= 0) {
      // Browsers end the host here, the standard does not: two sites to choose from.
      throw none("it has a backslash before its path");
    }

    int user = authority.lastIndexOf('@');
    if (user >= 0 && bare) {
      throw none("it has an @ and no scheme, like a mail address");
    }
    String hostAndPort = authority.substring(user + 1);
    int endOfHost = endOfHost(hostAndPort);
    String host = host(hostAndPort.substring(0, endOfHost), scheme);
    int port = port(hostAndPort.substring(endOfHost));

    boolean own = port < 0 || Integer.valueOf(port).equals(OWN_PORTS.get(scheme));
    return own ? host : host + ':' + port;
  }

  private static int endOfAuthority(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return text.length();
  }

  private int endOfHost(String hostAndPort) {
    if (hostAndPort.startsWith("[")) {
      int bracket = hostAndPort.indexOf(']');
      if (bracket < 0) {
        throw none("the [ of its IP address is not closed");
      }
      return bracket + 1;
    }
    int colon = hostAndPort.indexOf(':');
    return colon < 0 ? hostAndPort.length() : colon;
  }

  /** Reads "" or ":8080"; -1 if there is none. */
  private int port(String text) {
    if (text.isEmpty() || text.equals(":")) {
      return -1;
    }
    int port = 0;
    for (int i = 1; i < text.length() && port <= MAX_PORT; i++) {
      char c = text.charAt(i);
      port = c >= '0' && c <= '9' ? 10 * port + (c - '0') : MAX_PORT + 1;
    }
    if (text.charAt(0) != ':' || port == 0 || port > MAX_PORT) {
      throw none("the text after its host is no port from 1 to " + MAX_PORT);
    }
    return port;
  }

  private String host(String text, String scheme) {
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    boolean bare = scheme.isEmpty();
    String ascii = ascii(text, bare);
    String host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    if (host.isEmpty()) {
      throw none(HostlessUrl.emptyHost(scheme));
    }
    if (host.length() > SiteName.MAX_HOST_CHARS) {
      throw none("its host has more than " + SiteName.MAX_HOST_CHARS + " characters");
    }
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      requireLabel(label);
    }
    if (isNumber(labels[labels.length - 1])) {
      requireIpv4(labels);
    } else if (bare && labels.length == 1 && !host.equals("localhost")) {
      throw none("a single word needs its scheme, as in http://" + host + "/");
    }
    return SiteName.withoutWww(host, 0, host.length());
  }

  /**
   * Decodes percent signs, lowers the case, and maps characters beyond ASCII.
   *
   * <p>An {@code xn--} label must encode a valid name, but for a host in ASCII that has no scheme:
   * that may be the name of a site which an earlier version stored by older rules, and under which
   * its rows must still be found.
   */
  private String ascii(String host, boolean bare) {
    String decoded;
    try {
      decoded = host.indexOf('%') < 0 ? host : URLDecoder.decode(host, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(message("its host has a % that encodes no character"), e);
    }
    String lower = decoded.toLowerCase(Locale.ROOT);
    boolean encoded = lower.startsWith("xn--") || lower.contains(".xn--");
    if (decoded.chars().allMatch(c -> c < 0x80) && (bare || !encoded)) {
      return lower;
    }
    try {
      return toAscii.apply(decoded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(message(String.valueOf(e.getMessage())), e);
    }
  }

  /** Underscores are allowed: host names must have none, but many sites' names do. */
  private void requireLabel(String label) {
    boolean named = false;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      if (!word && c != '-') {
        throw none("a host has no '" + c + "'");
      }
      named |= word;
    }
    if (!named || label.length() > SiteName.MAX_LABEL_CHARS) {
      throw none("between two dots of a host are 1 to " + SiteName.MAX_LABEL_CHARS + " characters");
    }
  }

  /** The URL standard's rule: a host that ends in a number is an IPv4 address or nothing. */
  private static boolean isNumber(String label) {
    return label.matches("[0-9]+|0x[0-9a-f]*");
  }

  private void requireIpv4(String[] parts) {
    boolean valid = parts.length == 4;
    for (String part : parts) {
      valid &= part.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(part) <= 255;
    }
    if (!valid) {
      throw none("a host that ends in a number is an IP address of four numbers up to 255");
    }
  }

  private String ipv6(String bracketed) {
    String literal = bracketed.substring(1, bracketed.length() - 1);
    // Checked here, so that InetAddress has nothing to look up, no name and no network interface.
    if (literal.indexOf(':') < 0 || !literal.matches("[0-9A-Fa-f:.]*")) {
      throw none("between [ and ] is no IP address");
    }
    try {
      InetAddress address = InetAddress.getByName(bracketed);
      return address instanceof Inet4Address
          ? address.getHostAddress()
          : '[' + shortest(address.getAddress()) + ']';
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(message("between [ and ] is no IP address"), e);
    }
  }

  /** The one text form of an IPv6 address (RFC 5952): the longest run of zeros becomes "::". */
  private static String shortest(byte[] address) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((address[2 * i] & 0xFF) << 8) | (address[2 * i + 1] & 0xFF);
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private void refuse(String why) {
    throw none(why);
  }

  private IllegalArgumentException none(String why) {
    return new IllegalArgumentException(message(why));
  }

  private String message(String why) {
    return "url names no site: " + Arguments.quoted(url, SHOWN_IN_MESSAGE) + ": " + why;
  }
}
