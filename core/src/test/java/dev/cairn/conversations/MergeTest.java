package dev.cairn.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.maintenance.StoreChange.What;
import dev.cairn.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that merging a caller's list of messages into a stored conversation follows each of the
 * documented rules.
 */
class MergeTest extends ListsOfAConversation {
  @Test
  void twoListsThatBothGrewAreOne() {
    Messages seen = stored("a", "b");

    conversations.merge(seen, plain("a", "b", "x1", "x2"));
    List<Message> given = conversations.merge(seen, plain("a", "b", "y1", "y2"));

    assertThat(texts()).containsExactly("a", "b", "x1", "x2", "y1", "y2");
    assertThat(texts(given)).containsExactly("a", "b", "y1", "y2");
    assertThat(given.subList(0, 2)).as("they are what was seen").isEqualTo(seen);
  }

  @Test
  void theReturnedListIsWhatTheCallerHasSeen() {
    Messages mine = conversations.merge(conversations.all(ID), plain("a"));
    stored("x");
    mine = conversations.merge(mine, plain("a", "b"));
    mine = conversations.merge(mine, plain("b"));

    assertThat(texts()).containsExactly("x", "b");
    assertThat(texts(mine)).containsExactly("b");
  }

  @Test
  void theSameListAgainWritesNothing() {
    Messages seen = stored("a", "b", "a");
    long version = cairn.memory().version();
    clock.advance(Duration.ofHours(1));

    assertThat(conversations.merge(seen, plain("a", "b", "a"))).isEqualTo(seen);
    assertThat(conversations.merge(seen, seen)).isEqualTo(seen);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void aWindowThatMovesOnRemovesOneRowAndAddsOne() throws Exception {
    conversations.append(
        ID, IntStream.range(0, 10_000).mapToObj(i -> "m" + i).map(Message::user).toList());
    Messages seen = conversations.last(ID, 20);
    List<Message> window = new ArrayList<>(plain(texts(seen).toArray(String[]::new)));
    window.remove(0);
    window.add(Message.user("new"));
    long lookups = lookups();

    assertThat(changesOf(() -> conversations.merge(seen, window)))
        .containsExactlyInAnyOrder(What.DELETED, What.PUT);
    assertThat(lookups() - lookups).as("rows that were looked at").isLessThan(250);
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
    assertThat(lookups() - lookups).as("a place and a text each").isEqualTo(40);
    assertThat(changesOf(() -> conversations.append(ID, Message.user("new"))))
        .containsExactly(What.PUT);
  }

  @Test
  void aSeenMessageThatIsNotGivenGoesAndAnUnseenOneStays() {
    Messages seen = stored("a", "b", "c");
    stored("x");

    conversations.merge(seen, plain("c", "d"));

    assertThat(texts()).containsExactly("c", "x", "d");
  }

  @Test
  void whatStandsOutsideOfASeenPartIsNotTouched() {
    Messages all = stored("a", "b", "c", "d");

    conversations.merge(conversations.after(ID, id(all, 0), 2), List.of());

    assertThat(texts()).containsExactly("a", "d");
  }

  @Test
  void aSummaryInPlaceOfOldMessagesStandsWhereTheyStood() throws Exception {
    Messages seen = stored("system", "a", "b", "c", "d");
    stored("x");

    assertThat(changesOf(() -> conversations.merge(seen, plain("system", "summary", "d", "e"))))
        .containsExactlyInAnyOrder(What.DELETED, What.DELETED, What.DELETED, What.PUT, What.PUT);

    assertThat(texts()).containsExactly("system", "summary", "d", "x", "e");
  }

  @Test
  void aNewMessageStandsBehindThoseOfOthersAtItsPlace() {
    Messages seen = stored("a", "b");
    conversations.merge(seen, plain("a", "x", "b"));

    conversations.merge(seen, plain("a", "new", "b"));

    assertThat(texts()).containsExactly("a", "x", "new", "b");
  }

  @Test
  void aMessageInFrontOfAllIsOneRow() throws Exception {
    Messages seen = stored("a", "b");

    assertThat(changesOf(() -> conversations.merge(seen, plain("system", "a", "b"))))
        .containsExactly(What.PUT);
    assertThat(texts()).containsExactly("system", "a", "b");
  }

  @Test
  void asFewMessagesAsPossibleMove() throws Exception {
    Messages seen = stored("a", "b", "c", "d");
    List<Message> turned = List.of(seen.get(3), seen.get(0), seen.get(1), seen.get(2));

    assertThat(changesOf(() -> conversations.merge(seen, turned))).as("texts").isEmpty();

    assertThat(conversations.all(ID)).isEqualTo(turned);
  }

  @Test
  void aChangedMessageIsStoredAtItsPlaceWithItsTime() throws Exception {
    Messages seen = stored("a", "b", "c");
    clock.advance(Duration.ofHours(1));
    Message changed = seen.get(1).withText("B");

    assertThat(
            changesOf(
                () -> conversations.merge(seen, List.of(seen.get(0), changed, Message.user("c")))))
        .containsExactly(What.PUT);

    assertThat(conversations.all(ID)).containsExactly(seen.get(0), changed, seen.get(2));
  }

  @Test
  void aMessageThatOnlyAnotherChangedKeepsThatChange() {
    Messages seen = stored("a", "b");
    edit(seen.get(0).withText("A"));

    List<Message> given = conversations.merge(seen, plain("a", "b", "c"));

    assertThat(texts()).containsExactly("A", "b", "c");
    assertThat(texts(given)).containsExactly("A", "b", "c");
  }

  @Test
  void aMessageThatBothChangedIsAsItIsGiven() {
    Messages seen = stored("a");
    edit(seen.get(0).withText("theirs"));

    conversations.merge(seen, List.of(seen.get(0).withText("mine")));

    assertThat(texts()).containsExactly("mine");
  }

  @Test
  void aChangeOutlastsARemovalWhicheverCameFirst() {
    Messages seen = stored("a", "b");
    conversations.merge(seen, List.of(seen.get(0).withText("A"), seen.get(1)));
    conversations.merge(seen, List.of(seen.get(1)));
    assertThat(texts()).containsExactly("A", "b");

    Messages again = conversations.all(ID);
    conversations.merge(again, List.of(again.get(1)));
    conversations.merge(again, List.of(again.get(0).withText("AA"), again.get(1)));
    assertThat(texts()).containsExactly("AA", "b");
  }

  @Test
  void aMessageThatAnotherRemovedStaysRemovedWhereItIsUnchanged() {
    Messages seen = stored("a", "b");
    conversations.merge(seen, plain("b"));

    List<Message> given = conversations.merge(seen, plain("a", "b", "c"));

    assertThat(texts()).containsExactly("b", "c");
    assertThat(texts(given)).containsExactly("b", "c");
  }

  @Test
  void aMessageWithAnIdThatBothAddIsOne() {
    Messages seen = stored("a");
    Message added = Message.user("b").withId("b-1");

    conversations.merge(seen, List.of(seen.get(0), added, Message.user("x")));
    conversations.merge(seen, List.of(seen.get(0), added.withText("B"), Message.user("y")));

    assertThat(texts()).containsExactly("a", "B", "x", "y");
    assertThat(conversations.message(ID, "b-1")).map(Message::text).contains("B");
  }

  @Test
  void aTimeOfItsOwnIsAChange() {
    Messages seen = stored("a");
    Instant then = SettableClock.START.minusSeconds(60);

    conversations.merge(seen, List.of(seen.get(0).withTime(then)));

    assertThat(conversations.all(ID).get(0).at()).contains(then);
    assertThat(conversations.get(ID).orElseThrow().firstAt()).isEqualTo(then);
  }

  @Test
  void equalMessagesAreToldApartByTheirOrder() throws Exception {
    Messages seen = stored("ok", "a", "ok", "b", "ok");

    assertThat(changesOf(() -> conversations.merge(seen, plain("a", "ok", "b", "ok", "ok"))))
        .containsExactlyInAnyOrder(What.DELETED, What.PUT);
    assertThat(texts()).containsExactly("a", "ok", "b", "ok", "ok");
    assertThat(conversations.all(ID)).containsAll(seen.subList(1, 5));
  }

  /** Each of the given messages could be any of the seen ones. */
  @Test
  void tenThousandMessagesThatSayTheSameAreRelatedInAMoment() throws Exception {
    String[] texts = Stream.generate(() -> "ok").limit(10_000).toArray(String[]::new);
    Messages seen = stored(texts);
    List<Message> given = plain(texts).subList(0, 9_995);

    assertThat(changesOf(() -> conversations.merge(seen, given)))
        .hasSize(5)
        .containsOnly(What.DELETED);
  }

  @Test
  void anEmptyListRemovesWhatWasSeenAndTheConversationWithTheLastMessage() {
    Messages seen = stored("a", "b");
    conversations.append(ID, Message.user("x"));

    conversations.merge(seen, List.of());
    assertThat(texts()).containsExactly("x");
    assertThat(conversations.get(ID).orElseThrow().messages()).isEqualTo(1);

    conversations.merge(conversations.all(ID), List.of());
    assertThat(conversations.get(ID)).isEmpty();
    assertThat(conversations.list()).isEmpty();
  }

  @Test
  void oneThatReadAnEmptyConversationAppends() {
    Messages nothing = conversations.all(ID);
    stored("a");

    conversations.merge(nothing, plain("a", "b"));

    assertThat(texts()).containsExactly("a", "a", "b");
  }
}
