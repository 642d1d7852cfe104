package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.conversations.ConversationTables.EntryRow;
import dev.cairn.conversations.ConversationTables.MessageKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that a merge puts messages in the right places although others have added, edited or moved
 * messages meanwhile.
 */
class MergePlacesTest extends ListsOfAConversation {
  @Test
  void replaceAllBringsTheConversationToExactlyTheList() {
    Messages before = stored("a", "b");

    Messages after = conversations.replaceAll(ID, plain("b", "only"));

    assertThat(texts()).containsExactly("b", "only");
    assertThat(after.get(0)).isEqualTo(before.get(1));
    assertThat(after).isEqualTo(conversations.all(ID));
  }

  @Test
  void aSummaryInPlaceOfTheWholeEndStandsBeforeWhatOthersAppended() {
    Messages seen = stored("system", "m1", "m2", "m3");
    conversations.append(ID, Message.user("q"));

    conversations.merge(seen, plain("system", "summary"));

    assertThat(texts()).containsExactly("system", "summary", "q");
  }

  @Test
  void instructionsThatTwoRefreshAreOneMessageAndTheLaterTextStays() {
    conversations.append(ID, List.of(Message.system("old"), Message.user("a")));
    Messages seen = conversations.all(ID);

    conversations.merge(seen, List.of(Message.system("one"), Message.user("a")));
    conversations.append(ID, Message.user("q"));
    conversations.merge(seen, List.of(Message.system("two"), Message.user("a"), Message.user("b")));

    assertThat(texts()).containsExactly("two", "a", "q", "b");
    assertThat(id(conversations.all(ID), 0)).isEqualTo(id(seen, 0));
  }

  @Test
  void aSummaryWhoseMessagesOthersRemovedTooStandsBehindItsPredecessor() {
    Messages seen = stored("system", "m1", "m2");
    conversations.merge(seen, plain("system", "theirs"));
    conversations.append(ID, Message.user("q"));

    conversations.merge(seen, plain("system", "mine"));

    assertThat(texts()).containsExactly("system", "mine", "theirs", "q");
  }

  @Test
  void whatIsNewBehindAPartInTheMiddleStaysBehindThatPart() {
    Messages all = stored("a", "b", "c", "d");

    conversations.merge(conversations.before(ID, id(all, 2), 2), plain("a", "b", "new"));
    assertThat(texts()).containsExactly("a", "b", "new", "c", "d");

    conversations.merge(
        conversations.after(ID, id(conversations.all(ID), 2), 1), plain("c", "newer"));
    assertThat(texts()).containsExactly("a", "b", "new", "c", "newer", "d");

    conversations.merge(conversations.after(ID, id(all, 2), 5), plain("newer", "d", "end"));
    assertThat(texts()).containsExactly("a", "b", "new", "c", "newer", "d", "end");
  }

  @Test
  void anOrderThatOnlyAnotherChangedStays() {
    Messages seen = stored("a", "b", "c");
    conversations.merge(seen, List.of(seen.get(2), seen.get(0), seen.get(1)));

    conversations.merge(seen, plain("a", "b", "c", "d"));

    assertThat(texts()).containsExactly("c", "a", "b", "d");
  }

  @Test
  void aMergeThatIsRepeatedWithIdsChangesNothing() {
    Messages seen = stored("a");
    List<Message> list = List.of(seen.get(0), Message.user("b").withId("b-1"));
    Messages once = conversations.merge(seen, list);
    conversations.append(ID, Message.user("q"));
    long version = cairn.memory().version();

    assertThat(conversations.merge(seen, list)).isEqualTo(once);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void anyNumberOfMessagesFitsBetweenTwo() {
    stored("first", "last");
    List<String> expected = new ArrayList<>(List.of("first", "last"));
    for (int i = 0; i < 100; i++) {
      Messages seen = conversations.all(ID);
      List<Message> given = new ArrayList<>(seen);
      int place = i % 2 == 0 ? given.size() - 1 : 1;
      given.add(place, Message.user("m" + i));
      expected.add(place, "m" + i);
      conversations.merge(seen, given);
      assertThat(texts()).isEqualTo(expected);
    }
    assertThat(conversations.get(ID).orElseThrow().messages()).isEqualTo(102);
  }

  @Test
  void messagesAtOnePositionGetPlacesOfTheirOwn() {
    Messages seen = stored("a", "b", "c");
    for (Message message : seen) {
      MessageKey key = new MessageKey(ID, message.id().orElseThrow());
      EntryRow row = new EntryRow(ID, 7, message.at().orElseThrow());
      boolean unused = cairn.memory().put(ENTRIES, key, row);
    }
    Messages same = conversations.all(ID);
    assertThat(conversations.before(ID, id(same, 2), 2)).isEqualTo(same.subList(0, 2));
    assertThat(conversations.after(ID, id(same, 0), 5)).isEqualTo(same.subList(1, 3));

    List<Message> given = new ArrayList<>(same);
    given.add(1, Message.user("z"));
    conversations.merge(same, given);

    assertThat(texts()).isEqualTo(texts(given));
  }
}
