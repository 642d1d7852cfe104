package dev.cairn.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.conversations.Message;
import dev.cairn.testing.NewStore;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Tests that remembered reads of conversations are forgotten with the object that made them, and
 * that each thread keeps only a few.
 */
class ForgottenReadingsTest extends NewStore {
  private final List<WeakReference<Message>> read = new ArrayList<>();

  private final class Form implements MessageForm<Line> {
    private final MessageForm<Line> form = new Line.Form();

    @Override
    public Message write(Line line) {
      return form.write(line);
    }

    @Override
    public List<Line> read(Message message) {
      read.add(new WeakReference<>(message));
      return form.read(message);
    }
  }

  private static boolean comesTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      System.gc();
    }
    return condition.getAsBoolean();
  }

  private boolean isFirstForgotten() {
    return read.get(0).get() == null;
  }

  @Test
  void nothingOutlivesTheObjectThatReadIt() {
    cairn.memory().conversations().append("c", Message.user("a"));
    assertThat(new SharedChats<>(cairn.memory(), new Form()).read("c")).hasSize(1);
    assertThat(comesTrue(this::isFirstForgotten)).isTrue();
  }

  @Test
  void aThreadRemembersFewConversations() {
    SharedChats<Line> chats = new SharedChats<>(cairn.memory(), new Form());
    for (String conversation : List.of("c", "d", "e", "f", "g")) {
      cairn.memory().conversations().append(conversation, Message.user("a"));
      assertThat(chats.read(conversation)).hasSize(1);
    }
    // A read lets go of what is known of lists that are dropped.
    assertThat(comesTrue(() -> chats.read("g").isEmpty() || isFirstForgotten())).isTrue();
  }
}
