package dev.cairn.adk;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import java.time.Instant;

/**
 * Defines the tables of ADK sessions: one row for each session, each event, and each value of
 * state.
 *
 * <p>Events and state are found by the {@linkplain Scopes scope} of their session, user or app. The
 * indexes are final: a program that does not know an index of a table must not write to it.
 */
final class SessionTables {
  /** The sessions of a user, in the order of their ids. */
  static final Index<SessionRow, String> BY_USER =
      Index.one("user", Keys.string(), row -> Scopes.user(row.app(), row.user()));

  static final Table<String, SessionRow> SESSIONS =
      Table.named("adk-sessions")
          .keyedBy(Keys.string())
          .holding(SessionRow.class)
          .indexedBy(BY_USER);

  static final Index<EventRow, EventTime> BY_TIME =
      Index.one(
          "time", Keys.record(EventTime.class), row -> new EventTime(row.session(), row.at()));

  static final Table<EventKey, EventRow> EVENTS =
      Table.named("adk-events")
          .keyedBy(Keys.record(EventKey.class))
          .holding(EventRow.class)
          .indexedBy(BY_TIME);

  static final Table<StateKey, StateRow> STATE =
      Table.named("adk-state").keyedBy(Keys.record(StateKey.class)).holding(StateRow.class);

  private SessionTables() {}

  /**
   * A session as it is stored, under its scope.
   *
   * @param updatedAt the time of the last event, or of the creation if there is none
   */
  record SessionRow(String app, String user, String id, Instant updatedAt) {
    SessionRow withUpdatedAt(Instant time) {
      return new SessionRow(app, user, id, time);
    }
  }

  /**
   * The key of an event.
   *
   * @param session the scope of the session
   * @param position orders the events of the session
   */
  record EventKey(String session, long position) {}

  record EventTime(String session, Instant at) {}

  /**
   * An event as it is stored.
   *
   * @param session the scope of the session
   * @param at the time that the event has, which need not be in the order of the events
   * @param json the event as the framework writes it
   */
  record EventRow(String session, Instant at, String json) {}

  /** The key of a value of state: the scope that it belongs to, and the short form of its name. */
  record StateKey(String scope, String name) {
    static StateKey of(String scope, String name) {
      return new StateKey(scope, KeyPart.shortForm(name));
    }
  }

  /**
   * A value of state.
   *
   * @param name the name with its prefix, as the session has it
   */
  record StateRow(String name, String json) {}
}
