package dev.cairn.adk;

import com.google.adk.sessions.SessionKey;
import dev.cairn.values.KeyPart;

/**
 * Names the owner of a state value, an event or an artifact as part of a key: an app, a user or a
 * session.
 *
 * <p>A name is a path, such as {@code shop/ann/s1}, in its short form if it is long. No two owners
 * have one name: what would be taken for a separator is escaped.
 */
final class Scopes {
  private Scopes() {}

  static String app(String app) {
    return KeyPart.shortForm(escaped(app));
  }

  static String user(String app, String user) {
    return KeyPart.shortForm(escaped(app) + '/' + escaped(user));
  }

  static String session(SessionKey session) {
    return KeyPart.shortForm(
        escaped(session.appName()) + '/' + escaped(session.userId()) + '/' + escaped(session.id()));
  }

  private static String escaped(String name) {
    return name.replace("%", "%25").replace("/", "%2F");
  }
}
