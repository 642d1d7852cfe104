package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;
import static dev.cairn.conversations.ConversationTables.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.conversations.Message.Part;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.Maintenance.IndexRepair;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.maintenance.VerifyReport;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance of whole stores covers conversations. */
class ConversationsMaintenanceTest {
  private static final String LONG_ID = "c".repeat(1_000);

  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      for (String namespace : List.of("alice", "bob")) {
        Conversations conversations = cairn.memory(namespace).conversations();
        Part part = Part.ofBytes("image", "image/png", new byte[] {-1, 0});
        conversations.append(
            LONG_ID, List.of(Message.user("a").withParts(part), Message.user("b")));
        conversations.append("short", Message.assistant("c").withMetadata("model", "small-3"));
      }
    }
  }

  private static List<Message> messages(Path store) {
    try (Cairn cairn = Cairn.open(store)) {
      return cairn.memory("alice").conversations().all(LONG_ID);
    }
  }

  @Test
  void verifyReadsTheirTablesAndIndexes() {
    VerifyReport report =
        Maintenance.verify(store, VerifyOptions.deep().withTables(Memory.tables()));

    assertThat(report.findings()).isEmpty();
    assertThat(report.tables())
        .contains(
            new VerifyReport.TableCount("conversations", 4, 4, true),
            new VerifyReport.TableCount("conversation-messages", 6, 6, true));
  }

  @Test
  void aDroppedNamespaceTakesItsOwn() {
    try (Cairn cairn = Cairn.open(store)) {
      assertThat(cairn.maintenance().dropNamespace("bob", ProgressListener.none()))
          .isEqualTo(Map.of("conversations", 2L, "conversation-messages", 3L));
      assertThat(cairn.memory("bob").conversations().list()).isEmpty();
      assertThat(cairn.memory("alice").conversations().list()).hasSize(2);
    }
  }

  @Test
  void indexesThatWereForgottenAreBuiltAgainAndReindexFindsNothing() {
    try (Cairn cairn = Cairn.open(store)) {
      cairn.maintenance().forgetIndexes("conversations");
      cairn.maintenance().forgetIndexes("conversation-messages");
      cairn.memory("alice").conversations().append("short", Message.user("d"));

      assertThat(cairn.memory("alice").conversations().all(LONG_ID)).hasSize(2);
      assertThat(cairn.memory("bob").conversations().list()).hasSize(2);
      assertThat(cairn.maintenance().reindex(Memory.tables(), ProgressListener.none()))
          .contains(
              new IndexRepair("conversations", 4, 0, 0, 0),
              new IndexRepair("conversation-messages", 7, 0, 0, 0));
    }
  }

  @Test
  void theyComeBackFromADumpRowByRow() throws Exception {
    Path copy = directory.resolve("copy");
    restore(copy, List.of(CONVERSATIONS.name(), MESSAGES.name()));

    assertThat(messages(copy)).hasSize(2).isEqualTo(messages(store));
  }

  /** A dump of one table is a part of what belongs together. */
  @Test
  void messagesWithoutTheirSummaryAreGoneOnWith() throws Exception {
    Path copy = directory.resolve("copy");
    restore(copy, List.of(MESSAGES.name()));

    try (Cairn cairn = Cairn.open(copy)) {
      Conversations conversations = cairn.memory("alice").conversations();
      Message added = conversations.append(LONG_ID, Message.user("d"));

      assertThat(conversations.all(LONG_ID)).hasSize(3).endsWith(added);
      assertThat(conversations.get(LONG_ID).orElseThrow().messages()).isEqualTo(3);
    }
  }

  /** A restore that merges two stores keeps the messages of both, and the summary of one. */
  @Test
  void aSummaryThatCountsTooFewHidesNoMessage() {
    try (Cairn cairn = Cairn.open(store)) {
      Memory alice = cairn.memory("alice");
      Conversations conversations = alice.conversations();
      Conversation known = conversations.get(LONG_ID).orElseThrow();
      Conversation one = new Conversation(LONG_ID, 1, known.firstAt(), known.lastAt());
      alice.put(CONVERSATIONS, ConversationTables.key(LONG_ID), one);

      List<Message> all = conversations.all(LONG_ID);
      conversations.replace(LONG_ID, List.of(all.get(0)), List.of());
      assertThat(conversations.get(LONG_ID).orElseThrow().messages()).isEqualTo(1);
      conversations.replace(LONG_ID, List.of(all.get(1)), List.of());
      assertThat(conversations.get(LONG_ID)).isEmpty();
    }
  }

  private void restore(Path copy, List<String> tables) throws Exception {
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(copy, RestoreOptions.defaults().withTables(Memory.tables()))) {
      for (StoredTable table : contents.tables().all()) {
        if (tables.contains(table.name())) {
          StoredTable declared =
              builder.declare(table.name(), table.key(), List.copyOf(table.schemas().values()));
          int schema = declared.schemas().keySet().iterator().next(); // there is one
          try (RowCursor rows = contents.rows(table)) {
            while (rows.next()) {
              GenericRow row = rows.row();
              builder.add(
                  new GenericRow(declared, row.namespace(), row.key(), schema, row.value()));
            }
          }
        }
      }
      builder.finish(Duration.ofSeconds(10));
    }
  }
}
