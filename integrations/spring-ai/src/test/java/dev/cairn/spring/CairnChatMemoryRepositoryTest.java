package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testing.NewStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/** What Spring AI asks of a repository of chat memories, and what Cairn adds: nothing is lost. */
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
  void savesOneMessageAndSeveralInTheirOrder() {
    mine.saveAll("c", users("a"));
    assertThat(mine.findByConversationId("c")).isEqualTo(users("a"));
    List<Message> talk =
        List.of(new UserMessage("q"), new AssistantMessage("r"), new UserMessage("s"));
    mine.saveAll("d", talk);
    assertThat(mine.findByConversationId("d")).isEqualTo(talk);
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
