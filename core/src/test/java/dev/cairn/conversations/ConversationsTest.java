package dev.cairn.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that messages are stored and read in order, that repeated appends add nothing, and that
 * conversations are listed, removed and pruned.
 */
class ConversationsTest {
  private final SettableClock clock = new SettableClock();
  private Cairn cairn;
  private Conversations conversations;

  @BeforeEach
  void open(@TempDir Path directory) {
    cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock));
    conversations = cairn.memory().conversations();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  private static List<Message> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Message.user("m" + i)).toList();
  }

  @Test
  void aConversationWithoutMessagesIsNotThere() {
    conversations.append("c", List.of());

    assertThat(conversations.get("c")).isEmpty();
    assertThat(conversations.all("c")).isEmpty();
    assertThat(conversations.last("c", 10)).isEmpty();
    assertThat(conversations.list()).isEmpty();
    assertThat(conversations.remove("c")).isFalse();
  }

  @Test
  void messagesAreReadInTheOrderInWhichTheyWereAppended() {
    conversations.append("c", Message.system("Be brief."));
    conversations.append("c", List.of(Message.user("Hi"), Message.assistant("Hello.")));

    assertThat(texts(conversations.all("c"))).containsExactly("Be brief.", "Hi", "Hello.");
    assertThat(texts(conversations.last("c", 2))).containsExactly("Hi", "Hello.");
    assertThat(conversations.last("c", 0)).isEmpty();
    assertThat(conversations.last("c", 4)).hasSize(3);
  }

  @Test
  void anAppendedMessageGetsAnIdAndTheTimeOfTheCall() {
    Message stored = conversations.append("c", Message.user("Hi"));

    assertThat(UUID.fromString(stored.id().orElseThrow()).version()).isEqualTo(7);
    assertThat(stored.at()).contains(SettableClock.START);
    assertThat(stored.content()).isEqualTo(Message.user("Hi"));
    assertThat(conversations.message("c", stored.id().orElseThrow())).contains(stored);
    assertThat(conversations.all("c")).containsExactly(stored);
    assertThat(conversations.message("other", stored.id().orElseThrow())).isEmpty();
  }

  @Test
  void aMessageKeepsAllThatItSays() {
    Message message =
        Message.assistant("Look:")
            .withId("m-1")
            .withTime(Instant.parse("2001-02-03T04:05:06.789Z"))
            .withParts(
                Part.ofUrl("image", "image/png", "https://example.com/cat.png")
                    .withAttribute("detail", "high"),
                Part.ofBytes("audio", "audio/wav", new byte[] {0, -1, 127}),
                Part.ofText("thinking", "half a character: \uD83D"))
            .withToolCalls(
                new ToolCall("", "search", "{\"q\":\"cats\"}").withAttribute("signature", "x"),
                call("2"))
            .withToolResults(
                new ToolResult("1", "", "nothing", true)
                    .withParts(Part.ofBytes("image", "image/png", new byte[] {1}))
                    .withAttribute("exit", "1"))
            .withMetadata("model", "small-3")
            .withMetadata("finish", "stop");

    assertThat(conversations.append("c", message)).isEqualTo(message);
    assertThat(conversations.all("c")).containsExactly(message);
    assertThat(cairn.memory().<List<Message>>read(m -> m.conversations().all("c")))
        .containsExactly(message);
  }

  private static ToolCall call(String id) {
    return new ToolCall(id, "open", "{}");
  }

  @Test
  void theBytesOfAMessageCannotBeChanged() {
    byte[] bytes = {1, 2, 3};
    Part part = Part.ofBytes("image", "image/png", bytes);
    conversations.append("c", Message.user("").withParts(part));
    bytes[0] = 9;
    part.bytes()[0] = 9;
    conversations.all("c").get(0).parts().get(0).bytes()[0] = 9;

    assertThat(part.bytes()).containsExactly(1, 2, 3);
    assertThat(conversations.all("c").get(0).parts().get(0).bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void anAppendThatIsRepeatedWithItsIdIsOneMessage() {
    Message first = conversations.append("c", Message.user("Hi").withId("1"));
    conversations.append("c", Message.user("there").withId("2"));
    clock.advance(Duration.ofHours(1));
    long version = cairn.memory().version();

    assertThat(conversations.append("c", Message.user("Hi").withId("1"))).isEqualTo(first);
    assertThat(cairn.memory().version()).as("nothing was written").isEqualTo(version);
  }

  @Test
  void anAppendWithTheIdOfAnotherMessageIsRefusedAndChangesNothing() {
    Message first = conversations.append("c", Message.user("Hi").withId("1"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                conversations.append(
                    "c", List.of(Message.user("new"), Message.user("Hey").withId("1"))))
        .withMessage(
            "conversation 'c' has another message '1'; change it with edit, or give a new id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conversations.append("c", first.withTime(Instant.EPOCH)));
    assertThat(conversations.all("c")).containsExactly(first);
    cairn
        .memory()
        .write(
            m -> {
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> m.conversations().append("c", Message.user("Hey").withId("1")));
              m.conversations().append("c", Message.user("the transaction goes on"));
            });
    assertThat(texts(conversations.all("c"))).containsExactly("Hi", "the transaction goes on");
  }

  @Test
  void anEditChangesAMessageWhereItStands() {
    Message first = conversations.append("c", Message.user("Hi").withId("1"));
    conversations.append("c", Message.user("there"));
    clock.advance(Duration.ofHours(1));

    assertThat(conversations.edit("c", Message.user("Hey").withId("1")))
        .contains(first.withText("Hey"));
    assertThat(texts(conversations.all("c"))).containsExactly("Hey", "there");
    assertThat(conversations.get("c").orElseThrow().messages()).isEqualTo(2);
    assertThat(conversations.edit("c", Message.user("Hey").withId("2"))).isEmpty();
    assertThat(conversations.edit("d", Message.user("Hey").withId("1"))).isEmpty();
  }

  @Test
  void theSummaryCountsTheMessagesAndKnowsTheirTimes() {
    conversations.append("c", numbered(0, 2));
    clock.advance(Duration.ofHours(1));
    conversations.append("c", Message.user("later"));

    Instant end = clock.instant();
    assertThat(conversations.get("c")).contains(new Conversation("c", 3, SettableClock.START, end));
    conversations.replaceAll("c", List.of(Message.user("later")));
    assertThat(conversations.get("c")).contains(new Conversation("c", 1, end, end));
  }

  @Test
  void conversationsAreListedWithTheLatestMessageFirstPageByPage() {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      conversations.append(id, Message.user("Hi"));
    }
    clock.advance(Duration.ofHours(1));
    conversations.append("b", Message.user("again"));

    List<Conversation> first = conversations.list(2);
    List<Conversation> second = conversations.listAfter(first.get(1), 2);
    conversations.append("e", Message.user("moves to the front"));
    List<Conversation> third = conversations.listAfter(second.get(1), 2);

    assertThat(first).extracting(Conversation::id).containsExactly("b", "e");
    assertThat(second).extracting(Conversation::id).containsExactly("d", "c");
    assertThat(third).extracting(Conversation::id).containsExactly("a");
    assertThat(conversations.list()).hasSize(5);
    assertThat(conversations.count()).isEqualTo(5);
  }

  @Test
  void aLongConversationIsReadPageByPageInBothDirections() {
    List<Message> all = conversations.append("c", numbered(0, 25));
    conversations.append("d", numbered(25, 30));

    List<Message> page = conversations.last("c", 10);
    List<Message> earlier = conversations.before("c", page.get(0).id().orElseThrow(), 10);
    List<Message> earliest = conversations.before("c", earlier.get(0).id().orElseThrow(), 10);

    assertThat(page).isEqualTo(all.subList(15, 25));
    assertThat(earlier).isEqualTo(all.subList(5, 15));
    assertThat(earliest).isEqualTo(all.subList(0, 5));
    assertThat(conversations.before("c", all.get(0).id().orElseThrow(), 10)).isEmpty();
    assertThat(conversations.after("c", all.get(14).id().orElseThrow(), 3))
        .isEqualTo(all.subList(15, 18));
    assertThat(conversations.after("c", all.get(24).id().orElseThrow(), 3)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conversations.after("d", all.get(14).id().orElseThrow(), 3))
        .withMessageContaining("conversation 'd' has no message '" + all.get(14).id().get());
  }

  @Test
  void theLastMessagesThatFitABudgetOfTokensAreThoseFromTheEnd() {
    List<String> words = List.of("four", "three", "twelve chars", "of", "ten chars.");
    conversations.append("c", words.stream().map(Message::user).toList());

    assertThat(texts(conversations.lastTokens("c", 12, message -> message.text().length())))
        .containsExactly("of", "ten chars.");
    assertThat(conversations.lastTokens("c", 9, message -> message.text().length())).isEmpty();
    assertThat(conversations.lastTokens("c", 1_000, message -> Integer.MAX_VALUE)).isEmpty();
    assertThat(conversations.lastTokens("c", 0, message -> 0)).hasSize(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conversations.lastTokens("c", 1, message -> -1))
        .withMessageContaining("the number of tokens is negative: -1");
  }

  @Test
  void idsOfAnyLengthAreConversationsOfTheirOwn() {
    String longId = "tenant/" + "x".repeat(5_000);
    List<String> ids = List.of(longId + "1", longId + "2", longId, "é\0\uD83D", "tenant/");
    ids.forEach(id -> conversations.append(id, Message.user(id)));

    for (String id : ids) {
      assertThat(texts(conversations.all(id))).containsExactly(id);
      assertThat(conversations.get(id).orElseThrow().id()).isEqualTo(id);
    }
    assertThat(conversations.list()).extracting(Conversation::id).hasSameElementsAs(ids);
    conversations.remove(longId);
    assertThat(conversations.count()).isEqualTo(4);
  }

  @Test
  void theLongestIdsFitAKeyInTheLongestNamespace() {
    Conversations elsewhere = cairn.memory("n".repeat(60)).conversations();
    String conversation = "\uD83D\uDE00".repeat(1_000);
    String id = "i".repeat(Message.MAX_ID_BYTES);

    elsewhere.append(conversation, Message.user("Hi").withId(id));

    assertThat(elsewhere.message(conversation, id)).isPresent();
    assertThat(conversations.count()).isZero();
  }

  @Test
  void aMessageOfAMebibyteAndTenThousandMessagesInOneCallAreStored() {
    String text = "é".repeat(1 << 20);
    conversations.append("large", Message.user(text));
    conversations.append("many", numbered(0, 10_000));
    conversations.append("many", Message.user("one more"));

    assertThat(texts(conversations.all("large"))).containsExactly(text);
    assertThat(conversations.get("many").orElseThrow().messages()).isEqualTo(10_001);
    assertThat(texts(conversations.last("many", 2))).containsExactly("m9999", "one more");
  }

  @Test
  void theCacheHoldsTheLastMessages() {
    conversations.append("c", numbered(0, 100));
    long misses = cairn.statistics().cache().misses();
    List<Message> once = conversations.last("c", 20);
    long afterOnce = cairn.statistics().cache().misses();
    List<Message> again = conversations.last("c", 20);

    assertThat(again).isEqualTo(once);
    assertThat(afterOnce - misses).as("the writer offered what it wrote").isZero();
    assertThat(cairn.statistics().cache().misses()).isEqualTo(afterOnce);
  }

  @Test
  void aRemovedConversationIsForgotten() {
    conversations.append("c", numbered(0, 3));
    conversations.append("d", Message.user("stays"));

    assertThat(conversations.remove("c")).isTrue();

    assertThat(conversations.get("c")).isEmpty();
    assertThat(conversations.all("c")).isEmpty();
    assertThat(conversations.list()).extracting(Conversation::id).containsExactly("d");
    assertThat(texts(conversations.all("d"))).containsExactly("stays");
  }

  @Test
  void conversationsWhoseLastMessageIsOldArePruned() {
    for (int i = 0; i < 5; i++) {
      conversations.append("old" + i, numbered(0, 200));
    }
    conversations.append("busy", Message.user("then"));
    clock.advance(Duration.ofDays(30));
    conversations.append("busy", Message.user("now"));
    clock.advance(Duration.ofDays(1));

    assertThat(conversations.pruneBefore(SettableClock.START)).isZero();
    assertThat(conversations.pruneOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
    assertThat(conversations.pruneOlderThan(Duration.ofDays(2))).isEqualTo(5);
    assertThat(conversations.list()).extracting(Conversation::id).containsExactly("busy");
    assertThat(conversations.all("old3")).isEmpty();
    assertThat(texts(conversations.all("busy"))).containsExactly("then", "now");
  }

  @Test
  void callsInsideATransactionBelongToIt() {
    int pruned =
        cairn
            .memory()
            .writeAndGet(
                m -> {
                  m.conversations().append("c", numbered(0, 600));
                  m.conversations().append("d", numbered(0, 3));
                  m.conversations().merge(m.conversations().last("d", 1), List.of());
                  assertThat(texts(m.conversations().all("d"))).containsExactly("m0", "m1");
                  return m.conversations().pruneBefore(clock.instant().plusSeconds(1));
                });

    assertThat(pruned).isEqualTo(2);
    assertThat(conversations.count()).isZero();
  }
}
