package dev.cairn.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.adk.events.Event;
import com.google.adk.events.EventActions;
import com.google.adk.sessions.GetSessionConfig;
import com.google.adk.sessions.Session;
import com.google.adk.sessions.SessionException;
import com.google.adk.sessions.SessionKey;
import com.google.adk.sessions.SessionNotFoundException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.adk.SessionTables.StateKey;
import dev.cairn.adk.SessionTables.StateRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests that the session service behaves as the Agent Development Kit's own tests expect of its
 * in-memory service.
 */
class CairnSessionServiceTest extends NewSessions {
  private static final SessionKey KEY = new SessionKey(APP, USER, "s");

  private List<Long> times(Session session, GetSessionConfig.Builder config) {
    return service
        .getSession(APP, USER, session.id(), Optional.of(config.build()))
        .blockingGet()
        .events()
        .stream()
        .map(Event::timestamp)
        .toList();
  }

  @Test
  void withoutASessionNothingIsFound() {
    assertThat(read("s")).isNull();
    assertThat(service.listSessions(APP, USER).blockingGet().sessions()).isEmpty();
    assertThat(service.listEvents(APP, USER, "s").blockingGet().events()).isEmpty();
    service.deleteSession(APP, USER, "s").blockingAwait();
  }

  @Test
  void aSessionIsCreatedAndRead() {
    Session session = service.createSession(APP, USER).blockingGet();
    assertThat(session.id()).isNotBlank();
    assertThat(session.appName()).isEqualTo(APP);
    assertThat(session.userId()).isEqualTo(USER);
    assertThat(session.state()).isEmpty();
    assertThat(session.lastUpdateTime()).isEqualTo(clock.instant());
    Session read = read(session.id());
    assertThat(read.sessionKey()).isEqualTo(session.sessionKey());
    assertThat(read.lastUpdateTime()).isEqualTo(clock.instant());
    assertThat(create(" ").id()).isNotBlank();
    assertThat(create(" s ").id()).isEqualTo("s");
  }

  @Test
  void aSessionThatExistsIsReturnedToOneWhoAsksForItWithoutState() {
    append(create("s"), Map.of("own", 1, "app:a", 2));
    Session again = create(" s ");
    assertThat(again.events()).hasSize(1);
    assertThat(again.state()).containsOnly(entry("own", 1), entry("app:a", 2));
    append(service.createSession(APP, USER, (Map<String, Object>) null, "s").blockingGet(), 1);
    assertThat(read("s").events()).hasSize(2);
  }

  @Test
  void aSessionThatExistsIsNotCreatedAnewWithOtherState() {
    append(create("s"), 1);
    assertThatExceptionOfType(SessionException.class)
        .isThrownBy(() -> service.createSession(APP, USER, Map.of("app:a", 1), "s").blockingGet())
        .withMessageContaining("\"id\":\"s\"")
        .withMessageContaining("exists; read it with getSession, or delete it first");
    assertThat(read("s").events()).hasSize(1);
    assertThat(read("s").state()).isEmpty();
  }

  @Test
  void sessionsAreListedWithTheirStateAndWithoutEvents() {
    Session session = create("s1");
    create("s2");
    service.createSession(APP, "other", Map.of(), "s3").ignoreElement().blockingAwait();
    service.createSession("other", USER, Map.of(), "s4").ignoreElement().blockingAwait();
    append(session, Map.of("own", 1, "app:a", 2, "user:u", 3));
    List<Session> listed = service.listSessions(APP, USER).blockingGet().sessions();
    assertThat(listed).extracting(Session::id).containsExactly("s1", "s2");
    assertThat(listed).allMatch(each -> each.events().isEmpty());
    assertThat(listed.get(0).state())
        .containsOnly(entry("own", 1), entry("app:a", 2), entry("user:u", 3));
    assertThat(listed.get(1).state()).containsOnly(entry("app:a", 2), entry("user:u", 3));
  }

  @Test
  void aDeletedSessionIsGoneWithItsEventsAndItsOwnState() {
    Session session = create("s1");
    Session other = create("s2");
    append(session, Map.of("own", 1, "user:u", 2));
    append(other, Map.of("own", 3));
    service.deleteSession(APP, USER, "s1").blockingAwait();
    assertThat(read("s1")).isNull();
    assertThat(read("s2").events()).hasSize(1);
    assertThatExceptionOfType(SessionNotFoundException.class)
        .isThrownBy(() -> append(session, 1))
        .withMessageContaining("is not stored; create it with createSession");
    assertThat(session.events()).hasSize(1);
    Session again = create("s1");
    assertThat(again.events()).isEmpty();
    assertThat(again.state()).containsOnly(entry("user:u", 2));
  }

  @Test
  void theTimeOfASessionIsThatOfItsLastEvent() {
    Session session = create("s");
    append(session, 5500);
    assertThat(session.lastUpdateTime()).isEqualTo(Instant.ofEpochSecond(5, 500_000_000));
    assertThat(read("s").lastUpdateTime()).isEqualTo(Instant.ofEpochSecond(5, 500_000_000));
  }

  @Test
  void onlyTheEventsThatAreAskedForAreRead() {
    Session session = create("s");
    append(session, 100, 200, 300, 400, 500);
    append(create("t"), 250, 350);
    assertThat(times(session, GetSessionConfig.builder().numRecentEvents(2)))
        .containsExactly(400L, 500L);
    assertThat(times(session, GetSessionConfig.builder().numRecentEvents(9))).hasSize(5);
    assertThat(times(session, GetSessionConfig.builder().numRecentEvents(0))).isEmpty();
    assertThat(times(session, GetSessionConfig.builder().afterTimestamp(Instant.ofEpochMilli(300))))
        .containsExactly(300L, 400L, 500L);
    assertThat(
            times(
                session,
                GetSessionConfig.builder().afterTimestamp(Instant.ofEpochMilli(300).plusNanos(1))))
        .containsExactly(400L, 500L);
    assertThat(
            times(
                session,
                GetSessionConfig.builder()
                    .numRecentEvents(4)
                    .afterTimestamp(Instant.ofEpochMilli(300))))
        .containsExactly(300L, 400L, 500L);
    assertThat(
            times(
                session,
                GetSessionConfig.builder()
                    .numRecentEvents(2)
                    .afterTimestamp(Instant.ofEpochMilli(300))))
        .containsExactly(400L, 500L);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> times(session, GetSessionConfig.builder().numRecentEvents(-1)))
        .withMessageContaining("-1");
  }

  @Test
  void eventsStayInTheOrderOfTheAppendsWhateverClocksSay() {
    Session session = create("s");
    append(session, 300, 100);
    clock.advance(Duration.ofDays(-1));
    append(session, 200, 400);
    assertThat(read("s").events())
        .extracting(Event::timestamp)
        .containsExactly(300L, 100L, 200L, 400L);
    assertThat(service.listEvents(APP, USER, "s").blockingGet().events())
        .extracting(Event::timestamp)
        .containsExactly(300L, 100L, 200L, 400L);
    assertThat(times(session, GetSessionConfig.builder().afterTimestamp(Instant.ofEpochMilli(200))))
        .containsExactly(300L, 200L, 400L);
  }

  @Test
  void aPartialEventIsNotStored() {
    Session session = create("s");
    Event partial =
        Event.builder()
            .partial(true)
            .actions(EventActions.builder().stateDelta(Map.of("own", 1)).build())
            .build();
    assertThat(service.appendEvent(session, partial).blockingGet()).isSameAs(partial);
    assertThat(session.events()).isEmpty();
    assertThat(session.state()).isEmpty();
    assertThat(read("s").events()).isEmpty();
  }

  @Test
  void anEventIsStoredBeforeItsResultIsAskedFor() {
    Session session = create("s");
    service.appendEvent(session, Event.builder().timestamp(1).build());
    assertThat(read("s").events()).hasSize(1);
  }

  @Test
  void anEventThatCannotBeStoredChangesNothing() {
    Session session = create("s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> append(session, Map.of("own", new Object(), "user:u", 1)))
        .withMessageContaining("has no form in JSON")
        .withMessageContaining("give texts, numbers, lists, maps");
    assertThat(session.events()).isEmpty();
    assertThat(session.state()).isEmpty();
    assertThat(read("s").state()).isEmpty();
    assertThat(read("s").events()).isEmpty();
  }

  /** Stores a value of the user's state that is no JSON, as no version of the framework does. */
  private void damageStateOfTheUser() {
    String scope = Scopes.user(APP, USER);
    cairn
        .memory()
        .write(
            memory ->
                memory.put(
                    SessionTables.STATE,
                    StateKey.of(scope, "user:damaged"),
                    new StateRow("user:damaged", "{")));
  }

  @Test
  void anAppendThatFailsHasStoredNothing() {
    Session session = create("s");
    damageStateOfTheUser();
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> append(session, Map.of("own", 1, "app:a", 2)))
        .withMessageContaining("user:damaged");
    assertThat(service.listEvents(APP, USER, "s").blockingGet().events()).isEmpty();
    assertThat(service.createSession(APP, "other").blockingGet().state()).isEmpty();
    assertThat(session.events()).isEmpty();
    assertThat(session.state()).isEmpty();
  }

  @Test
  void aCreationThatFailsHasStoredNothing() {
    damageStateOfTheUser();
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> service.createSession(APP, USER, Map.of("app:a", 1), "s").blockingGet())
        .withMessageContaining("user:damaged");
    assertThat(cairn.memory().get(SessionTables.SESSIONS, Scopes.session(KEY))).isEmpty();
    assertThat(service.createSession(APP, "other").blockingGet().state()).isEmpty();
  }

  @Test
  void anEventMayBeLargeAndNotLargerThanCanBeRead() {
    Session session = create("s");
    append(session, Map.of("own", "x".repeat(1024 * 1024)));
    String tooLong = "x".repeat(StreamReadConstraints.defaults().getMaxStringLength() + 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> append(session, Map.of("own", tooLong)))
        .withMessageContaining("could not be read again")
        .withMessageContaining("save large contents as bytes of artifacts");
    String longName = "x".repeat(StreamReadConstraints.defaults().getMaxNameLength() + 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> append(session, Map.of(longName, 1)))
        .withMessageContaining("could not be read again");
    assertThat(read("s").events()).hasSize(1);
    assertThat(read("s").state()).isEqualTo(session.state());
  }

  @Test
  void aSessionThatWasReadIsTheCallersOwn() {
    append(create("s"), Map.of("list", List.of(1, 2)));
    Session read = read("s");
    read.state().put("own", 1);
    read.events().clear();
    assertThat(read("s").state()).containsOnly(entry("list", List.of(1, 2)));
    assertThat(read("s").events()).hasSize(1);
  }

  @Test
  void namesMayBeAnyTexts() {
    String name = "x".repeat(100_000);
    List<String> names =
        List.of("a/b", "a", "b/a", "a%2Fb", "\u0000", "日本", "half \ud800", name, name + "y");
    for (String app : names) {
      for (String user : names) {
        Session session =
            service.createSession(app, user, Map.of(), "b/" + app + "/").blockingGet();
        append(session, Map.of("own", user, "user:u", user, "app:a", app));
      }
    }
    for (String app : names) {
      for (String user : names) {
        List<Session> sessions = service.listSessions(app, user).blockingGet().sessions();
        assertThat(sessions).extracting(Session::id).containsExactly("b/" + app + "/");
        assertThat(sessions.get(0).appName()).isEqualTo(app);
        assertThat(sessions.get(0).userId()).isEqualTo(user);
        assertThat(sessions.get(0).state())
            .containsOnly(entry("own", user), entry("user:u", user), entry("app:a", app));
      }
    }
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> service.createSession(null, USER));
    assertThatNullPointerException().isThrownBy(() -> service.createSession(APP, null));
    assertThatNullPointerException().isThrownBy(() -> service.listSessions(APP, null));
    assertThatNullPointerException()
        .isThrownBy(() -> service.getSession(APP, USER, null, Optional.empty()));
    assertThatNullPointerException().isThrownBy(() -> service.appendEvent(create("s"), null));
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                service.appendEvent(
                    Session.builder("s").build(), Event.builder().timestamp(1).build()))
        .withMessage("appName is null");
  }
}
