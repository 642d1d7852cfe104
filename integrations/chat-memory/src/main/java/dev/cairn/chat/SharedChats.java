package dev.cairn.chat;

import dev.cairn.Memory;
import dev.cairn.chat.Readings.Basis;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Messages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a framework that reads and writes whole message lists share conversations with other threads
 * and processes, without losing messages.
 *
 * <p>It is the base of Cairn's integrations. A framework passes a list without telling what it had
 * read; this finds out by the objects in the list:
 *
 * <ul>
 *   <li>If a read has made some of them, the list was made of the latest such read, or of the
 *       latest list that they were written in; but if the same thread has read since, and all of
 *       them were removed before, it was made of that read, and adds them again.
 *   <li>Otherwise it was made of the last read by the same thread, if the thread has written no
 *       list of that conversation since.
 *   <li>Otherwise it is a list that was written before, and is continued by a caller that reads no
 *       more: its objects tell which one; and if all are new, it is the last one that the thread
 *       has written.
 *   <li>If there is none either, but another thread has read the conversation through this object,
 *       the list was made of such a read that no list has answered, the oldest one; and if that is
 *       forgotten, the list only adds messages.
 *   <li>Otherwise the caller has never read the conversation.
 * </ul>
 *
 * <p>So callers that read before they write may share one of these, on any threads, if objects that
 * were read come back. If none does, as when a summary replaces all, the read and the write must be
 * on one thread, at most ten minutes and three other conversations apart: otherwise messages stay
 * that were to be removed. One that continues its own list has one for itself if others read the
 * same conversation on its thread.
 *
 * <p>An object that comes back unchanged leaves its message as others have left it, changed or
 * removed. Other objects are new messages, and so is an object that is added again: one of an
 * earlier read whose message a later one did not find. In a list without an object of that reading,
 * those that say what was read are the same messages. A new SYSTEM message in a list that leaves
 * out one is a change of that.
 *
 * <p>Bad arguments are refused with an {@link IllegalArgumentException}. Thread-safe; what a call
 * has written is durable when it returns, or when its future completes.
 *
 * @param <M> the framework's messages, which are told apart by identity
 */
public final class SharedChats<M> {
  private final Memory memory;
  private final MessageForm<M> form;
  private final Readings<M> readings;

  /**
   * Keeps messages in the conversations of {@code memory}.
   *
   * @param form the form in which they are stored
   */
  public SharedChats(Memory memory, MessageForm<M> form) {
    this.memory = Objects.requireNonNull(memory, "memory");
    this.form = Objects.requireNonNull(form, "form");
    this.readings = new Readings<>(form);
  }

  /** Returns the messages of a conversation in their order, as a list that may be changed. */
  public List<M> read(String conversation) {
    return readings.handOut(memory.conversations().all(conversation));
  }

  /**
   * Brings a conversation to a new list by a {@linkplain Conversations#merge merge} with the
   * reading of which the list was made, which the description of this class tells; or to exactly
   * that list, if its giver has never read the conversation.
   *
   * <p>If the outcome is not known, the same list may be given again: what is stored already is not
   * stored twice.
   *
   * @throws IllegalArgumentException if the list or a message is null, or cannot be stored
   */
  public void replace(String conversation, List<M> messages) {
    Update<M> update = update(conversation, messages);
    readings.attempt(update).accept(update.apply(memory.conversations()));
  }

  /** Does what {@link #replace} does, and completes when it is durable. */
  public CompletableFuture<Void> replaceAsync(String conversation, List<M> messages) {
    Update<M> update = update(conversation, messages);
    Consumer<Messages> attempt = readings.attempt(update);
    return memory.writeAndGetAsync(m -> update.apply(m.conversations())).thenAccept(attempt);
  }

  private Update<M> update(@Nullable String conversation, @Nullable List<M> messages) {
    if (conversation == null) {
      throw new IllegalArgumentException("conversation is null; give its id");
    }
    if (messages == null) {
      throw new IllegalArgumentException("messages is null; give an empty list to remove all");
    }
    List<Optional<Sighting>> known =
        messages.stream().map(each -> readings.find(conversation, each)).toList();
    Optional<Basis> basis =
        readings.basis(conversation, known).or(() -> basisOfUnknown(conversation));
    return new Update<>(form, conversation, messages, known, basis);
  }

  /** A list whose origin is forgotten removes nothing: who has read it may not have read all. */
  private Optional<Basis> basisOfUnknown(String conversation) {
    return readings.wasRead(conversation)
        ? Optional.of(readings.ofNothing(memory.conversations().last(conversation, 0)))
        : Optional.empty();
  }

  /** Removes a conversation with all its messages, whoever has appended them. */
  public void remove(String conversation) {
    List<M> unused = readings.handOut(memory.writeAndGet(m -> remove(m, conversation)));
  }

  /** Does what {@link #remove} does, and completes when it is durable. */
  public CompletableFuture<Void> removeAsync(String conversation) {
    Consumer<Messages> done = readings.later(conversation);
    return memory.writeAndGetAsync(m -> remove(m, conversation)).thenAccept(done);
  }

  private static Messages remove(Memory memory, String conversation) {
    memory.conversations().remove(conversation);
    return memory.conversations().all(conversation);
  }
}
