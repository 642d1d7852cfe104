package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.conversations.Message.Role;
import dev.cairn.testing.NewStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Tests that the repository behaves as Spring AI's own tests of its JDBC repository expect, and
 * loses no message beside other writers. The cases retell {@code
 * AbstractJdbcChatMemoryRepositoryIT}.
 */
class CairnChatMemoryRepositoryTest extends NewStore {
  private CairnChatMemoryRepository mine;
  private CairnChatMemoryRepository theirs;

  @BeforeEach
  void openTwice() {
    mine = new CairnChatMemoryRepository(cairn.memory());
    theirs = new CairnChatMemoryRepository(cairn.memory());
  }

  private static List<Message> users(String... texts) {
    return new ArrayList<>(Arrays.stream(texts).map(UserMessage::new).toList());
  }

  private List<String> texts() {
    return cairn.memory().conversations().all("c").stream().map(each -> each.text()).toList();
  }

  @Test
  void findsTheIdsOfAllConversations() {
    assertThat(mine.findConversationIds()).isEmpty();
    mine.saveAll("c", users("a"));
    mine.saveAll("d", users("b"));
    assertThat(mine.findConversationIds()).containsExactlyInAnyOrder("c", "d");
  }

  @Test
  void findsNoMessagesOfAnUnknownConversation() {
    assertThat(mine.findByConversationId("c")).isEmpty();
  }

  @Test
  void savesAMessageOfEachSpeaker() {
    Map<Role, Message> messages =
        Map.of(
            Role.ASSISTANT, new AssistantMessage("a"),
            Role.USER, new UserMessage("b"),
            Role.SYSTEM, new SystemMessage("c"));
    messages.forEach(
        (role, message) -> {
          mine.saveAll(role.name(), List.of(message));
          assertThat(mine.findConversationIds()).contains(role.name());
          assertThat(cairn.memory().conversations().all(role.name()))
              .singleElement()
              .satisfies(stored -> assertThat(stored.role()).isEqualTo(role))
              .satisfies(stored -> assertThat(stored.text()).isEqualTo(message.getText()))
              .satisfies(stored -> assertThat(stored.at()).isPresent());
        });
  }

  @Test
  void savesSeveralMessagesInTheirOrderAndReplacesThemByOne() {
    List<Message> talk =
        List.of(
            new AssistantMessage("1"),
            new AssistantMessage("2"),
            new UserMessage("3"),
            new SystemMessage("4"));
    mine.saveAll("c", talk);
    assertThat(mine.findByConversationId("c")).isEqualTo(talk);
    mine.saveAll("c", users("hello"));
    assertThat(mine.findByConversationId("c")).isEqualTo(users("hello"));
  }

  @Test
  void keepsTheOrderOfManyMessages() {
    List<Message> many =
        IntStream.range(0, 200).<Message>mapToObj(i -> new UserMessage("m" + i)).toList();
    mine.saveAll("c", many);
    assertThat(theirs.findByConversationId("c")).isEqualTo(many);
  }

  @Test
  void replacesWhatIsThere() {
    mine.saveAll("c", users("a", "b"));
    theirs.saveAll("c", users("c"));
    assertThat(texts()).containsExactly("c");
  }

  @Test
  void deletesAConversationAndNoOther() {
    mine.saveAll("c", users("a"));
    mine.saveAll("d", users("b"));
    mine.deleteByConversationId("c");
    assertThat(mine.findByConversationId("c")).isEmpty();
    assertThat(mine.findConversationIds()).containsExactly("d");
  }

  @Test
  void losesNothingThatAnotherAppendedSinceTheRead() {
    mine.saveAll("c", users("a"));
    List<Message> read = mine.findByConversationId("c");
    List<Message> other = theirs.findByConversationId("c");
    other.add(new UserMessage("theirs"));
    theirs.saveAll("c", other);
    read.add(new UserMessage("mine"));
    mine.saveAll("c", read);
    assertThat(texts()).containsExactly("a", "theirs", "mine");
  }

  @Test
  void isTheRepositoryOfAWindow() {
    ChatMemory window =
        MessageWindowChatMemory.builder().chatMemoryRepository(mine).maxMessages(2).build();
    for (int i = 0; i < 5; i++) {
      window.add("c", new UserMessage("m" + i));
    }
    assertThat(texts()).containsExactly("m3", "m4");
    window.clear("c");
    assertThat(mine.findConversationIds()).isEmpty();
  }

  @Test
  void addsMessagesAgainThatWereReadBeforeTheMemoryWasCleared() {
    ChatMemory window =
        MessageWindowChatMemory.builder().chatMemoryRepository(mine).maxMessages(5).build();
    window.add("c", users("a", "b", "c"));
    List<Message> messages = window.get("c");
    window.clear("c");
    window.add("c", messages.subList(0, 2));
    assertThat(texts()).containsExactly("a", "b");
  }

  @Test
  void addsAMessageAgainThatTheWindowDropped() {
    for (int size : List.of(1, 2)) {
      ChatMemory window =
          MessageWindowChatMemory.builder().chatMemoryRepository(mine).maxMessages(size).build();
      window.add("c", new UserMessage("a"));
      Message a = window.get("c").get(window.get("c").size() - 1);
      window.add("c", users("b", "c"));
      window.add("c", a);
      assertThat(texts()).hasSize(size).endsWith("a");
    }
  }

  @Test
  void refusesBadArguments() {
    for (String id : Arrays.asList(null, "", " ")) {
      assertThatThrownBy(() -> mine.findByConversationId(id))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> mine.deleteByConversationId(id))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> mine.saveAll(id, users("a")))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> mine.saveAll("c", null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.saveAll("c", Arrays.asList(new UserMessage("a"), null)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(texts()).isEmpty();
  }
}
