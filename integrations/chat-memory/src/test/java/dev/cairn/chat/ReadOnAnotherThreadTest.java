package dev.cairn.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.testing.NewStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that a message list replaces only messages that another thread has read, if the writing
 * thread itself has read none.
 */
class ReadOnAnotherThreadTest extends NewStore {
  private final ExecutorService readers = Executors.newSingleThreadExecutor();
  private SharedChats<Line> chats;
  private Conversations conversations;

  @BeforeEach
  void appendTwo() {
    chats = new SharedChats<>(cairn.memory(), new Line.Form());
    conversations = cairn.memory().conversations();
    conversations.append("c", List.of(Message.user("a"), Message.user("b")));
  }

  @AfterEach
  void endReaders() {
    readers.shutdownNow();
  }

  private List<Line> readElsewhere(String conversation) throws Exception {
    return readers.submit(() -> chats.read(conversation)).get();
  }

  private List<String> texts() {
    return conversations.all("c").stream().map(Message::text).toList();
  }

  @Test
  void aSummaryReplacesWhatAnotherThreadReadAndNoMore() throws Exception {
    readElsewhere("c");
    conversations.append("c", Message.user("theirs"));
    chats.replace("c", List.of(Line.user("summary")));
    assertThat(texts()).containsExactly("summary", "theirs");
  }

  @Test
  void ofTwoReadingsTheOldestIsReplaced() throws Exception {
    readElsewhere("c");
    conversations.append("c", Message.user("theirs"));
    ExecutorService others = Executors.newSingleThreadExecutor();
    try {
      others.submit(() -> chats.read("c")).get();
    } finally {
      others.shutdownNow();
    }
    chats.replace("c", List.of(Line.user("summary")));
    assertThat(texts()).containsExactly("summary", "theirs");
  }

  @Test
  void aListRemovesNothingOnceItsReadingIsForgottenOrAnswered() throws Exception {
    readElsewhere("c");
    for (String other : List.of("d", "e", "f", "g")) {
      readElsewhere(other);
    }
    chats.replace("c", List.of(Line.user("summary")));
    assertThat(texts()).containsExactly("a", "b", "summary");
  }
}
