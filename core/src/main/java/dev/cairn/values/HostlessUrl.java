package dev.cairn.values;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why a URL without a host does not identify a site. */
final class HostlessUrl {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");

  /** A port, the end of the host, and anything after that. */
  private static final Pattern PORT = Pattern.compile("|[0-9]{1,5}([/?#].*)?", Pattern.DOTALL);

  private static final String TWO_SLASHES = "its scheme is not followed by // and a host";
  private static final String SCRIPT = "it is a script, and not the address of a page";
  private static final String NUMBER = "it is a telephone number, and not the address of a page";
  private static final String FILE = "it is a file of this machine, which belongs to no site";
  private static final String MAIL = "it is a mail address, and not the address of a page";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("about", "it is a page of the browser itself, which belongs to no site"),
          Map.entry("data", "it carries its content in itself and comes from no host"),
          Map.entry("blob", "it is an object in a browser's memory; pass the URL of its page"),
          Map.entry("filesystem", "it is a file that a browser keeps; pass the URL of its page"),
          Map.entry("view-source", "it shows the source of a page; pass the URL of that page"),
          Map.entry("javascript", SCRIPT),
          Map.entry("vbscript", SCRIPT),
          Map.entry("mailto", MAIL),
          Map.entry("tel", NUMBER),
          Map.entry("sms", NUMBER),
          Map.entry("file", FILE),
          Map.entry("urn", "it is a name, and not the address of a page"));

  private HostlessUrl() {}

  /**
   * Returns why {@code url} can have no host; empty if it may begin with a host.
   *
   * @param url a URL in which no {@code ://} follows a scheme
   */
  static Optional<String> reason(String url) {
    if (url.startsWith("?") || url.startsWith("#") || isPath(url)) {
      return Optional.of("it is relative; resolve it against the URL of its page first");
    }
    Matcher matcher = SCHEME.matcher(url);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean hostAndPort =
        PORT.matcher(url).region(matcher.end(), url.length()).matches()
            || scheme.indexOf('.') >= 0
            || scheme.equals("localhost");
    if (hostAndPort && !NUMBER.equals(REASONS.get(scheme))) {
      return Optional.empty();
    }
    return Optional.of(
        scheme.length() == 1
            ? "it is the path of a file, and not the address of a page"
            : REASONS.getOrDefault(scheme, TWO_SLASHES));
  }

  /** Returns why a URL with that scheme and an empty host names no site. */
  static String emptyHost(String scheme) {
    return scheme.equals("file") ? FILE : "it has no host";
  }

  private static boolean isPath(String url) {
    return url.startsWith("/") && !url.startsWith("//");
  }
}
