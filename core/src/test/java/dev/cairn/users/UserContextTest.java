package dev.cairn.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.testing.SettableClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tests that a user's context is immutable, keeps its maps in key order, and refuses invalid
 * values.
 */
class UserContextTest {
  private static final Instant NOW = SettableClock.START;
  private static final UserContext EMPTY = UserContext.unknown("alice", NOW);

  @Test
  void nothingIsKnownOfAnUnknownUser() {
    assertThat(EMPTY).isEqualTo(new UserContext("alice", 0, 0, Map.of(), Map.of(), NOW, NOW));
  }

  @Test
  void aChangeIsANewContext() {
    UserContext changed =
        EMPTY
            .withOneMoreConversation()
            .withFriendshipLevel(7)
            .withPreference("food", "pizza")
            .withAttribute("timezone", "Europe/Berlin");

    assertThat(changed)
        .isEqualTo(
            new UserContext(
                "alice",
                1,
                7,
                Map.of("food", "pizza"),
                Map.of("timezone", "Europe/Berlin"),
                NOW,
                NOW));
    assertThat(EMPTY.conversations()).isZero();
    assertThat(EMPTY.preferences()).isEmpty();
    assertThat(changed.withoutPreference("food").preferences()).isEmpty();
    assertThat(changed.withoutAttribute("timezone").attributes()).isEmpty();
    assertThat(changed.withoutAttribute("unheard of")).isEqualTo(changed);
  }

  @Test
  void theMapsAreCopiedInTheOrderOfTheirKeys() {
    Map<String, String> given = new HashMap<>(Map.of("b", "2", "a", "1"));
    UserContext context = EMPTY.withPreferences(given).withAttributes(given);
    given.clear();

    assertThat(context.preferences().keySet()).containsExactly("a", "b");
    assertThat(context.attributes().keySet()).containsExactly("a", "b");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> context.preferences().put("c", "3"));
  }

  @Test
  @SuppressWarnings("NullAway")
  void whatNoContextCanHoldIsRefused() {
    Map<String, String> withNull = new HashMap<>();
    withNull.put("food", null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EMPTY.withConversations(-1))
        .withMessage("conversations is negative: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EMPTY.withPreferences(withNull))
        .withMessage("preferences[food] is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EMPTY.withAttributes(null))
        .withMessage("attributes is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EMPTY.withPreference(" ", "x"))
        .withMessageContaining("is blank: ' '");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserContext.unknown("x".repeat(201), NOW))
        .withMessageStartingWith("userId has 201 bytes");
  }
}
