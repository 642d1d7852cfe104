package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_TIME;
import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;
import static dev.cairn.conversations.ConversationTables.MESSAGES;
import static dev.cairn.conversations.ConversationTables.key;

import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.ConversationTables.StoredMessage;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Stores the messages of conversations in order, and merges the lists of messages that several
 * processes write at once.
 *
 * <p>A conversation has an id of any length, and exists as long as it has a message. To append to
 * it and to read its last messages costs the same however many it has.
 *
 * <p>A call is a transaction of its own, or part of the one that this was made for; what it returns
 * is durable, or will be with that transaction. Lists are those of one moment, unmodifiable, and in
 * the order of the conversation unless said otherwise. Bad arguments are refused with an {@link
 * IllegalArgumentException} that shows them, before anything is queued.
 */
public final class Conversations {
  private final Transactor transactor;
  private final Clock clock;

  /**
   * Makes the conversations that {@code transactor} gives access to.
   *
   * @param clock gives the times of messages that come without one
   */
  public Conversations(Transactor transactor, Clock clock) {
    this.transactor = Arguments.notNull("transactor", transactor);
    this.clock = Arguments.notNull("clock", clock);
  }

  /** Returns the tables that conversations are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of(CONVERSATIONS, MESSAGES);
  }

  /** Appends a message, as {@link #append(String, List)} does, and returns it as it is stored. */
  public Message append(String conversation, Message message) {
    return append(conversation, List.of(Arguments.notNull("message", message))).get(0);
  }

  /**
   * Appends messages in one transaction, and returns them as they are stored: with ids and times.
   *
   * <p>A message without an id gets a time-ordered one, and one without a time that of the call. A
   * message whose id the conversation has already replaces that one at its place, so that an append
   * can be repeated when its outcome is not known.
   *
   * @throws IllegalArgumentException if two of the messages have one id
   */
  public List<Message> append(String conversation, List<Message> messages) {
    String unused = key(conversation);
    List<Message> given = Arguments.copyOf("messages", messages);
    Merge merge = new Merge(List.of(), given, clock.instant());
    return transactor.write(tx -> merge.append(new ConversationRows(tx, conversation)));
  }

  /**
   * Brings the messages of a conversation to a new list, in one transaction that loses nothing of
   * what others wrote after the caller has read; and returns the messages of that list as they are
   * stored, which are what the caller has seen now.
   *
   * <p>It serves a program that reads messages, changes its list, and writes the list back, as the
   * chat memories of frameworks do. It is a merge of three lists: <em>seen</em>, <em>given</em> and
   * what is <em>stored</em> now. Its rules:
   *
   * <ol>
   *   <li>A given message with an id is the seen and the stored message with that id. One without
   *       an id is a seen message that says the same (same {@linkplain Message#content content}):
   *       as many are as can be without a change of order. A given message that is no seen one is
   *       new.
   *   <li>A stored message that was neither seen nor given stays as it is.
   *   <li>A seen message that is not given is removed, unless another has changed it since.
   *   <li>A given message that differs from the seen one, in content or in a time of its own, is
   *       stored as given, also if another has changed or removed it. One that equals the seen one
   *       stays as it is stored: as another has changed it, and removed if another has removed it.
   *   <li>The given messages get the order of their list, and all others keep theirs. As many of
   *       the given messages that are stored as the order allows keep their places. Each message
   *       that is new or moves is put directly before the next message of the list that keeps its
   *       place, behind whatever others have stored there; and to the end of the conversation if
   *       there is none.
   * </ol>
   *
   * <p>So two programs that each append a message to the same list get both, in the order of their
   * transactions; and one that gives the last few messages of a long conversation touches no other.
   * Only messages that differ from what is stored are written, and the cost does not depend on the
   * messages that are neither seen nor given. There is one exception: after some thirty messages
   * were put before the same message one by one, and all of them stayed, there is no more room for
   * another, and all messages of the conversation are written once with new places.
   *
   * <p>With nothing seen, all given messages are appended. To replace whatever is stored, read it
   * in the same transaction:
   *
   * <pre>{@code
   * memory.write(m -> m.conversations().replace(id, m.conversations().all(id), messages));
   * }</pre>
   *
   * @param conversation the id; a conversation that does not exist is begun
   * @param seen the messages that the caller has read, as they were returned: of the whole
   *     conversation or of any part of it
   * @param messages the new list in place of {@code seen}
   * @throws IllegalArgumentException if a seen message has no id, or two messages of one of the
   *     lists have the same
   */
  public List<Message> replace(String conversation, List<Message> seen, List<Message> messages) {
    String unused = key(conversation);
    Merge merge =
        new Merge(
            Arguments.copyOf("seen", seen),
            Arguments.copyOf("messages", messages),
            clock.instant());
    return transactor.write(tx -> merge.into(new ConversationRows(tx, conversation)));
  }

  /** Returns the summary of a conversation, if it exists; from the cache if it is there. */
  public Optional<Conversation> get(String conversation) {
    return transactor.get(CONVERSATIONS, key(conversation));
  }

  /** Returns a message of a conversation, if there is one; from the cache if it is there. */
  public Optional<Message> message(String conversation, String id) {
    MessageKey messageKey = new MessageKey(key(conversation), Message.requireId(id));
    return transactor.get(MESSAGES, messageKey).map(StoredMessage::message);
  }

  /** Returns all messages of a conversation; none if it does not exist. */
  public List<Message> all(String conversation) {
    String unused = key(conversation);
    return transactor.read(tx -> new MessageOrder(tx, conversation).all());
  }

  /** Returns the last {@code limit} messages of a conversation, or all if it has fewer. */
  public List<Message> last(String conversation, int limit) {
    String unused = key(conversation);
    Arguments.notNegative("limit", limit);
    return transactor.read(tx -> new MessageOrder(tx, conversation).last(limit));
  }

  /**
   * Returns the last messages of a conversation that together have at most {@code limit} tokens.
   *
   * <p>It ends before the first message, from the last one backwards, that does not fit: that is
   * none at all if the last one alone has more.
   *
   * @param counter returns the number of tokens of a message, zero or more; it runs on this thread
   *     within a snapshot, which it should not hold for long
   * @throws IllegalArgumentException if the counter returns a negative number
   */
  public List<Message> lastTokens(
      String conversation, int limit, ToIntFunction<? super Message> counter) {
    String unused = key(conversation);
    Arguments.notNegative("limit", limit);
    Arguments.notNull("counter", counter);
    return transactor.read(tx -> new MessageOrder(tx, conversation).lastTokens(limit, counter));
  }

  /**
   * Returns the {@code limit} messages directly before a message, or fewer if there are no more:
   * the page before one that begins with {@code id}.
   *
   * @throws IllegalArgumentException if the conversation has no message with that id, or no more
   */
  public List<Message> before(String conversation, String id, int limit) {
    String unused = key(conversation);
    Message.requireId(id);
    Arguments.notNegative("limit", limit);
    return transactor.read(tx -> new MessageOrder(tx, conversation).before(id, limit));
  }

  /**
   * Returns the {@code limit} messages directly behind a message, or fewer if there are no more:
   * the page after one that ends with {@code id}.
   *
   * @throws IllegalArgumentException if the conversation has no message with that id, or no more
   */
  public List<Message> after(String conversation, String id, int limit) {
    String unused = key(conversation);
    Message.requireId(id);
    Arguments.notNegative("limit", limit);
    return transactor.read(tx -> new MessageOrder(tx, conversation).after(id, limit));
  }

  /** Returns all conversations, the one with the latest message first. */
  public List<Conversation> list() {
    return list(Integer.MAX_VALUE);
  }

  /** Returns the first {@code limit} of {@link #list()}. */
  public List<Conversation> list(int limit) {
    return list(Scan.all(), limit);
  }

  /**
   * Returns the next page of {@link #list()}: the {@code limit} conversations behind {@code last}.
   *
   * <p>A conversation that gets a message between two pages moves to the front, and is in no later
   * page.
   *
   * @param last the last conversation of the page before, as it was returned; it need not exist any
   *     more
   */
  public List<Conversation> listAfter(Conversation last, int limit) {
    Arguments.notNull("last", last);
    return list(Scan.all().before(last.lastAt(), key(last.id())), limit);
  }

  private List<Conversation> list(Scan scan, int limit) {
    Arguments.notNegative("limit", limit);
    return transactor.read(
        tx ->
            tx.scan(CONVERSATIONS, BY_TIME, scan.descending())
                .limit(limit)
                .map(Row::value)
                .toList());
  }

  /** Returns how many conversations there are. */
  public long count() {
    return transactor.read(tx -> tx.count(CONVERSATIONS, Scan.all()));
  }

  /** Removes a conversation with all its messages; false if there was none. */
  public boolean remove(String conversation) {
    String unused = key(conversation);
    return transactor.write(tx -> new ConversationRows(tx, conversation).clear());
  }

  /**
   * Removes the conversations whose last message is older than {@code age}, and returns how many.
   *
   * @see #pruneBefore
   */
  public int pruneOlderThan(Duration age) {
    Instant now = clock.instant();
    Arguments.notNegative("age", age);
    // No conversation is that old.
    boolean ancient = age.compareTo(Duration.between(Instant.MIN, now)) > 0;
    return ancient ? 0 : pruneBefore(now.minus(age));
  }

  /**
   * Removes the conversations whose last message is before {@code time}, and returns how many.
   *
   * <p>Each goes as a whole. Outside of a transaction this uses one for every {@value
   * Pruning#BATCH} messages or a little more, so that no other writer waits long. If it is stopped
   * halfway, the oldest are gone.
   */
  public int pruneBefore(Instant time) {
    Arguments.notNull("time", time);
    return new Pruning(transactor).before(time);
  }
}
