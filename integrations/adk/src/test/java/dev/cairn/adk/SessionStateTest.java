package dev.cairn.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.adk.sessions.Session;
import com.google.adk.sessions.State;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tests that a value of state is visible in exactly the scope that the prefix of its name says:
 * session, user or app.
 */
class SessionStateTest extends NewSessions {
  @Test
  void anEventChangesTheStateInMemoryAndInTheStore() {
    Session session = create("s");
    append(session, Map.of("own", "o", "app:a", "a", "user:u", "u", "temp:t", "t"));
    assertThat(session.state())
        .containsOnly(
            entry("own", "o"), entry("app:a", "a"), entry("user:u", "u"), entry("temp:t", "t"));
    assertThat(read("s").state())
        .as("temporary state is that of the invocation")
        .containsOnly(entry("own", "o"), entry("app:a", "a"), entry("user:u", "u"));
    assertThat(read("s").events().get(0).actions().stateDelta())
        .containsOnly(entry("own", "o"), entry("app:a", "a"), entry("user:u", "u"));

    append(
        session,
        Map.of(
            "own", State.REMOVED,
            "app:a", State.REMOVED,
            "user:u", State.REMOVED,
            "temp:t", State.REMOVED));
    assertThat(session.state()).isEmpty();
    assertThat(read("s").state()).isEmpty();
    assertThat(read("s").events().get(1).actions().stateDelta().values())
        .hasSize(3)
        .allMatch(value -> value == State.REMOVED);
  }

  @Test
  void agentsOfOneInvocationShareTemporaryState() {
    Session session = create("s");
    append(session, Map.of("temp:one", "data"));
    assertThat(session.state()).containsEntry("temp:one", "data");
    append(session, Map.of("temp:two", "processed", "temp:one", State.REMOVED));
    assertThat(session.state()).containsOnly(entry("temp:two", "processed"));
  }

  @Test
  void sharedStateReachesTheSessionsThatItIsFor() {
    Session session = create("s1");
    Session held = create("s2");
    append(session, Map.of("app:a", 1, "user:u", 2));
    assertThat(held.state()).isEmpty();
    append(held, Map.of("own", 3));
    assertThat(held.state()).containsOnly(entry("app:a", 1), entry("user:u", 2), entry("own", 3));
    assertThat(create("s3").state()).containsOnly(entry("app:a", 1), entry("user:u", 2));
    assertThat(service.createSession(APP, "other").blockingGet().state())
        .containsOnly(entry("app:a", 1));
    assertThat(service.createSession("other", USER).blockingGet().state()).isEmpty();
    assertThat(
            new CairnSessionService(cairn.memory("other"))
                .createSession(APP, USER)
                .blockingGet()
                .state())
        .isEmpty();
  }

  @Test
  void sharedStateThatOthersRemovedLeavesTheSessionsThatHadIt() {
    Session session = create("s1");
    Session held = create("s2");
    append(held, Map.of("own", 1, "app:a", 2, "user:u", 3, "user:v", 4, "temp:t", 5));
    append(session, Map.of("app:a", State.REMOVED, "user:u", State.REMOVED, "own", 6));
    append(held, Map.of("temp:t", 7));
    assertThat(held.state()).containsOnly(entry("own", 1), entry("user:v", 4), entry("temp:t", 7));
    assertThat(session.state()).containsOnly(entry("own", 6), entry("user:v", 4));
  }

  @Test
  void theValuesOfAnEventAreThoseOfTheSessionThatItWasAppendedTo() {
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    Session session = create("s");
    append(session, Map.of("own", time, "app:a", time));
    assertThat(session.state()).containsOnly(entry("own", time), entry("app:a", time));
  }

  @Test
  void theStateAtFirstIsThatOfAllWhomItsNamesSay() {
    Session session =
        service
            .createSession(APP, USER, Map.of("own", 1, "app:a", 2, "user:u", 3, "temp:t", 4), "s1")
            .blockingGet();
    assertThat(session.state()).hasSize(4).containsEntry("temp:t", 4);
    assertThat(read("s1").state())
        .containsOnly(entry("own", 1), entry("app:a", 2), entry("user:u", 3));
    assertThat(create("s2").state()).containsOnly(entry("app:a", 2), entry("user:u", 3));
  }
}
