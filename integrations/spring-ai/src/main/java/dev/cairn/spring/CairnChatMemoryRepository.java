package dev.cairn.spring;

import dev.cairn.Memory;
import dev.cairn.chat.SharedChats;
import dev.cairn.conversations.Conversation;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

/**
 * Stores the messages of Spring AI's chat memories in conversations of a Cairn store, which any
 * number of threads and JVMs share.
 *
 * <p>{@link #saveAll} replaces what the memory had read, and loses nothing that others have
 * appended, changed or removed since: it merges what the memory had read, what it gives and what is
 * stored, in one transaction, as {@link SharedChats} tells, and writes only what differs. A caller
 * that gives back none of the objects that it read should read and write on the same thread.
 *
 * <p>All messages come back with text, media, calls of tools, their responses and metadata. Values
 * of metadata come back as JSON has them, and a value that has no form in JSON as its text. Media
 * given as an address or as bytes come back so. A message of a subclass of {@code AssistantMessage}
 * comes back as an {@code AssistantMessage}, without the fields of the subclass.
 *
 * <p>Thread-safe. What a call has written is durable when it returns. All methods throw an {@link
 * IllegalArgumentException} if an argument is null or an id blank, and an exception of the family
 * {@code CairnException} if the store cannot be read or written.
 */
public final class CairnChatMemoryRepository implements ChatMemoryRepository {
  private final Memory memory;
  private final SharedChats<Message> chats;

  /** Keeps messages in the conversations of {@code memory}, one namespace of a store. */
  public CairnChatMemoryRepository(Memory memory) {
    this.memory = Objects.requireNonNull(memory, "memory");
    this.chats = new SharedChats<>(memory, new SpringForm());
  }

  /** Returns the ids of all conversations, the one with the latest message first. */
  @Override
  public List<String> findConversationIds() {
    return memory.conversations().list().stream().map(Conversation::id).toList();
  }

  /** Returns all messages of a conversation in their order; none if it does not exist. */
  @Override
  public List<Message> findByConversationId(String conversationId) {
    return chats.read(conversationId);
  }

  /** Brings a conversation to a new list of messages, as the description of this class says. */
  @Override
  public void saveAll(String conversationId, List<Message> messages) {
    chats.replace(conversationId, messages);
  }

  /** Removes a conversation with all its messages, whoever has appended them. */
  @Override
  public void deleteByConversationId(String conversationId) {
    chats.remove(conversationId);
  }
}
