package dev.cairn.users;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored knowledge about one user, such as preferences and the number of conversations;
 * immutable. Its maps are in the order of their keys.
 *
 * @param userId the id, at most {@value #MAX_ID_BYTES} bytes
 * @param conversations the number of recorded conversations
 * @param friendshipLevel a level of familiarity; the caller defines the meaning of its values
 * @param preferences the likings of the user, such as {@code food} to {@code pizza}
 * @param attributes anything else that is known, such as {@code timezone} to {@code Europe/Berlin}
 * @param createdAt the time at which this was created
 * @param updatedAt the time of the last change
 */
public record UserContext(
    String userId,
    long conversations,
    int friendshipLevel,
    Map<String, String> preferences,
    Map<String, String> attributes,
    Instant createdAt,
    Instant updatedAt) {

  /** The longest user id, in bytes as UTF-8. */
  public static final int MAX_ID_BYTES = 200;

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException if anything is null, the id blank or too long, or {@code
   *     conversations} negative
   */
  public UserContext {
    requireId(userId);
    if (conversations < 0) {
      throw new IllegalArgumentException("conversations is negative: " + conversations);
    }
    preferences = Arguments.sortedCopyOf("preferences", preferences);
    attributes = Arguments.sortedCopyOf("attributes", attributes);
    Arguments.notNull("createdAt", createdAt);
    Arguments.notNull("updatedAt", updatedAt);
  }

  /** Returns the empty context of a user who is not known yet. */
  public static UserContext unknown(String userId, Instant now) {
    return new UserContext(userId, 0, 0, Map.of(), Map.of(), now, now);
  }

  static String requireId(@Nullable String userId) {
    return KeyPart.name("userId", userId, MAX_ID_BYTES);
  }

  /** Returns this with {@code count} conversations. */
  public UserContext withConversations(long count) {
    return new UserContext(
        userId, count, friendshipLevel, preferences, attributes, createdAt, updatedAt);
  }

  /** Returns this with one more conversation. */
  public UserContext withOneMoreConversation() {
    return withConversations(conversations + 1);
  }

  /** Returns this at friendship level {@code level}. */
  public UserContext withFriendshipLevel(int level) {
    return new UserContext(
        userId, conversations, level, preferences, attributes, createdAt, updatedAt);
  }

  /** Returns this with {@code preferences} in place of all others. */
  public UserContext withPreferences(Map<String, String> preferences) {
    return new UserContext(
        userId, conversations, friendshipLevel, preferences, attributes, createdAt, updatedAt);
  }

  /** Returns this with the preference {@code name}, new or changed. */
  public UserContext withPreference(String name, String value) {
    return withPreferences(put(preferences, name, value));
  }

  /** Returns this without the preference {@code name}. */
  public UserContext withoutPreference(String name) {
    return withPreferences(remove(preferences, name));
  }

  /** Returns this with {@code attributes} in place of all others. */
  public UserContext withAttributes(Map<String, String> attributes) {
    return new UserContext(
        userId, conversations, friendshipLevel, preferences, attributes, createdAt, updatedAt);
  }

  /** Returns this with the attribute {@code name}, new or changed. */
  public UserContext withAttribute(String name, String value) {
    return withAttributes(put(attributes, name, value));
  }

  /** Returns this without the attribute {@code name}. */
  public UserContext withoutAttribute(String name) {
    return withAttributes(remove(attributes, name));
  }

  UserContext withUpdatedAt(Instant time) {
    return new UserContext(
        userId, conversations, friendshipLevel, preferences, attributes, createdAt, time);
  }

  private static Map<String, String> put(Map<String, String> map, String name, String value) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.put(Arguments.notBlank("name", name), Arguments.notNull("value", value));
    return changed;
  }

  private static Map<String, String> remove(Map<String, String> map, String name) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.remove(Arguments.notBlank("name", name));
    return changed;
  }
}
