package dev.cairn.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.maintenance.StoreChange;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.maintenance.StoreChange.What;
import dev.cairn.testing.NewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Opens a store for tests that merge lists of messages, and makes and reads the lists. */
abstract class ListsOfAConversation extends NewStore {
  static final String ID = "c";

  Conversations conversations;

  @BeforeEach
  void openConversations() {
    conversations = cairn.memory().conversations();
  }

  static List<Message> plain(String... texts) {
    return Arrays.stream(texts).map(Message::user).toList();
  }

  /** Appends messages, and returns what a reader of the whole conversation has seen then. */
  Messages stored(String... texts) {
    List<Message> unused = conversations.append(ID, plain(texts));
    return conversations.all(ID);
  }

  void edit(Message message) {
    assertThat(conversations.edit(ID, message)).contains(message);
  }

  static String id(List<Message> messages, int index) {
    return messages.get(index).id().orElseThrow();
  }

  List<String> texts() {
    return texts(conversations.all(ID));
  }

  static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  /** Makes a call and returns the rows of messages that it changed. */
  List<What> changesOf(Runnable call) throws InterruptedException {
    var feed = cairn.maintenance().changes();
    call.run();
    List<What> changes = new ArrayList<>();
    for (StoreChange change : feed.poll(Duration.ZERO)) {
      RowChanged row = (RowChanged) change;
      if (row.table().equals("conversation-messages")) {
        changes.add(row.what());
      }
    }
    return changes;
  }
}
