package dev.cairn.adk;

import com.google.adk.sessions.SessionKey;
import io.reactivex.rxjava3.core.Single;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Shares code between the ADK session and artifact services: the key of a session, and writes that
 * run at once.
 */
final class Calls {
  private Calls() {}

  /**
   * Returns the key of a session.
   *
   * @throws NullPointerException if a part of it is null
   */
  static SessionKey session(String appName, String userId, String sessionId) {
    return new SessionKey(
        Objects.requireNonNull(appName, "appName is null"),
        Objects.requireNonNull(userId, "userId is null"),
        Objects.requireNonNull(sessionId, "sessionId is null"));
  }

  /** Does a write at once, so that a caller who ignores the result has written nevertheless. */
  static <T> Single<T> write(Supplier<T> write) {
    try {
      return Single.just(write.get());
    } catch (RuntimeException e) {
      return Single.error(e);
    }
  }
}
