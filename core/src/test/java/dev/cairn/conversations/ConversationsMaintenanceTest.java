package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;
import static dev.cairn.conversations.ConversationTables.ENTRIES;
import static dev.cairn.conversations.ConversationTables.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.ConversationTables.SummaryRow;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.Role;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.Maintenance.IndexRepair;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.maintenance.VerifyReport;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that verification, restore, reindexing and the removal of a namespace work on
 * conversations.
 */
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
            new VerifyReport.TableCount("conversation-entries", 6, 12, true),
            new VerifyReport.TableCount("conversation-messages", 6, 0, true));
  }

  @Test
  void aDroppedNamespaceTakesItsOwn() {
    try (Cairn cairn = Cairn.open(store)) {
      assertThat(cairn.maintenance().dropNamespace("bob", ProgressListener.none()))
          .isEqualTo(
              Map.of("conversations", 2L, "conversation-entries", 3L, "conversation-messages", 3L));
      assertThat(cairn.memory("bob").conversations().list()).isEmpty();
      assertThat(cairn.memory("alice").conversations().list()).hasSize(2);
    }
  }

  @Test
  void indexesThatWereForgottenAreBuiltAgainAndReindexFindsNothing() {
    try (Cairn cairn = Cairn.open(store)) {
      cairn.maintenance().forgetIndexes("conversations");
      cairn.maintenance().forgetIndexes("conversation-entries");
      cairn.memory("alice").conversations().append("short", Message.user("d"));

      assertThat(cairn.memory("alice").conversations().all(LONG_ID)).hasSize(2);
      assertThat(cairn.memory("bob").conversations().list()).hasSize(2);
      assertThat(cairn.maintenance().reindex(Memory.tables(), ProgressListener.none()))
          .contains(
              new IndexRepair("conversations", 4, 0, 0, 0),
              new IndexRepair("conversation-entries", 7, 0, 0, 0));
    }
  }

  @Test
  void theyComeBackFromADumpRowByRow() throws Exception {
    Path copy = directory.resolve("copy");
    restore(copy, List.of(CONVERSATIONS.name(), ENTRIES.name(), MESSAGES.name()));

    assertThat(messages(copy)).hasSize(2).isEqualTo(messages(store));
  }

  /** A dump of one table is a part of what belongs together. */
  @Test
  void messagesWithoutTheirSummaryAreGoneOnWith() throws Exception {
    Path copy = directory.resolve("copy");
    restore(copy, List.of(ENTRIES.name(), MESSAGES.name()));

    try (Cairn cairn = Cairn.open(copy)) {
      Conversations conversations = cairn.memory("alice").conversations();
      Message added = conversations.append(LONG_ID, Message.user("d"));

      assertThat(conversations.all(LONG_ID)).hasSize(3).endsWith(added);
      assertThat(conversations.get(LONG_ID).orElseThrow().messages()).isEqualTo(3);
    }
  }

  /** Two stores that both have the conversation "default". */
  @Test
  void aMergeOfTwoStoresHasTheMessagesInTheOrderOfTime() throws Exception {
    SettableClock clock = new SettableClock();
    CairnOptions options = CairnOptions.defaults().withClock(clock);
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    for (int day = 0; day < 3; day++) {
      for (Path each : List.of(one, two)) {
        try (Cairn cairn = Cairn.open(each, options)) {
          Message message = Message.user(each.getFileName() + " " + day);
          cairn.memory().conversations().append("default", message);
        }
        clock.advance(Duration.ofHours(each.equals(one) ? 1 : 23));
      }
    }

    restore(two, one, List.of(CONVERSATIONS.name(), ENTRIES.name(), MESSAGES.name()));

    try (Cairn cairn = Cairn.open(one, options)) {
      Conversations conversations = cairn.memory().conversations();
      Messages all = conversations.all("default");
      assertThat(all).extracting(message -> message.text().substring(4)).isSorted().hasSize(6);
      assertThat(pages(conversations, all.get(0))).isEqualTo(all);
      Message added = conversations.append("default", Message.user("x"));
      assertThat(conversations.last("default", 1)).containsExactly(added);
      assertThat(conversations.get("default").orElseThrow().messages()).isEqualTo(7);
    }
  }

  private static List<Message> pages(Conversations conversations, Message first) {
    List<Message> pages = new ArrayList<>(List.of(first));
    List<Message> page = pages;
    while (!page.isEmpty()) {
      String last = pages.get(pages.size() - 1).id().orElseThrow();
      page = conversations.after("default", last, 2);
      pages.addAll(page);
    }
    return pages;
  }

  /** After a merge of two stores the summary may be that of the one that ended earlier. */
  @Test
  void pruningBelievesTheMessagesAndNotTheSummary() {
    try (Cairn cairn = Cairn.open(store)) {
      Memory alice = cairn.memory("alice");
      Conversations conversations = alice.conversations();
      Conversation right = conversations.get(LONG_ID).orElseThrow();
      summarize(alice, new SummaryRow(LONG_ID, 1, Instant.EPOCH, Instant.EPOCH));

      assertThat(conversations.pruneBefore(right.firstAt())).isZero();
      assertThat(conversations.all(LONG_ID)).hasSize(2);
      assertThat(conversations.get(LONG_ID)).contains(right);
    }
  }

  private static void summarize(Memory memory, SummaryRow row) {
    assertThat(memory.put(CONVERSATIONS, ConversationTables.key(row.id()), row)).isTrue();
  }

  @Test
  void aSummaryThatCountsWronglyHidesNoMessageAndLeavesNoGhost() {
    try (Cairn cairn = Cairn.open(store)) {
      Memory alice = cairn.memory("alice");
      Conversations conversations = alice.conversations();
      for (long wrong : List.of(1L, 9L)) {
        conversations.replaceAll(LONG_ID, List.of(Message.user("a"), Message.user("b")));
        Conversation known = conversations.get(LONG_ID).orElseThrow();
        summarize(alice, new SummaryRow(LONG_ID, wrong, known.firstAt(), known.lastAt()));

        Messages all = conversations.all(LONG_ID);
        conversations.merge(conversations.last(LONG_ID, 1), List.of());
        assertThat(conversations.all(LONG_ID)).containsExactly(all.get(0));
        assertThat(conversations.get(LONG_ID)).isPresent();
        conversations.merge(conversations.last(LONG_ID, 1), List.of());
        assertThat(conversations.get(LONG_ID)).isEmpty();
      }
    }
  }

  /** A later program may store roles and components of messages that this one does not know. */
  @Test
  void aMessageOfALaterProgramIsReadAndMovedWithoutLoss() {
    try (Cairn cairn = Cairn.open(store)) {
      Memory alice = cairn.memory("alice");
      Conversations conversations = alice.conversations();
      Message first = conversations.all(LONG_ID).get(0);
      MessageKey key = new MessageKey(ConversationTables.key(LONG_ID), first.id().orElseThrow());
      MessageRow row = alice.get(MESSAGES, key).orElseThrow();
      MessageRow later =
          new MessageRow(
              "MODERATOR",
              row.text(),
              row.parts(),
              row.toolCalls(),
              row.toolResults(),
              row.metadata(),
              row.at());
      assertThat(alice.put(MESSAGES, key, later)).isTrue();

      Messages seen = conversations.all(LONG_ID);
      assertThat(seen.get(0).role()).isEqualTo(Role.OTHER);
      Messages moved = conversations.merge(seen, List.of(seen.get(1), seen.get(0)));

      assertThat(conversations.all(LONG_ID)).isEqualTo(moved);
      assertThat(alice.get(MESSAGES, key)).contains(later);
    }
  }

  private void restore(Path copy, List<String> tables) throws Exception {
    restore(store, copy, tables);
  }

  private static void restore(Path from, Path to, List<String> tables) throws Exception {
    RestoreOptions options =
        RestoreOptions.defaults().withTables(Memory.tables()).withMode(MergeMode.MERGE);
    try (StoreContents contents = Maintenance.contents(from, ContentsOptions.defaults());
        StoreBuilder builder = Maintenance.restore(to, options)) {
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
