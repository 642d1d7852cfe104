package dev.cairn.chat;

import dev.cairn.conversations.Message;
import java.util.List;

/**
 * Converts the messages of a framework to stored messages and back.
 *
 * <p>To write what was read gives equal messages each time. An implementation is thread-safe.
 *
 * @param <M> the framework's messages
 */
public interface MessageForm<M> {
  /**
   * Returns a message in the form in which it is stored, without id and time.
   *
   * @throws IllegalArgumentException if it cannot be stored
   */
  Message write(M message);

  /**
   * Returns new objects for a stored message: most often one; none if the framework has no form for
   * it.
   */
  List<M> read(Message message);
}
