package dev.cairn.tools.mcp;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which HTTP requests the MCP server answers, as a protection against other web pages and
 * hosts.
 *
 * <p>A page in a browser can send requests to this machine, and with a name of its own that leads
 * here (DNS rebinding) read the answers. So a server on a loopback address serves only requests for
 * a loopback name. A request that comes from a page, which its {@code Origin} tells, must come from
 * one of this machine or of the server itself. A server that others can reach asks for a token.
 */
final class HttpGuard {
  private static final Set<String> LOOPBACK_NAMES =
      Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final String BEARER = "bearer ";

  private final boolean loopback;
  private final @Nullable String token;

  /**
   * Makes a guard.
   *
   * @param loopback whether the server is on a loopback address
   * @param token the secret that each request must have; none if it is null
   */
  HttpGuard(boolean loopback, @Nullable String token) {
    this.loopback = loopback;
    this.token = token;
  }

  /** A refusal, with the status and the sentence for the client. */
  record Refusal(int status, String sentence) {}

  /** Returns why a request is not served; empty if it is. */
  Optional<Refusal> refuse(Headers headers) {
    String host = hostName(headers.getFirst("Host"));
    if (loopback && !LOOPBACK_NAMES.contains(host)) {
      return Optional.of(
          new Refusal(421, "this server is localhost, and not '" + host + "'; ask for localhost"));
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !isTrusted(origin, host)) {
      return Optional.of(new Refusal(403, "no requests from pages of " + origin));
    }
    if (token != null && !hasToken(headers.getFirst("Authorization"), token)) {
      return Optional.of(
          new Refusal(401, "send the header Authorization: Bearer and the token of this server"));
    }
    return Optional.empty();
  }

  private static boolean isTrusted(String origin, String host) {
    try {
      String name = URI.create(origin).getHost();
      return name != null
          && (LOOPBACK_NAMES.contains(name.toLowerCase(Locale.ROOT))
              || name.equalsIgnoreCase(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String hostName(@Nullable String header) {
    String host = header == null ? "" : header.toLowerCase(Locale.ROOT);
    return host.replaceFirst(":[0-9]*$", "");
  }

  private static boolean hasToken(@Nullable String header, String token) {
    return header != null
        && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        // Takes as long for each wrong token, which so tells nothing about the right one.
        && MessageDigest.isEqual(
            header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }
}
