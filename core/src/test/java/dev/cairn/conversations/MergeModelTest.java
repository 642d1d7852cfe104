package dev.cairn.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Durability;
import dev.cairn.Memory;
import dev.cairn.conversations.MergeModel.Given;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that random merges by several callers of one conversation have a result that the {@link
 * MergeModel} allows.
 */
class MergeModelTest {
  private static final int CALLERS = 4;
  private static final int STEPS = 3_000;

  /** The model tries all choices of the messages of a list, so there may be few. */
  private static final int MOST_GIVEN = 9;

  private static final String ID = "c";

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<Messages> seenBy = new ArrayList<>();
  private int texts;

  @Test
  void mergesAreThoseOfTheModel(@TempDir Path directory) {
    CairnOptions options = CairnOptions.defaults().withDurability(Durability.RELAXED);
    try (Cairn cairn = Cairn.open(directory, options)) {
      Conversations conversations = cairn.memory().conversations();
      for (int i = 0; i < CALLERS; i++) {
        seenBy.add(conversations.all(ID));
      }
      for (int step = 0; step < STEPS; step++) {
        int caller = random.nextInt(CALLERS);
        switch (random.nextInt(6)) {
          case 0 -> conversations.append(ID, fresh());
          case 1 -> seenBy.set(caller, conversations.all(ID));
          case 2 -> seenBy.set(caller, part(conversations));
          default -> merge(conversations, caller, step);
        }
        if (conversations.all(ID).size() > 3 * MOST_GIVEN) {
          conversations.remove(ID);
        }
      }
    }
    assertThat(
            Maintenance.verify(directory, VerifyOptions.deep().withTables(Memory.tables()))
                .findings())
        .isEmpty();
  }

  private Messages part(Conversations conversations) {
    List<Message> all = conversations.all(ID);
    if (all.isEmpty() || random.nextBoolean()) {
      return conversations.last(ID, random.nextInt(6));
    }
    String id = all.get(random.nextInt(all.size())).id().orElseThrow();
    int limit = random.nextInt(6);
    return random.nextBoolean()
        ? conversations.before(ID, id, limit)
        : conversations.after(ID, id, limit);
  }

  private Message fresh() {
    return Message.user("text " + texts++);
  }

  private void merge(Conversations conversations, int caller, int step) {
    Messages seen = seenBy.get(caller);
    List<Given> given = change(seen);
    List<Message> stored = conversations.all(ID);
    MergeModel model = new MergeModel(seen, given, stored);

    Messages returned = conversations.merge(seen, given.stream().map(Given::message).toList());

    List<Message> after = conversations.all(ID);
    String as =
        "seed %d, step %d: from %s, given %s, stored %s; now %s"
            .formatted(
                seed,
                step,
                texts(seen),
                texts(given.stream().map(Given::message).toList()),
                texts(stored),
                texts(after));
    assertThat(model.outcomes()).as(as).contains(model.lines(after));
    assertThat(model.lines(returned)).as(as).isEqualTo(model.given());
    assertThat(after).as(as).containsAll(returned);
    assertThat(conversations.get(ID).map(Conversation::messages).orElse(0L))
        .as(as)
        .isEqualTo(after.size());
    seenBy.set(caller, random.nextBoolean() ? returned : seen);
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  /** Makes a new list of a seen one: without some, with others changed, moved or new. */
  private List<Given> change(List<Message> seen) {
    List<Given> list = new ArrayList<>();
    boolean moves = random.nextInt(4) == 0;
    for (Message message : seen) {
      int what = list.size() == MOST_GIVEN ? 0 : random.nextInt(10);
      switch (what) {
        case 0, 1 -> {} // left out
        case 2 -> list.add(new Given(message.withText("text " + texts++), message));
        case 3 -> list.add(new Given(fresh(), null)); // in its place
        case 4, 5 -> list.add(new Given(message, message));
        default -> list.add(new Given(moves ? message : message.content(), message));
      }
    }
    if (moves) {
      Collections.shuffle(list, random);
    }
    while (list.size() < MOST_GIVEN && random.nextInt(3) > 0) {
      int place = random.nextInt(3) == 0 ? random.nextInt(list.size() + 1) : list.size();
      list.add(place, new Given(fresh(), null));
    }
    return list;
  }

  /** Contents of which there are three occur too often to be told apart one by one. */
  @Test
  void asManyEqualMessagesAsPossibleAreRelated() {
    for (int round = 0; round < 300; round++) {
      int size = round % 20 == 0 ? 1_500 : random.nextInt(40);
      List<Message> seen = new ArrayList<>();
      List<Message> given = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Message message = Message.user("text " + random.nextInt(3));
        seen.add(message.withId("m" + i));
        boolean edited = size < 100 ? random.nextInt(4) == 0 : i < 20 || i == size / 2;
        if (!edited) {
          given.add(message);
        } else if (random.nextBoolean()) {
          given.add(Message.user("text " + random.nextInt(3)));
        }
      }
      int[] related = new Alignment(seen, given).seenOfGiven();

      int last = -1;
      int count = 0;
      for (int i = 0; i < related.length; i++) {
        if (related[i] >= 0) {
          assertThat(related[i]).as("seed %d, round %d: order", seed, round).isGreaterThan(last);
          last = related[i];
          count++;
          assertThat(given.get(i)).isEqualTo(seen.get(related[i]).content());
        }
      }
      assertThat(count).as("seed %d, round %d", seed, round).isEqualTo(most(seen, given));
    }
  }

  /** Returns the length of the longest common subsequence of two lists. */
  private static int most(List<Message> seen, List<Message> given) {
    int[][] most = new int[seen.size() + 1][given.size() + 1];
    for (int i = 1; i <= seen.size(); i++) {
      for (int k = 1; k <= given.size(); k++) {
        most[i][k] =
            seen.get(i - 1).text().equals(given.get(k - 1).text())
                ? most[i - 1][k - 1] + 1
                : Math.max(most[i - 1][k], most[i][k - 1]);
      }
    }
    return most[seen.size()][given.size()];
  }

  @Test
  void anIncreasingRunIsAsLongAsAny() {
    for (int round = 0; round < 2_000; round++) {
      int size = random.nextInt(12);
      List<Long> numbers = new ArrayList<>();
      for (long i = 0; i < size; i++) {
        numbers.add(i);
      }
      Collections.shuffle(numbers, random);
      long[] list = numbers.stream().mapToLong(number -> number).toArray();

      int[] run = IncreasingRun.in(list);

      Set<Integer> lengths = new HashSet<>();
      for (int choice = 0; choice < 1 << size; choice++) {
        if (isIncreasing(list, choice)) {
          lengths.add(Integer.bitCount(choice));
        }
      }
      int chosen = 0;
      for (int i : run) {
        chosen |= 1 << i;
      }
      assertThat(isIncreasing(list, chosen)).as("seed %d, %s", seed, numbers).isTrue();
      assertThat(run).as("seed %d, %s", seed, numbers).hasSize(Collections.max(lengths));
    }
  }

  private static boolean isIncreasing(long[] list, int choice) {
    long last = -1;
    for (int i = 0; i < list.length; i++) {
      if ((choice >> i & 1) != 0) {
        if (list[i] < last) {
          return false;
        }
        last = list[i];
      }
    }
    return true;
  }
}
