package dev.cairn.langchain4j;

import dev.cairn.Memory;
import dev.cairn.chat.SharedChats;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stores the messages of LangChain4j's chat memories in conversations of a Cairn store, which any
 * number of threads and JVMs share.
 *
 * <p>A memory id is the id of a conversation, as its {@link Object#toString} gives it: the number 1
 * and the text "1" are one. The conversations are those of {@link Memory#conversations()}, where
 * Java callers and the {@code cairn} command find them. All messages and contents of LangChain4j
 * come back equal to what was stored; values of attributes that are neither texts nor generated
 * images come back as JSON has them.
 *
 * <p><b>An update replaces and yet loses nothing.</b> A chat memory reads its messages, changes the
 * list and writes it back as a whole. In between, another thread or process may have written too.
 * So {@link #updateMessages} is a merge, in one transaction, of what the memory had read, what it
 * gives, and what is stored:
 *
 * <ul>
 *   <li>What the memory had read and does not give any more is removed.
 *   <li>What others have appended, changed or removed since the memory read it stays so.
 *   <li>What is new is appended, behind what others have appended meanwhile.
 *   <li>Only what differs from the store is written; if nothing does, nothing is.
 * </ul>
 *
 * <p>The store knows what a memory had read by the message objects that it gives, and by the
 * thread; {@link SharedChats} tells how. LangChain4j's own memories read before each update, and
 * may share one store, on any threads. A caller that gives back none of the objects that it read
 * should read and write on the same thread: otherwise messages stay that were to be replaced. A
 * caller that has never read the conversation, on any thread, replaces whatever is stored. {@code
 * dev.cairn.conversations.Conversations.merge} tells the rules of the merge exactly.
 *
 * <p>If an update fails and its outcome is not known, the same list may be given again: new
 * messages have got their ids before the first attempt, and are stored once.
 *
 * <p>Thread-safe. What a call has written is durable when it returns, or when its future completes.
 * All methods throw an {@link IllegalArgumentException} if the memory id is null or blank, and an
 * exception of the family {@code CairnException} if the store cannot be read or written. The store
 * is not closed by this; close the {@code Cairn} that it was opened with.
 */
public final class CairnChatMemoryStore implements ChatMemoryStore {
  private final SharedChats<ChatMessage> chats;

  /**
   * Keeps messages in the conversations of {@code memory}, one namespace of a store.
   *
   * @throws NullPointerException if it is null
   */
  public CairnChatMemoryStore(Memory memory) {
    this.chats = new SharedChats<>(memory, new LangChainForm());
  }

  /**
   * Returns all messages of a conversation in their order; none if it does not exist.
   *
   * <p>Messages that LangChain4j has no form for are left out, and stay stored: for example
   * instructions without a text, and messages of another program with the role OTHER.
   */
  @Override
  public List<ChatMessage> getMessages(Object memoryId) {
    return chats.read(conversation(memoryId));
  }

  /**
   * Brings a conversation to a new list of messages, as the description of this class says.
   *
   * @throws IllegalArgumentException if the list or a message is null, or a message of a class that
   *     LangChain4j does not have
   */
  @Override
  public void updateMessages(Object memoryId, List<ChatMessage> messages) {
    chats.replace(conversation(memoryId), messages);
  }

  /** Removes a conversation with all its messages, whoever has appended them. */
  @Override
  public void deleteMessages(Object memoryId) {
    chats.remove(conversation(memoryId));
  }

  /**
   * Returns what {@link #getMessages} returns, at once: it reads from memory. The future fails with
   * all that {@link #getMessages} throws.
   */
  @Override
  public CompletableFuture<List<ChatMessage>> getMessagesAsync(Object memoryId) {
    try {
      return CompletableFuture.completedFuture(getMessages(memoryId));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Does what {@link #updateMessages} does, and completes when it is durable. */
  @Override
  public CompletableFuture<Void> updateMessagesAsync(Object memoryId, List<ChatMessage> messages) {
    return chats.replaceAsync(conversation(memoryId), messages);
  }

  /** Does what {@link #deleteMessages} does, and completes when it is durable. */
  @Override
  public CompletableFuture<Void> deleteMessagesAsync(Object memoryId) {
    return chats.removeAsync(conversation(memoryId));
  }

  private static String conversation(Object memoryId) {
    if (memoryId == null) {
      throw new IllegalArgumentException("memoryId is null; give the id of the conversation");
    }
    return memoryId.toString();
  }
}
