package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.ConversationTables.StoredMessage;
import dev.cairn.maintenance.StoreChange;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.maintenance.StoreChange.What;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests, one by one, the rules by which a list of messages is merged with the messages that others
 * have stored.
 */
class ReplaceTest {
  private static final String ID = "c";

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

  private static List<Message> plain(String... texts) {
    return Arrays.stream(texts).map(Message::user).toList();
  }

  private List<Message> stored(String... texts) {
    return conversations.append(ID, plain(texts));
  }

  private List<String> texts() {
    return texts(conversations.all(ID));
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  /** Makes a call and returns the rows of messages that it changed. */
  private List<What> changesOf(Runnable call) throws InterruptedException {
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

  @Test
  void twoListsThatBothGrewAreOne() {
    List<Message> seen = stored("a", "b");

    conversations.replace(ID, seen, plain("a", "b", "x1", "x2"));
    List<Message> given = conversations.replace(ID, seen, plain("a", "b", "y1", "y2"));

    assertThat(texts()).containsExactly("a", "b", "x1", "x2", "y1", "y2");
    assertThat(texts(given)).containsExactly("a", "b", "y1", "y2");
    assertThat(given.subList(0, 2)).as("they are what was seen").isEqualTo(seen);
  }

  @Test
  void theReturnedListIsWhatTheCallerHasSeen() {
    List<Message> mine = conversations.replace(ID, List.of(), plain("a"));
    stored("x");
    mine = conversations.replace(ID, mine, plain("a", "b"));
    mine = conversations.replace(ID, mine, plain("b"));

    assertThat(texts()).containsExactly("x", "b");
    assertThat(texts(mine)).containsExactly("b");
  }

  @Test
  void theSameListAgainWritesNothing() {
    List<Message> seen = stored("a", "b", "a");
    long version = cairn.memory().version();
    clock.advance(Duration.ofHours(1));

    assertThat(conversations.replace(ID, seen, plain("a", "b", "a"))).isEqualTo(seen);
    assertThat(conversations.replace(ID, seen, seen)).isEqualTo(seen);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void aWindowThatMovesOnRemovesOneRowAndAddsOne() throws Exception {
    conversations.append(
        ID, IntStream.range(0, 10_000).mapToObj(i -> "m" + i).map(Message::user).toList());
    List<Message> seen = conversations.last(ID, 20);
    List<Message> window = new ArrayList<>(plain(texts(seen).toArray(String[]::new)));
    window.remove(0);
    window.add(Message.user("new"));
    long lookups = lookups();

    assertThat(changesOf(() -> conversations.replace(ID, seen, window)))
        .containsExactlyInAnyOrder(What.DELETED, What.PUT);
    assertThat(lookups() - lookups).as("rows that were looked at").isLessThan(100);
    assertThat(texts(conversations.last(ID, 21)).get(0)).isEqualTo("m9979");
    assertThat(texts(conversations.last(ID, 21)).get(1)).isEqualTo("m9981");
    assertThat(conversations.get(ID).orElseThrow().messages()).isEqualTo(10_000);
  }

  private long lookups() {
    return cairn.statistics().cache().hits() + cairn.statistics().cache().misses();
  }

  @Test
  void theLastTwentyOfTenThousandMessagesAreTwentyRowsAndAnAppendIsOne() throws Exception {
    conversations.append(
        ID, IntStream.range(0, 10_000).mapToObj(i -> "m" + i).map(Message::user).toList());
    long lookups = lookups();

    assertThat(conversations.last(ID, 20)).hasSize(20);
    assertThat(lookups() - lookups).isEqualTo(20);
    assertThat(changesOf(() -> conversations.append(ID, Message.user("new"))))
        .containsExactly(What.PUT);
  }

  @Test
  void aSeenMessageThatIsNotGivenGoesAndAnUnseenOneStays() {
    List<Message> seen = stored("a", "b", "c");
    stored("x");

    conversations.replace(ID, seen, plain("c", "d"));

    assertThat(texts()).containsExactly("c", "x", "d");
  }

  @Test
  void whatStandsOutsideOfASeenPartIsNotTouched() {
    List<Message> all = stored("a", "b", "c", "d");

    conversations.replace(ID, all.subList(1, 3), List.of());

    assertThat(texts()).containsExactly("a", "d");
  }

  @Test
  void aSummaryInPlaceOfOldMessagesStandsWhereTheyStood() throws Exception {
    List<Message> seen = stored("system", "a", "b", "c", "d");
    stored("x");

    assertThat(
            changesOf(() -> conversations.replace(ID, seen, plain("system", "summary", "d", "e"))))
        .containsExactlyInAnyOrder(What.DELETED, What.DELETED, What.DELETED, What.PUT, What.PUT);

    assertThat(texts()).containsExactly("system", "summary", "d", "x", "e");
  }

  @Test
  void aNewMessageStandsBehindThoseOfOthersAtItsPlace() {
    List<Message> all = stored("a", "x", "b");

    conversations.replace(ID, List.of(all.get(0), all.get(2)), plain("a", "new", "b"));

    assertThat(texts()).containsExactly("a", "x", "new", "b");
  }

  @Test
  void aMessageInFrontOfAllIsOneRow() throws Exception {
    List<Message> seen = stored("a", "b");

    assertThat(changesOf(() -> conversations.replace(ID, seen, plain("system", "a", "b"))))
        .containsExactly(What.PUT);
    assertThat(texts()).containsExactly("system", "a", "b");
  }

  @Test
  void asFewMessagesAsPossibleMove() throws Exception {
    List<Message> seen = stored("a", "b", "c", "d");
    List<Message> turned = List.of(seen.get(3), seen.get(0), seen.get(1), seen.get(2));

    assertThat(changesOf(() -> conversations.replace(ID, seen, turned))).containsExactly(What.PUT);

    assertThat(conversations.all(ID)).isEqualTo(turned);
  }

  @Test
  void aChangedMessageIsStoredAtItsPlaceWithItsTime() throws Exception {
    List<Message> seen = stored("a", "b", "c");
    clock.advance(Duration.ofHours(1));
    Message changed = seen.get(1).withText("B");

    assertThat(
            changesOf(
                () ->
                    conversations.replace(
                        ID, seen, List.of(seen.get(0), changed, Message.user("c")))))
        .containsExactly(What.PUT);

    assertThat(conversations.all(ID)).containsExactly(seen.get(0), changed, seen.get(2));
  }

  @Test
  void aMessageThatOnlyAnotherChangedKeepsThatChange() {
    List<Message> seen = stored("a", "b");
    conversations.append(ID, seen.get(0).withText("A"));

    List<Message> given = conversations.replace(ID, seen, plain("a", "b", "c"));

    assertThat(texts()).containsExactly("A", "b", "c");
    assertThat(texts(given)).containsExactly("A", "b", "c");
  }

  @Test
  void aMessageThatBothChangedIsAsItIsGiven() {
    List<Message> seen = stored("a");
    conversations.append(ID, seen.get(0).withText("theirs"));

    conversations.replace(ID, seen, List.of(seen.get(0).withText("mine")));

    assertThat(texts()).containsExactly("mine");
  }

  @Test
  void aChangeOutlastsARemovalWhicheverCameFirst() {
    List<Message> seen = stored("a", "b");
    conversations.replace(ID, seen, List.of(seen.get(0).withText("A"), seen.get(1)));
    conversations.replace(ID, seen, List.of(seen.get(1)));
    assertThat(texts()).containsExactly("A", "b");

    List<Message> again = conversations.all(ID);
    conversations.replace(ID, again, List.of(again.get(1)));
    conversations.replace(ID, again, List.of(again.get(0).withText("AA"), again.get(1)));
    assertThat(texts()).containsExactly("AA", "b");
  }

  @Test
  void aMessageThatAnotherRemovedStaysRemovedWhereItIsUnchanged() {
    List<Message> seen = stored("a", "b");
    conversations.replace(ID, seen, plain("b"));

    List<Message> given = conversations.replace(ID, seen, plain("a", "b", "c"));

    assertThat(texts()).containsExactly("b", "c");
    assertThat(texts(given)).containsExactly("b", "c");
  }

  @Test
  void aMessageWithAnIdThatBothAddIsOne() {
    List<Message> seen = stored("a");
    Message added = Message.user("b").withId("b-1");

    conversations.replace(ID, seen, List.of(seen.get(0), added, Message.user("x")));
    conversations.replace(ID, seen, List.of(seen.get(0), added.withText("B"), Message.user("y")));

    assertThat(texts()).containsExactly("a", "B", "x", "y");
    assertThat(conversations.message(ID, "b-1")).map(Message::text).contains("B");
  }

  @Test
  void aTimeOfItsOwnIsAChange() {
    List<Message> seen = stored("a");
    Instant then = SettableClock.START.minusSeconds(60);

    conversations.replace(ID, seen, List.of(seen.get(0).withTime(then)));

    assertThat(conversations.all(ID).get(0).at()).contains(then);
    assertThat(conversations.get(ID).orElseThrow().firstAt()).isEqualTo(then);
  }

  @Test
  void equalMessagesAreToldApartByTheirOrder() throws Exception {
    List<Message> seen = stored("ok", "a", "ok", "b", "ok");

    assertThat(changesOf(() -> conversations.replace(ID, seen, plain("a", "ok", "b", "ok", "ok"))))
        .containsExactlyInAnyOrder(What.DELETED, What.PUT);
    assertThat(texts()).containsExactly("a", "ok", "b", "ok", "ok");
    assertThat(conversations.all(ID)).containsAll(seen.subList(1, 5));
  }

  /** Each of the given messages could be any of the seen ones. */
  @Test
  void tenThousandMessagesThatSayTheSameAreRelatedInAMoment() throws Exception {
    String[] texts = Stream.generate(() -> "ok").limit(10_000).toArray(String[]::new);
    List<Message> seen = stored(texts);
    List<Message> given = plain(texts).subList(0, 9_995);

    assertThat(changesOf(() -> conversations.replace(ID, seen, given)))
        .hasSize(5)
        .containsOnly(What.DELETED);
  }

  @Test
  void anEmptyListRemovesWhatWasSeenAndTheConversationWithTheLastMessage() {
    List<Message> seen = stored("a", "b");
    Message other = conversations.append(ID, Message.user("x"));

    conversations.replace(ID, seen, List.of());
    assertThat(texts()).containsExactly("x");
    assertThat(conversations.get(ID).orElseThrow().messages()).isEqualTo(1);

    conversations.replace(ID, List.of(other), List.of());
    assertThat(conversations.get(ID)).isEmpty();
    assertThat(conversations.list()).isEmpty();
  }

  @Test
  void withNothingSeenAllIsAppended() {
    stored("a");

    conversations.replace(ID, List.of(), plain("a", "b"));

    assertThat(texts()).containsExactly("a", "a", "b");
  }

  @Test
  void whateverIsStoredIsReplacedInATransactionThatReadsIt() {
    stored("a", "b");

    cairn
        .memory()
        .write(m -> m.conversations().replace(ID, m.conversations().all(ID), plain("b", "only")));

    assertThat(texts()).containsExactly("b", "only");
  }

  @Test
  void anyNumberOfMessagesFitsBetweenTwo() {
    stored("first", "last");
    List<String> expected = new ArrayList<>(List.of("first", "last"));
    for (int i = 0; i < 100; i++) {
      List<Message> seen = conversations.all(ID);
      List<Message> given = new ArrayList<>(seen);
      int place = i % 2 == 0 ? given.size() - 1 : 1;
      given.add(place, Message.user("m" + i));
      expected.add(place, "m" + i);
      conversations.replace(ID, seen, given);
      assertThat(texts()).isEqualTo(expected);
    }
    assertThat(conversations.get(ID).orElseThrow().messages()).isEqualTo(102);
  }

  /** Positions come to their ends after two billion appends, which no test makes. */
  @Test
  void atTheEndsOfTheNumbersTheMessagesGetNewPlaces() {
    List<Message> seen = new ArrayList<>(stored("a", "b", "c"));
    place(seen.get(0), -(1L << 62) + 1);
    place(seen.get(2), Long.MAX_VALUE - 1);

    conversations.append(ID, Message.user("d"));
    assertThat(texts()).containsExactly("a", "b", "c", "d");

    place(seen.get(0), -(1L << 62));
    List<Message> given = new ArrayList<>(seen);
    Collections.addAll(given, Message.user("e"));
    given.add(0, Message.user("z"));
    conversations.replace(ID, seen, given);
    assertThat(texts()).containsExactly("z", "a", "b", "c", "d", "e");
  }

  private void place(Message message, long position) {
    MessageKey key = new MessageKey(ID, message.id().orElseThrow());
    boolean unused = cairn.memory().put(MESSAGES, key, new StoredMessage(ID, position, message));
  }
}
