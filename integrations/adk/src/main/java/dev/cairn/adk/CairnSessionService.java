package dev.cairn.adk;

import com.google.adk.events.Event;
import com.google.adk.events.EventActions;
import com.google.adk.sessions.BaseSessionService;
import com.google.adk.sessions.GetSessionConfig;
import com.google.adk.sessions.ListEventsResponse;
import com.google.adk.sessions.ListSessionsResponse;
import com.google.adk.sessions.Session;
import com.google.adk.sessions.SessionException;
import com.google.adk.sessions.SessionKey;
import com.google.adk.sessions.SessionNotFoundException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.cairn.Memory;
import dev.cairn.adk.SessionTables.EventRow;
import dev.cairn.adk.Sessions.Found;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores the sessions of ADK agents, with their events and state, in a Cairn store that any number
 * of threads and processes share.
 *
 * <p>An event is one row, which is stored with its changes of state in one transaction. Several
 * processes may append to one session at once: no event and no change of state is lost, and of two
 * changes of one value the later transaction wins. A {@link Session} that a program holds gets its
 * own events, and with each of them the shared state as it is then; read it again to see the events
 * of others.
 *
 * <p>State whose name begins with {@code app:} is that of all sessions of an app, {@code user:}
 * that of all sessions of a user of it, and {@code temp:} is not stored: only the object that an
 * event is appended to has it. Values of state come back as JSON has them, and events as the
 * framework reads them from JSON.
 *
 * <p>Thread-safe. Writes are done when a method returns, and durable; what it returns holds their
 * result, or their failure: an exception of the family {@code CairnException} if the store cannot
 * be written. Reads are done when what a method returns is subscribed to, on the thread that does.
 * The store is not closed by this; close the {@code Cairn} that it was opened with.
 */
public final class CairnSessionService implements BaseSessionService {
  private static final GetSessionConfig WHOLE = GetSessionConfig.builder().build();

  private final Sessions sessions;

  /**
   * Keeps sessions in {@code memory}, one namespace of a store.
   *
   * @throws NullPointerException if it is null
   */
  public CairnSessionService(Memory memory) {
    this.sessions = Objects.requireNonNull(memory, "memory is null").repository(Sessions::new);
  }

  /** Does what {@link #createSession(String, String, Map, String)} does. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the interface declares it
  public Single<Session> createSession(
      String appName,
      String userId,
      @Nullable ConcurrentMap<String, Object> state,
      @Nullable String sessionId) {
    return createSession(appName, userId, (Map<String, Object>) state, sessionId);
  }

  /**
   * Stores a new session. One that exists stays as it is: without state it is what is asked for, so
   * of several callers that create one session at once, each gets it.
   *
   * @param state its state at first, which may have that of its user and its app; null for none
   * @param sessionId its id, without white space around it; a new one if it is null or blank
   * @return the session, with its events if it existed; or a {@link SessionException} if there is
   *     one with this id and {@code state} is not empty
   * @throws NullPointerException if the app or the user is null
   */
  @Override
  public Single<Session> createSession(
      String appName,
      String userId,
      @Nullable Map<String, Object> state,
      @Nullable String sessionId) {
    String id = sessionId == null ? "" : sessionId.trim();
    SessionKey key =
        Calls.session(appName, userId, id.isEmpty() ? UUID.randomUUID().toString() : id);
    Map<String, Object> given = state == null ? Map.of() : state;
    return Calls.write(
        () -> {
          Found stored =
              given.isEmpty()
                  ? sessions.findOrCreate(key)
                  : sessions.create(key, StateChange.of(key, given)).orElseThrow(() -> exists(key));
          Session session = session(stored);
          change(session, given);
          return session;
        });
  }

  /**
   * Returns a session with its state and its events, or with the part of them that {@code config}
   * asks for: the last ones by number, and of these the ones not before a time.
   *
   * @return the session; empty if it does not exist
   * @throws NullPointerException if an argument is null
   */
  @Override
  public Maybe<Session> getSession(
      String appName, String userId, String sessionId, Optional<GetSessionConfig> config) {
    SessionKey key = Calls.session(appName, userId, sessionId);
    GetSessionConfig part = config.orElse(WHOLE);
    return Maybe.defer(
        () -> Maybe.fromOptional(sessions.find(key, part).map(CairnSessionService::session)));
  }

  /**
   * Returns the sessions of a user with their state and without events, in the order of their ids.
   *
   * @throws NullPointerException if an argument is null
   */
  @Override
  public Single<ListSessionsResponse> listSessions(String appName, String userId) {
    Objects.requireNonNull(appName, "appName is null");
    Objects.requireNonNull(userId, "userId is null");
    return Single.fromCallable(
        () ->
            ListSessionsResponse.builder()
                .sessions(
                    sessions.list(appName, userId).stream()
                        .map(CairnSessionService::session)
                        .toList())
                .build());
  }

  /**
   * Removes a session with its events and its own state, if it exists. The state of its user and
   * its app stays.
   *
   * @throws NullPointerException if an argument is null
   */
  @Override
  public Completable deleteSession(String appName, String userId, String sessionId) {
    SessionKey key = Calls.session(appName, userId, sessionId);
    return Calls.write(
            () -> {
              sessions.remove(key);
              return key;
            })
        .ignoreElement();
  }

  /**
   * Returns all events of a session; none if it does not exist.
   *
   * @throws NullPointerException if an argument is null
   */
  @Override
  public Single<ListEventsResponse> listEvents(String appName, String userId, String sessionId) {
    SessionKey key = Calls.session(appName, userId, sessionId);
    return Single.fromCallable(
        () -> ListEventsResponse.builder().events(events(sessions.events(key))).build());
  }

  /**
   * Stores an event at the end of the session, with its changes of state in the same transaction;
   * then adds it to {@code session}, with these changes, and makes its state of the user and the
   * app what is stored then. An event that is partial is returned and not stored.
   *
   * @return the event, or a failure: a {@link SessionNotFoundException} if the session is not
   *     stored, since it was never created or another has deleted it; {@code session} is unchanged
   *     after any failure of the store
   * @throws NullPointerException if an argument is null, or the session has no app or user
   */
  @CanIgnoreReturnValue
  @Override
  public Single<Event> appendEvent(Session session, Event event) {
    Objects.requireNonNull(session, "session is null");
    Objects.requireNonNull(event, "event is null");
    SessionKey key = Calls.session(session.appName(), session.userId(), session.id());
    if (event.partial().orElse(false)) {
      return Single.just(event);
    }
    return Calls.write(
        () -> {
          Instant at = Instant.ofEpochMilli(event.timestamp());
          Map<String, Object> delta = delta(event.actions());
          EventRow row = new EventRow(Scopes.session(key), at, Json.ofEvent(event));
          Map<String, Object> shared =
              sessions
                  .append(key, row, StateChange.of(key, delta))
                  .orElseThrow(() -> notFound(key));
          change(session, delta);
          session.events().add(event);
          session.lastUpdateTime(at);
          share(session, shared, delta.keySet());
          return event;
        });
  }

  private static Map<String, Object> delta(@Nullable EventActions actions) {
    return actions == null ? Map.of() : actions.stateDelta();
  }

  private static SessionException exists(SessionKey key) {
    return new SessionException(
        "session %s exists; read it with getSession, or delete it first".formatted(key));
  }

  private static SessionNotFoundException notFound(SessionKey key) {
    return new SessionNotFoundException(
        "session %s is not stored; create it with createSession".formatted(key));
  }

  private static void change(Session session, Map<String, Object> delta) {
    delta.forEach(
        (name, value) -> {
          if (StateChange.isRemoval(value)) {
            session.state().remove(name);
          } else {
            session.state().put(name, value);
          }
        });
  }

  /**
   * Gives a session the shared state that is stored, but for the names that it has just changed.
   */
  private static void share(Session session, Map<String, Object> shared, Set<String> changed) {
    List<String> removed =
        session.state().keySet().stream()
            .filter(StateChange::isShared)
            .filter(name -> !shared.containsKey(name) && !changed.contains(name))
            .toList();
    removed.forEach(session.state()::remove);
    shared.forEach(
        (name, value) -> {
          if (!changed.contains(name)) {
            session.state().put(name, value);
          }
        });
  }

  private static Session session(Found found) {
    return Session.builder(found.row().id())
        .appName(found.row().app())
        .userId(found.row().user())
        .state(found.state())
        .events(events(found.events()))
        .lastUpdateTime(found.row().updatedAt())
        .build();
  }

  private static List<Event> events(List<EventRow> rows) {
    return rows.stream().map(Json::event).toList();
  }
}
