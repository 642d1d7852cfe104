package dev.cairn.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.testing.NewStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that message lists which are written back are merged correctly with changes by others, in
 * the same process or in another. A second {@link SharedChats} stands for the other process.
 */
class SharedChatsTest extends NewStore {
  private static final Line YES = Line.user("yes");

  private SharedChats<Line> mine;
  private SharedChats<Line> theirs;
  private Conversations conversations;

  @BeforeEach
  void openTwice() {
    mine = new SharedChats<>(cairn.memory(), new Line.Form());
    theirs = new SharedChats<>(cairn.memory(), new Line.Form());
    conversations = cairn.memory().conversations();
  }

  private static List<Line> users(String... texts) {
    return new ArrayList<>(Arrays.stream(texts).map(Line::user).toList());
  }

  private static List<Line> plus(List<Line> lines, Line line) {
    List<Line> more = new ArrayList<>(lines);
    more.add(line);
    return more;
  }

  private static void add(SharedChats<Line> chats, Line line) {
    chats.replace("c", plus(chats.read("c"), line));
  }

  private static void drop(SharedChats<Line> chats, int index) {
    List<Line> read = chats.read("c");
    read.remove(index);
    chats.replace("c", read);
  }

  private List<String> texts() {
    return conversations.all("c").stream().map(Message::text).toList();
  }

  private static long version(Cairn cairn) {
    return cairn.statistics().store().version();
  }

  @Test
  void aCallerThatNeverReadReplacesWhatIsStored() {
    theirs.replace("c", users("a", "b"));
    List<Message> before = conversations.all("c");
    mine.replace("c", users("b", "c"));
    assertThat(texts()).containsExactly("b", "c");
    assertThat(conversations.all("c").get(0)).isEqualTo(before.get(1));
  }

  @Test
  void twoListsOverOneObjectAreMergedEachWithItsOwnReading() {
    mine.replace("c", users("a"));
    List<Line> first = mine.read("c");
    add(mine, Line.user("b"));
    mine.read("c"); // later than the first, by the same thread
    mine.replace("c", plus(first, Line.user("c")));
    assertThat(texts()).containsExactly("a", "b", "c");
  }

  @Test
  void aListThatIsWrittenAgainIsMergedWithItsLastWriting() {
    List<Line> own = new ArrayList<>();
    mine.read("c");
    for (String text : List.of("1", "2", "3")) {
      own.add(Line.user(text));
      mine.replace("c", own);
      add(theirs, Line.user("theirs " + text));
    }
    own.remove(0);
    mine.replace("c", own);
    assertThat(texts()).containsExactly("theirs 1", "2", "theirs 2", "3", "theirs 3");
  }

  @Test
  void aListMayBeWrittenByAnyThread() {
    mine.read("c");
    List<Line> own = users("1");
    mine.replace("c", own);
    add(theirs, Line.user("theirs"));
    own.add(Line.user("2"));
    CompletableFuture.runAsync(() -> mine.replace("c", own)).join();
    assertThat(texts()).containsExactly("1", "theirs", "2");
  }

  @Test
  void removedByOthersStaysRemovedHoweverOftenTheListIsWritten() {
    mine.read("c");
    List<Line> own = users("1", "2");
    mine.replace("c", own);
    drop(theirs, 0);
    for (String text : List.of("3", "4")) {
      own.add(Line.user(text));
      mine.replace("c", own);
    }
    assertThat(texts()).containsExactly("2", "3", "4");
  }

  @Test
  void changedByOthersStaysChanged() {
    mine.replace("c", users("a", "b"));
    List<Line> read = mine.read("c");
    boolean changed =
        conversations.edit("c", conversations.all("c").get(0).withText("A")).isPresent();
    assertThat(changed).isTrue();
    mine.replace("c", plus(read, Line.user("c")));
    assertThat(texts()).containsExactly("A", "b", "c");
  }

  @Test
  void aConstantIsANewMessageEachTimeThatItIsAdded() {
    add(mine, YES);
    add(mine, YES);
    add(mine, Line.user("no"));
    add(mine, YES);
    assertThat(texts()).containsExactly("yes", "yes", "no", "yes");
  }

  @Test
  void aConstantIsAddedAgainAfterAnotherHasRemovedTheConversation() {
    add(mine, YES);
    theirs.remove("c");
    add(mine, YES);
    assertThat(texts()).containsExactly("yes");
    mine.remove("c");
    mine.replace("c", List.of(YES));
    assertThat(texts()).containsExactly("yes");
  }

  @Test
  void aConstantThatAWindowDropsAndAddsAtOnceStaysAlsoIfAnotherHasDroppedIt() {
    add(mine, YES);
    add(mine, Line.user("no"));
    List<Line> window = mine.read("c");
    drop(theirs, 0);
    window.remove(0);
    mine.replace("c", plus(window, YES));
    assertThat(texts()).containsExactly("no", "yes");
  }

  @Test
  void aSummaryBesideAConstantReplacesWhatWasReadAndNoMore() {
    Line instructions = Line.system("be brief");
    add(mine, instructions);
    add(mine, Line.user("1"));
    add(mine, Line.user("2"));
    mine.read("c");
    add(theirs, Line.user("theirs"));
    mine.replace("c", List.of(instructions, Line.user("summary")));
    assertThat(texts()).containsExactly("be brief", "summary", "theirs");
  }

  @Test
  void anEmptyListRemovesWhatWasReadAndNoMore() {
    mine.replace("c", users("a"));
    add(theirs, Line.user("theirs"));
    mine.replace("c", List.of());
    assertThat(texts()).containsExactly("theirs");
  }

  @Test
  void twoThatRefreshTheInstructionsHaveOneMessageOfThem() {
    mine.replace("c", List.of(Line.system("old"), Line.user("a")));
    List<Line> read = mine.read("c");
    List<Line> other = theirs.read("c");
    read.remove(0); // and at another place, as windows do
    mine.replace("c", plus(read, Line.system("new")));
    other.set(0, Line.system("newer"));
    theirs.replace("c", other);
    assertThat(texts()).containsExactlyInAnyOrder("newer", "a");
  }

  @Test
  void listsMadeAnewEachTimeKeepTheirMessages() {
    mine.replace("c", users("a", "b", "a"));
    List<Message> before = conversations.all("c");
    long version = version(cairn);
    mine.read("c");
    mine.replace("c", users("a", "b", "a"));
    assertThat(version(cairn)).isEqualTo(version);
    mine.read("c");
    mine.replace("c", users("b", "a", "c"));
    assertThat(conversations.all("c")).startsWith(before.get(1), before.get(2)).hasSize(3);
  }

  @Test
  void messagesWithoutAFormStayAtTheirPlaces() {
    conversations.append("c", tool("1"));
    for (String each : List.of("a", "b", "c")) {
      conversations.append("c", List.of(Message.user(each), tool(each)));
    }
    List<Message> before = conversations.all("c");
    List<Line> read = mine.read("c");
    assertThat(read).isEqualTo(users("a", "b", "c"));
    long version = version(cairn);
    mine.replace("c", read);
    assertThat(version(cairn)).isEqualTo(version);
    read.remove(1);
    mine.replace("c", plus(read, Line.user("d")));
    assertThat(conversations.all("c"))
        .startsWith(before.get(0), before.get(1), before.get(2), before.get(4), before.get(5))
        .hasSize(7);
    assertThat(texts()).endsWith("d");
    mine.replace("c", List.of()); // what this thread has seen, and what it cannot see
    assertThat(conversations.all("c")).hasSize(4).allMatch(each -> !each.toolResults().isEmpty());
  }

  private static Message tool(String text) {
    return Message.tool(new ToolResult(text, "find", text, false));
  }

  @Test
  void anUpdateThatIsRepeatedStoresItsMessagesOnce() {
    add(mine, Line.user("a"));
    List<Line> list = plus(mine.read("c"), YES);
    CompletableFuture<Void> first = mine.replaceAsync("c", list); // of which nothing is known yet
    mine.replace("c", list);
    first.join();
    assertThat(texts()).containsExactly("a", "yes");
  }

  @Test
  void messagesThatWereReadAreAddedAgainAfterTheConversationWasRemoved() {
    mine.replace("c", users("a", "b", "c"));
    List<Line> read = mine.read("c");
    mine.remove("c");
    mine.replace("c", read.subList(0, 2));
    assertThat(texts()).containsExactly("a", "b");
    List<Line> again = mine.read("c");
    mine.removeAsync("c").join();
    mine.replace("c", again);
    assertThat(texts()).containsExactly("a", "b");
  }

  @Test
  void aMessageThatWasReadAndDroppedIsAddedAgain() {
    mine.replace("c", users("a", "b"));
    Line a = mine.read("c").get(0);
    drop(mine, 0);
    add(mine, a);
    assertThat(texts()).containsExactly("b", "a");
    List<Line> list = mine.read("c").subList(1, 2);
    mine.replace("c", list); // b dropped
    drop(mine, 0);
    List<Line> nothing = mine.read("c");
    mine.replace("c", plus(nothing, a));
    assertThat(texts()).containsExactly("a");
  }

  @Test
  void addedAgainOnceThoughTheUpdateIsRepeated() {
    mine.replace("c", users("a", "b"));
    List<Line> read = mine.read("c");
    mine.remove("c");
    add(theirs, Line.user("theirs"));
    CompletableFuture<Void> first = mine.replaceAsync("c", read);
    mine.replace("c", read);
    first.join();
    assertThat(texts()).containsExactly("theirs", "a", "b");
  }

  @Test
  void nullsAreRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> mine.replace("c", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty list");
    assertThatThrownBy(() -> mine.replace("c", Arrays.asList(YES, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("null");
    assertThat(texts()).isEmpty();
  }
}
