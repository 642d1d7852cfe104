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
 * Random merges, by callers that have read different states of a conversation, have an outcome that
 * the model allows.
 */
class MergeModelTest {
  private static final int CALLERS = 4;
  private static final int STEPS = 3_000;

  /** The model tries all choices of the messages of a list, so there may be few. */
  private static final int MOST_GIVEN = 9;

  private static final String ID = "c";

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<List<Message>> seenBy = new ArrayList<>();
  private int texts;

  @Test
  void mergesAreThoseOfTheModel(@TempDir Path directory) {
    CairnOptions options = CairnOptions.defaults().withDurability(Durability.RELAXED);
    try (Cairn cairn = Cairn.open(directory, options)) {
      Conversations conversations = cairn.memory().conversations();
      for (int i = 0; i < CALLERS; i++) {
        seenBy.add(List.of());
      }
      for (int step = 0; step < STEPS; step++) {
        int caller = random.nextInt(CALLERS);
        switch (random.nextInt(6)) {
          case 0 -> conversations.append(ID, fresh());
          case 1 -> seenBy.set(caller, conversations.all(ID));
          case 2 -> seenBy.set(caller, conversations.last(ID, random.nextInt(6)));
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

  private Message fresh() {
    return Message.user("text " + texts++);
  }

  private void merge(Conversations conversations, int caller, int step) {
    List<Message> seen = seenBy.get(caller);
    List<Given> given = change(seen);
    List<Message> stored = conversations.all(ID);
    MergeModel model = new MergeModel(seen, given, stored);

    List<Message> returned =
        conversations.replace(ID, seen, given.stream().map(Given::message).toList());

    List<Message> after = conversations.all(ID);
    String as = "seed %d, step %d".formatted(seed, step);
    assertThat(model.outcomes()).as(as).contains(model.lines(after));
    assertThat(model.lines(returned)).as(as).isEqualTo(model.given());
    assertThat(after).as(as).containsAll(returned);
    assertThat(conversations.get(ID).map(Conversation::messages).orElse(0L))
        .as(as)
        .isEqualTo(after.size());
    seenBy.set(caller, random.nextBoolean() ? returned : seen);
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
