package dev.cairn.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.conversations.Message;
import dev.cairn.testing.NewStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that no message is lost if threads add to one conversation at once, even if they do not
 * read it before each addition.
 */
class SharedByThreadsTest extends NewStore {
  private static final int ADDITIONS = 40;
  private static final Line YES = Line.user("yes");

  @Test
  void everyAdditionIsThereOnceAndInItsOrder() throws Exception {
    SharedChats<Line> chats = new SharedChats<>(cairn.memory(), new Line.Form());
    List<String> agents = List.of("reader 1", "reader 2", "keeper 1", "keeper 2");
    CyclicBarrier begin = new CyclicBarrier(agents.size());
    ExecutorService threads = Executors.newFixedThreadPool(agents.size());
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (String agent : agents) {
        ends.add(
            threads.submit(
                () -> {
                  begin.await();
                  add(chats, agent);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    List<String> texts =
        cairn.memory().conversations().all("c").stream().map(Message::text).toList();
    for (String agent : agents) {
      assertThat(texts.stream().filter(text -> text.startsWith(agent)))
          .containsExactlyElementsOf(
              IntStream.range(0, ADDITIONS).mapToObj(i -> agent + ": " + i).toList());
    }
    assertThat(Collections.frequency(texts, "yes")).isEqualTo(agents.size() * ADDITIONS);
    assertThat(texts).hasSize(2 * agents.size() * ADDITIONS);
  }

  private static void add(SharedChats<Line> chats, String agent) {
    List<Line> list = chats.read("c");
    for (int i = 0; i < ADDITIONS; i++) {
      for (Line line : List.of(Line.user(agent + ": " + i), YES)) {
        if (agent.startsWith("reader")) {
          list = chats.read("c");
        }
        list.add(line);
        chats.replace("c", list);
      }
    }
  }
}
