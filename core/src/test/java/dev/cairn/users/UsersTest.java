package dev.cairn.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.testing.NewStore;
import dev.cairn.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that users are created, updated without lost updates, listed and removed. */
class UsersTest extends NewStore {
  private Users users;

  @BeforeEach
  void open() {
    users = cairn.memory().users();
  }

  @Test
  void aUserWhoWasNeverSeenIsNotThere() {
    assertThat(users.get("alice")).isEmpty();
    assertThat(users.list()).isEmpty();
    assertThat(users.remove("alice")).isFalse();
  }

  @Test
  void getOrCreateStoresAnEmptyContextOnce() {
    UserContext created = users.getOrCreate("alice");
    clock.advance(Duration.ofHours(1));

    assertThat(created).isEqualTo(UserContext.unknown("alice", SettableClock.START));
    assertThat(users.getOrCreate("alice")).isEqualTo(created);
    assertThat(users.get("alice")).contains(created);
  }

  @Test
  void anUpdateIsStoredAndTimed() {
    users.getOrCreate("alice");
    clock.advance(Duration.ofHours(1));

    UserContext updated =
        users.update("alice", user -> user.withFriendshipLevel(3).withPreference("food", "pizza"));

    assertThat(updated.friendshipLevel()).isEqualTo(3);
    assertThat(updated.preferences()).containsEntry("food", "pizza");
    assertThat(updated.createdAt()).isEqualTo(SettableClock.START);
    assertThat(updated.updatedAt()).isEqualTo(clock.instant());
    assertThat(users.get("alice")).contains(updated);
  }

  @Test
  void anUpdateThatChangesNothingLeavesTheTime() {
    UserContext before = users.recordConversation("alice");
    clock.advance(Duration.ofHours(1));

    assertThat(users.update("alice", user -> user.withConversations(1))).isEqualTo(before);
  }

  @Test
  void anUpdateOfAnUnknownUserBeginsWithAnEmptyContext() {
    assertThat(users.update("alice", user -> user.withAttribute("role", "admin")).attributes())
        .containsEntry("role", "admin");
  }

  @Test
  void aHundredUpdatesAtTheSameTimeCountAHundred() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      List<Future<?>> updates = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        updates.add(threads.submit(() -> users.recordConversation("user1")));
      }
      for (Future<?> update : updates) {
        update.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(users.get("user1").orElseThrow().conversations()).isEqualTo(100);
  }

  @Test
  void aChangeMayNotReturnAnotherUserOrNull() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> users.update("alice", user -> UserContext.unknown("bob", clock.instant())))
        .withMessage("a change of user 'alice' returned the context of 'bob'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> users.update("alice", UsersTest::nothing))
        .withMessageContaining("is null");

    assertThat(users.count()).isZero();
  }

  @SuppressWarnings("NullAway")
  private static UserContext nothing(UserContext user) {
    return null;
  }

  @Test
  void usersAreListedById() {
    List.of("carol", "alice", "bob").forEach(users::getOrCreate);

    assertThat(users.list())
        .extracting(UserContext::userId)
        .containsExactly("alice", "bob", "carol");
    assertThat(users.list(2)).extracting(UserContext::userId).containsExactly("alice", "bob");
    assertThat(users.count()).isEqualTo(3);
  }

  @Test
  void aRemovedUserIsForgotten() {
    users.recordConversation("alice");

    assertThat(users.remove("alice")).isTrue();

    assertThat(users.get("alice")).isEmpty();
    assertThat(users.recordConversation("alice").conversations()).isEqualTo(1);
  }

  @Test
  void namespacesDoNotShareUsers() {
    users.getOrCreate("alice");

    assertThat(cairn.memory("elsewhere").users().get("alice")).isEmpty();
  }

  @SuppressWarnings("NullAway")
  static List<Consumer<Users>> badCalls() {
    return List.of(
        users -> users.get(null),
        users -> users.get(" "),
        users -> users.get("x".repeat(201)),
        users -> users.getOrCreate(""),
        users -> users.update("alice", null),
        users -> users.update("a\uD83D", user -> user),
        users -> users.recordConversation(null),
        users -> users.list(-1),
        users -> users.remove("\t"));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentsReachNoStore(Consumer<Users> call) {
    Users untouchable = new Users(new UntouchableTransactor(), clock);

    assertThatIllegalArgumentException().isThrownBy(() -> call.accept(untouchable));
  }
}
