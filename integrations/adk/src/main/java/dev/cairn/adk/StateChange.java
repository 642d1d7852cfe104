package dev.cairn.adk;

import static dev.cairn.adk.SessionTables.STATE;

import com.google.adk.sessions.SessionKey;
import com.google.adk.sessions.State;
import dev.cairn.adk.SessionTables.StateKey;
import dev.cairn.adk.SessionTables.StateRow;
import dev.cairn.table.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change of one value of an ADK session's state. The prefix of the value's name tells its
 * scope: the session, the user or the app.
 *
 * @param json the new value; empty if the value is removed
 */
record StateChange(String scope, String name, Optional<String> json) {

  /**
   * Returns the changes that are stored of a delta: all but those of temporary state.
   *
   * @throws IllegalArgumentException if a value has no JSON form
   */
  static List<StateChange> of(SessionKey session, Map<String, Object> delta) {
    List<StateChange> changes = new ArrayList<>();
    delta.forEach(
        (name, value) -> {
          if (!name.startsWith(State.TEMP_PREFIX)) {
            Optional<String> json =
                Optional.ofNullable(value)
                    .filter(given -> !isRemoval(given))
                    .map(given -> Json.ofState(name, given))
                    .filter(text -> !text.equals("null")); // an empty Optional, for example
            changes.add(new StateChange(scope(session, name), name, json));
          }
        });
    return changes;
  }

  static boolean isRemoval(@Nullable Object value) {
    return value == null || value == State.REMOVED;
  }

  /** Tells whether the state of a name is that of more than one session. */
  static boolean isShared(String name) {
    return name.startsWith(State.APP_PREFIX) || name.startsWith(State.USER_PREFIX);
  }

  private static String scope(SessionKey session, String name) {
    if (name.startsWith(State.APP_PREFIX)) {
      return Scopes.app(session.appName());
    }
    return name.startsWith(State.USER_PREFIX)
        ? Scopes.user(session.appName(), session.userId())
        : Scopes.session(session);
  }

  void apply(WriteTransaction tx) {
    StateKey key = StateKey.of(scope, name);
    if (json.isPresent()) {
      tx.put(STATE, key, new StateRow(name, json.get()));
    } else {
      tx.remove(STATE, key);
    }
  }
}
