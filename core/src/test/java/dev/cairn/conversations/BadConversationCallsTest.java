package dev.cairn.conversations;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.users.UntouchableTransactor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that bad arguments of calls on conversations are refused by name, before anything reaches
 * the store.
 */
class BadConversationCallsTest {
  @SuppressWarnings("NullAway")
  static List<Consumer<Conversations>> badCalls() {
    Message message = Message.user("Hi");
    Message stored = message.withId("1").withTime(Instant.EPOCH);
    List<Message> withNull = new ArrayList<>();
    withNull.add(null);
    return List.of(
        all -> all.append(null, message),
        all -> all.append(" ", message),
        all -> all.append("c", (Message) null),
        all -> all.append("c", (List<Message>) null),
        all -> all.append("c", withNull),
        all -> all.append("c", List.of(stored, stored)),
        all -> all.edit("c", null),
        all -> all.edit("c", message),
        all -> all.edit("", stored),
        all -> all.merge(null, List.of()),
        all -> all.merge(new Messages("c", List.of(), true), null),
        all -> all.merge(new Messages("c", List.of(), true), List.of(stored, stored)),
        all -> all.replaceAll("", List.of()),
        all -> all.replaceAll("c", null),
        all -> all.replaceAll("c", List.of(stored, stored)),
        all -> all.get("\t"),
        all -> all.message("c", "x".repeat(129)),
        all -> all.message("c", "a\uD83D"),
        all -> all.all(null),
        all -> all.last("c", -1),
        all -> all.lastTokens("c", -1, each -> 0),
        all -> all.lastTokens("c", 1, null),
        all -> all.before("c", null, 1),
        all -> all.before("c", "m", -1),
        all -> all.after("c", "", 1),
        all -> all.after("c", "m", -1),
        all -> all.list(-1),
        all -> all.listAfter(null, 1),
        all -> all.listAfter(new Conversation("c", 1, Instant.MIN, Instant.MAX), -1),
        all -> all.remove(null),
        all -> all.pruneBefore(null),
        all -> all.pruneOlderThan(Duration.ofSeconds(-1)));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentsReachNoStore(Consumer<Conversations> call) {
    Conversations untouchable = new Conversations(new UntouchableTransactor(), Clock.systemUTC());

    assertThatIllegalArgumentException().isThrownBy(() -> call.accept(untouchable));
  }

  @SuppressWarnings("NullAway")
  static List<Runnable> badMessages() {
    Message message = Message.user("Hi");
    return List.of(
        () -> Message.user(null),
        () -> Message.of(null, "Hi"),
        () -> message.withId(" "),
        () -> message.withId("x".repeat(129)),
        () -> message.withTime(null),
        () -> message.withParts((Part) null),
        () -> message.withToolCalls((ToolCall[]) null),
        () -> message.withMetadata("", "value"),
        () -> message.withMetadata("name", null),
        () -> Part.ofText("", "text"),
        () -> Part.ofUrl("image", null, "https://example.com"),
        () -> Part.ofBytes("image", "image/png", null),
        () -> new Part("image", "", "", "", new byte[0], Map.of(" ", "")),
        () -> new ToolCall("1", "", "{}"),
        () -> new ToolCall("1", "tool", null),
        () -> new ToolResult(null, "", "", false),
        () -> new Conversation("", 1, Instant.EPOCH, Instant.EPOCH),
        () -> new Conversation("c", 0, Instant.EPOCH, Instant.EPOCH),
        () -> new Conversation("c", 1, Instant.EPOCH, Instant.MIN));
  }

  @ParameterizedTest
  @MethodSource("badMessages")
  void aMessageThatMakesNoSenseIsRefused(Runnable make) {
    assertThatIllegalArgumentException().isThrownBy(make::run);
  }
}
