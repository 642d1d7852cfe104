package dev.cairn.adk;

import static dev.cairn.adk.SessionTables.BY_TIME;
import static dev.cairn.adk.SessionTables.BY_USER;
import static dev.cairn.adk.SessionTables.EVENTS;
import static dev.cairn.adk.SessionTables.SESSIONS;
import static dev.cairn.adk.SessionTables.STATE;

import com.google.adk.sessions.GetSessionConfig;
import com.google.adk.sessions.SessionKey;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.adk.SessionTables.EventKey;
import dev.cairn.adk.SessionTables.EventRow;
import dev.cairn.adk.SessionTables.SessionRow;
import dev.cairn.adk.SessionTables.StateRow;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores ADK sessions with their state, and their events in the order in which they were appended.
 *
 * <p>The position of an event is the time in microseconds, or one more than the last if that is
 * later. So the events of two stores that are merged come to stand in the order of time.
 */
final class Sessions {
  private final Transactor transactor;
  private final Clock clock;

  /** A session as a snapshot has it: its state with that of its user and its app, and events. */
  record Found(SessionRow row, Map<String, Object> state, List<EventRow> events) {}

  Sessions(Transactor transactor, Clock clock) {
    this.transactor = transactor;
    this.clock = clock;
  }

  /**
   * Stores a session without events, and returns it; empty if there is one with its key.
   *
   * @throws IncompatibleRecordException if shared state cannot be read; nothing is stored then
   */
  Optional<Found> create(SessionKey key, List<StateChange> state) {
    SessionRow row = new SessionRow(key.appName(), key.userId(), key.id(), clock.instant());
    String session = Scopes.session(key);
    return transactor.write(
        tx -> {
          if (tx.get(SESSIONS, session).isPresent()) {
            return Optional.empty();
          }
          tx.put(SESSIONS, session, row);
          state.forEach(change -> change.apply(tx));
          return Optional.of(new Found(row, Json.state(state(tx, key)), List.of()));
        });
  }

  /** Returns a session with all its events, which is stored without any if it does not exist. */
  Found findOrCreate(SessionKey key) {
    Optional<Found> found;
    do {
      found = create(key, List.of()).or(() -> find(key, GetSessionConfig.builder().build()));
    } while (found.isEmpty()); // another has removed it in between
    return found.get();
  }

  /**
   * Appends an event and changes state with it.
   *
   * @return the state that the sessions of the user share then; empty if there is no such session
   * @throws IncompatibleRecordException if shared state cannot be read; nothing is stored then
   */
  Optional<Map<String, Object>> append(SessionKey key, EventRow event, List<StateChange> state) {
    String session = Scopes.session(key);
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return transactor.write(
        tx -> {
          Optional<SessionRow> row = tx.get(SESSIONS, session);
          if (row.isEmpty()) {
            return Optional.empty();
          }
          long position =
              tx.scan(EVENTS, Scan.prefix(session).descending().limit(1))
                  .findFirst()
                  .map(last -> Math.max(now, last.key().position() + 1))
                  .orElse(now);
          tx.put(EVENTS, new EventKey(session, position), event);
          state.forEach(change -> change.apply(tx));
          tx.put(SESSIONS, session, row.get().withUpdatedAt(event.at()));
          return Optional.of(Json.state(sharedState(tx, key.appName(), key.userId())));
        });
  }

  /** Returns a session with those of its events that {@code config} asks for. */
  Optional<Found> find(SessionKey key, GetSessionConfig config) {
    String session = Scopes.session(key);
    return transactor.read(
        tx ->
            tx.get(SESSIONS, session)
                .map(
                    row ->
                        new Found(row, Json.state(state(tx, key)), events(tx, session, config))));
  }

  private static List<EventRow> events(Transaction tx, String session, GetSessionConfig config) {
    Scan all = Scan.prefix(session);
    Optional<Instant> from = config.afterTimestamp();
    if (config.numRecentEvents().isPresent()) {
      int limit = config.numRecentEvents().get();
      List<EventRow> last =
          limit == 0
              ? new ArrayList<>()
              : new ArrayList<>(
                  tx.scan(EVENTS, all.descending().limit(limit)).map(Row::value).toList());
      Collections.reverse(last);
      last.removeIf(event -> from.filter(event.at()::isBefore).isPresent());
      return last;
    }
    Stream<Row<EventKey, EventRow>> rows =
        from.isPresent()
            ? tx.scan(EVENTS, BY_TIME, all.from(from.get()))
                .sorted(Comparator.comparingLong(event -> event.key().position()))
            : tx.scan(EVENTS, all);
    return rows.map(Row::value).toList();
  }

  /** Returns all events of a session; none if there is no such session. */
  List<EventRow> events(SessionKey key) {
    String session = Scopes.session(key);
    return transactor.read(tx -> tx.scan(EVENTS, Scan.prefix(session)).map(Row::value).toList());
  }

  private static List<StateRow> sharedState(Transaction tx, String app, String user) {
    List<StateRow> state = new ArrayList<>(state(tx, Scopes.app(app)));
    state.addAll(state(tx, Scopes.user(app, user)));
    return state;
  }

  private static List<StateRow> state(Transaction tx, SessionKey key) {
    List<StateRow> state = sharedState(tx, key.appName(), key.userId());
    state.addAll(state(tx, Scopes.session(key)));
    return state;
  }

  private static List<StateRow> state(Transaction tx, String scope) {
    return tx.scan(STATE, Scan.prefix(scope)).map(Row::value).toList();
  }

  /** Returns the sessions of a user, without events. */
  List<Found> list(String app, String user) {
    return transactor.read(
        tx -> {
          List<StateRow> shared = sharedState(tx, app, user);
          return tx.scan(SESSIONS, BY_USER, Scan.prefix(Scopes.user(app, user)))
              .map(
                  row -> {
                    List<StateRow> state = new ArrayList<>(shared);
                    state.addAll(state(tx, row.key()));
                    return new Found(row.value(), Json.state(state), List.of());
                  })
              .toList();
        });
  }

  /** Removes a session with its events and its state, if it exists. */
  void remove(SessionKey key) {
    String session = Scopes.session(key);
    transactor.write(
        tx -> {
          Scan all = Scan.prefix(session);
          tx.scan(EVENTS, all).map(Row::key).toList().forEach(event -> tx.remove(EVENTS, event));
          tx.scan(STATE, all).map(Row::key).toList().forEach(state -> tx.remove(STATE, state));
          return tx.remove(SESSIONS, session);
        });
  }
}
