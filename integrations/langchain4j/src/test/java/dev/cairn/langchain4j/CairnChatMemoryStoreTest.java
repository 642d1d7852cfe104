package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.StoreClosedException;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.testing.NewStore;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that a chat memory is stored, read and deleted, even while others use the same
 * conversation.
 */
class CairnChatMemoryStoreTest extends NewStore {
  private CairnChatMemoryStore mine;
  private CairnChatMemoryStore theirs;
  private Conversations conversations;

  @BeforeEach
  void openTwice() {
    mine = new CairnChatMemoryStore(cairn.memory());
    theirs = new CairnChatMemoryStore(cairn.memory());
    conversations = cairn.memory().conversations();
  }

  private static UserMessage user(String text) {
    return UserMessage.from(text);
  }

  private List<String> texts() {
    return conversations.all("c").stream().map(Message::text).toList();
  }

  @Test
  void anUnknownConversationHasNoMessages() {
    assertThat(mine.getMessages("c")).isEmpty();
  }

  @Test
  void anUpdateReplacesWhatWasRead() {
    mine.updateMessages("c", List.of(user("a"), user("b")));
    mine.getMessages("c");
    mine.updateMessages("c", List.of(user("c")));
    assertThat(mine.getMessages("c")).containsExactly(user("c"));
  }

  @Test
  void anUpdateOfACallerThatNeverReadReplacesWhatIsStored() {
    theirs.updateMessages("c", List.of(user("a"), user("b")));
    mine.updateMessages("c", List.of(user("b"), user("c")));
    assertThat(texts()).containsExactly("b", "c");
  }

  @Test
  void anEmptyUpdateRemovesWhatWasReadAndNoMore() {
    mine.updateMessages("c", List.of(user("a")));
    theirs.updateMessages("c", plus(theirs.getMessages("c"), user("theirs")));
    mine.updateMessages("c", List.of());
    assertThat(texts()).containsExactly("theirs");
  }

  @Test
  void aMessageThatAnotherAppendedSinceTheReadStays() {
    mine.updateMessages("c", List.of(user("a")));
    List<ChatMessage> read = mine.getMessages("c");
    theirs.updateMessages("c", plus(theirs.getMessages("c"), user("theirs")));
    mine.updateMessages("c", plus(read, user("mine")));
    assertThat(texts()).containsExactly("a", "theirs", "mine");
  }

  @Test
  void twoMemoriesOverOneStoreDoNotTakeEachOthersReadings() {
    mine.updateMessages("c", List.of(user("a")));
    List<ChatMessage> first = mine.getMessages("c");
    mine.updateMessages("c", plus(mine.getMessages("c"), user("b")));
    mine.getMessages("c"); // later than the first, and of the same thread
    mine.updateMessages("c", plus(first, user("c")));
    assertThat(texts()).containsExactly("a", "b", "c");
  }

  @Test
  void aMemoryThatKeepsItsListAndReadsNoMoreLosesNothingEither() {
    List<ChatMessage> own = new ArrayList<>();
    mine.getMessages("c");
    for (String text : List.of("1", "2", "3")) {
      own.add(user(text));
      mine.updateMessages("c", own);
      theirs.updateMessages("c", plus(theirs.getMessages("c"), user("theirs " + text)));
    }
    own.remove(0);
    mine.updateMessages("c", own);
    assertThat(texts()).containsExactly("theirs 1", "2", "theirs 2", "3", "theirs 3");
  }

  @Test
  void whatAnotherHasRemovedStaysRemoved() {
    mine.updateMessages("c", List.of(user("a"), user("b")));
    List<ChatMessage> read = mine.getMessages("c");
    theirs.getMessages("c");
    theirs.updateMessages("c", List.of(user("b")));
    mine.updateMessages("c", plus(read, user("c")));
    assertThat(texts()).containsExactly("b", "c");
  }

  @Test
  void oneObjectMayBeGivenTwiceAndInTwoConversations() {
    UserMessage yes = user("yes");
    mine.updateMessages("c", List.of(yes, yes));
    mine.updateMessages("d", List.of(yes));
    mine.updateMessages("c", List.of(yes, yes, yes));
    assertThat(texts()).containsExactly("yes", "yes", "yes");
    assertThat(mine.getMessages("d")).containsExactly(yes);
  }

  @Test
  void onlyWhatDiffersIsWritten() {
    mine.updateMessages("c", List.of(user("a"), user("b"), user("c")));
    List<Message> before = conversations.all("c");
    List<ChatMessage> read = mine.getMessages("c");
    read.set(1, user("changed"));
    mine.updateMessages("c", read);
    List<Message> after = conversations.all("c");
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1).text()).isEqualTo("changed");
    assertThat(after.get(2)).isEqualTo(before.get(2));
  }

  @Test
  void changedAttributesAreAChangeOfTheSameMessage() {
    mine.updateMessages(
        "c", List.of(UserMessage.builder().addContent(user("a").contents().get(0)).build()));
    String id = conversations.all("c").get(0).id().orElseThrow();
    List<ChatMessage> read = mine.getMessages("c");
    ((UserMessage) read.get(0)).attributes().put("seen", true);
    mine.updateMessages("c", read);
    assertThat(conversations.all("c"))
        .singleElement()
        .satisfies(message -> assertThat(message.id()).contains(id))
        .satisfies(message -> assertThat(message.metadata()).containsKey("attributes"));
  }

  @Test
  void messagesOfOtherProgramsStayAsTheyAreBesideAnUpdate() {
    conversations.append(
        "c",
        List.of(
            Message.system(""), // for which LangChain4j has no form
            Message.user("hello").withMetadata("channel", "mail"),
            Message.assistant("")
                .withToolCalls(new ToolCall("1", "f", "{}"), new ToolCall("2", "g", "{}")),
            Message.tool(
                new ToolResult("1", "f", "one", false), new ToolResult("2", "g", "two", true))));
    List<Message> before = conversations.all("c");
    List<ChatMessage> read = mine.getMessages("c");
    assertThat(read)
        .containsSequence(
            ToolExecutionResultMessage.from("1", "f", "one"),
            ToolExecutionResultMessage.builder()
                .id("2")
                .toolName("g")
                .text("two")
                .isError(true)
                .build())
        .hasSize(4);
    mine.updateMessages("c", plus(read, AiMessage.from("done")));
    assertThat(conversations.all("c")).startsWith(before.toArray(Message[]::new)).hasSize(5);
    List<ChatMessage> window = mine.getMessages("c").subList(3, 5);
    mine.updateMessages("c", window);
    assertThat(conversations.all("c").stream().map(Message::role).map(Enum::name))
        .as("one of two results was dropped: the other is a message of its own")
        .containsExactly("SYSTEM", "TOOL", "ASSISTANT");
  }

  @Test
  void aWindowMovesOnWithoutTouchingTheRest() {
    ChatMemory window =
        MessageWindowChatMemory.builder().id("c").maxMessages(3).chatMemoryStore(mine).build();
    window.add(SystemMessage.from("be brief"));
    for (int i = 0; i < 10; i++) {
      window.add(user("m" + i));
    }
    assertThat(texts()).containsExactly("be brief", "m8", "m9");
    window.add(SystemMessage.from("be long"));
    assertThat(window.messages())
        .containsExactlyInAnyOrder(SystemMessage.from("be long"), user("m8"), user("m9"));
    window.clear();
    assertThat(conversations.get("c")).isEmpty();
  }

  @Test
  void messagesThatWereReadAreAddedAgainAfterTheMemoryWasCleared() {
    ChatMemory window =
        MessageWindowChatMemory.builder().id("c").maxMessages(5).chatMemoryStore(mine).build();
    window.add(user("a"), user("b"), user("c"));
    List<ChatMessage> messages = window.messages();
    window.clear();
    window.add(messages.subList(0, 2));
    assertThat(texts()).containsExactly("a", "b");
    messages = window.messages();
    window.clear();
    window.set(messages.get(1));
    assertThat(texts()).containsExactly("b");
  }

  @Test
  void aMessageThatTheWindowDroppedIsAddedAgain() {
    for (int size : List.of(1, 2)) {
      ChatMemory window =
          MessageWindowChatMemory.builder().id("c").maxMessages(size).chatMemoryStore(mine).build();
      window.add(user("a"));
      ChatMessage a = window.messages().get(window.messages().size() - 1);
      window.add(user("b"));
      window.add(user("c"));
      window.add(a);
      assertThat(texts()).hasSize(size).endsWith("a");
    }
  }

  @Test
  void deletingRemovesTheConversationAndNoOther() {
    mine.updateMessages("c", List.of(user("a")));
    mine.updateMessages("d", List.of(user("b")));
    mine.deleteMessages("c");
    assertThat(mine.getMessages("c")).isEmpty();
    assertThat(mine.getMessages("d")).containsExactly(user("b"));
    mine.updateMessages("c", List.of(user("new")));
    assertThat(texts()).containsExactly("new");
  }

  @Test
  void theAsynchronousMethodsDoTheSame() {
    CompletableFuture<List<ChatMessage>> read =
        mine.updateMessagesAsync("c", List.of(user("a")))
            .thenCompose(done -> mine.getMessagesAsync("c"));
    assertThat(read.join()).containsExactly(user("a"));
    theirs.updateMessages("c", plus(theirs.getMessages("c"), user("theirs")));
    mine.updateMessagesAsync("c", plus(read.join(), user("mine"))).join();
    assertThat(texts()).containsExactly("a", "theirs", "mine");
    mine.deleteMessagesAsync("c").join();
    assertThat(texts()).isEmpty();
  }

  @Test
  void anAsynchronousReadFailsByItsFuture() {
    assertThat(mine.getMessagesAsync(" "))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IllegalArgumentException.class);
    cairn.close();
    assertThat(mine.getMessagesAsync("c"))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StoreClosedException.class);
  }

  @Test
  void aMemoryIdIsItsText() {
    mine.updateMessages(1, List.of(user("a")));
    assertThat(mine.getMessages("1")).containsExactly(user("a"));
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> mine.getMessages(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memoryId");
    assertThatThrownBy(() -> mine.getMessages(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.updateMessages("c", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty list");
    assertThatThrownBy(() -> mine.updateMessages("c", Arrays.asList(user("a"), null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("null");
    assertThat(texts()).isEmpty();
  }

  private static List<ChatMessage> plus(List<ChatMessage> messages, ChatMessage message) {
    List<ChatMessage> more = new ArrayList<>(messages);
    more.add(message);
    return more;
  }
}
