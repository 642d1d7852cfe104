package dev.cairn.conversations;

import static dev.cairn.conversations.ConversationTables.BY_LAST_TIME;
import static dev.cairn.conversations.ConversationTables.CONVERSATIONS;
import static dev.cairn.conversations.ConversationTables.ENTRIES;
import static dev.cairn.conversations.ConversationTables.MESSAGES;
import static dev.cairn.conversations.ConversationTables.key;

import dev.cairn.conversations.ConversationRows.Stored;
import dev.cairn.conversations.ConversationTables.MessageKey;
import dev.cairn.conversations.ConversationTables.SummaryRow;
import dev.cairn.internal.checks.Ages;
import dev.cairn.internal.checks.Arguments;
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
    return List.of(CONVERSATIONS, ENTRIES, MESSAGES);
  }

  /** Appends a message, as {@link #append(String, List)} does, and returns it as it is stored. */
  public Message append(String conversation, Message message) {
    return append(conversation, List.of(Arguments.notNull("message", message))).get(0);
  }

  /**
   * Appends messages in one transaction, and returns them as they are stored: with ids and times.
   *
   * <p>A message without an id gets a time-ordered one, and one without a time that of the call. An
   * append of messages with ids can be repeated when its outcome is not known: a message whose id
   * is stored already with the same {@linkplain Message#content content}, and at the same time if
   * it has a time, stays where it is.
   *
   * @throws IllegalArgumentException if two of the messages have one id, or the conversation has a
   *     message with the id of one that says something else: that is found in the transaction, and
   *     nothing is changed; {@link #edit} changes a message
   */
  public List<Message> append(String conversation, List<Message> messages) {
    String unused = key(conversation);
    Append append =
        new Append(conversation, Arguments.copyOf("messages", messages), clock.instant());
    return transactor.write(tx -> append.to(new ConversationRows(tx, conversation)));
  }

  /**
   * Stores a message in place of the one that has its id, where that one stands, and returns it as
   * it is stored; empty if there is none, or no more.
   *
   * <p>It keeps its time if none is given. Of two edits the later one stays.
   *
   * @throws IllegalArgumentException if the message has no id
   */
  public Optional<Message> edit(String conversation, Message message) {
    String unused = key(conversation);
    if (Arguments.notNull("message", message).id().isEmpty()) {
      throw new IllegalArgumentException("message has no id; give that of the message to change");
    }
    Instant now = clock.instant();
    Given given = Given.of(message, Optional.empty(), false, now);
    return transactor.write(tx -> edit(new ConversationRows(tx, conversation), given, now));
  }

  private static Optional<Message> edit(ConversationRows rows, Given given, Instant now) {
    Optional<Stored> stored = rows.get(given.id());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Message message = given.completed(stored, now);
    if (!message.equals(stored.get().message())) {
      rows.put(message, stored.get().entry().position());
      rows.summarize();
    }
    return Optional.of(message);
  }

  /**
   * Writes back the list that a caller has made of what it read, in one transaction that loses
   * nothing of what others wrote meanwhile; and returns the messages of that list as they are
   * stored, which are what the caller has seen now.
   *
   * <p>It merges three lists: <em>seen</em>, <em>given</em> and what is <em>stored</em> now.
   *
   * <ol>
   *   <li>A given message with an id is the seen and the stored one with that id; one without is a
   *       seen message with the same {@linkplain Message#content content}, or, if it is the one new
   *       SYSTEM message between two messages of which one SYSTEM message is left out, an edit of
   *       that.
   *   <li>A given message that differs from the seen one, in content or in a time of its own, is
   *       stored as given; one that does not is as others have left it, changed or removed.
   *   <li>A seen message that is left out is removed, unless another has changed it; what was not
   *       seen is not touched.
   *   <li>A message that the caller has not moved against the others that it saw stays where it is
   *       stored.
   *   <li>A message that is new or moved stands where those stood that the list leaves out at its
   *       place; if it leaves out none there, directly before the next message of the list that
   *       stays; and if there is none, at the end of the conversation, or directly behind the
   *       message before it in the list if what was seen did not reach to that end.
   * </ol>
   *
   * <p>So two programs that each append a message to the same list get both, in the order of their
   * transactions; and of two that change the same message, the later transaction wins. Only
   * messages that differ from what is stored are written, and the cost does not depend on the
   * messages that are neither seen nor given. There is one exception: after some sixteen messages
   * were put at the same place one by one, and all of them stayed, there is no more room for
   * another, and the places of the messages before it are written once, without what they say.
   *
   * <p>What was seen belongs to the caller that read it: one that makes its list of an older read
   * than the one it passes removes what it never saw. A merge whose outcome is not known can be
   * repeated with the same arguments if its new messages have ids; new messages without ids would
   * be stored twice.
   *
   * @param seen what the read returned of which the caller has made the list: the whole
   *     conversation or any part of it
   * @param messages the new list in place of {@code seen}
   * @throws IllegalArgumentException if two of the messages have one id
   */
  public Messages merge(Messages seen, List<Message> messages) {
    Arguments.notNull("seen", seen);
    Merge merge = new Merge(seen, Arguments.copyOf("messages", messages), clock.instant());
    return transactor.write(tx -> merge.into(new ConversationRows(tx, seen.conversation())));
  }

  /**
   * Brings a conversation to exactly these messages, whatever others have stored, in one
   * transaction; and returns them as they are stored.
   *
   * <p>It is a {@link #merge} with a read in the same transaction, so messages that are there
   * already keep their ids and times. It reads the whole conversation while other writers wait.
   *
   * @param conversation the id; a conversation that does not exist is begun
   * @throws IllegalArgumentException if two of the messages have one id
   */
  public Messages replaceAll(String conversation, List<Message> messages) {
    String unused = key(conversation);
    List<Message> given = Arguments.copyOf("messages", messages);
    Given.requireDistinctIds(given);
    Instant now = clock.instant();
    return transactor.write(
        tx ->
            new Merge(new MessageOrder(tx, conversation).all(), given, now)
                .into(new ConversationRows(tx, conversation)));
  }

  /** Returns the summary of a conversation, if it exists; from the cache if it is there. */
  public Optional<Conversation> get(String conversation) {
    return transactor.get(CONVERSATIONS, key(conversation)).map(SummaryRow::conversation);
  }

  /** Returns a message of a conversation, if there is one; from the cache if it is there. */
  public Optional<Message> message(String conversation, String id) {
    MessageKey messageKey = new MessageKey(key(conversation), Message.requireId(id));
    return transactor.get(MESSAGES, messageKey).map(row -> row.message(id));
  }

  /** Returns all messages of a conversation; none if it does not exist. */
  public Messages all(String conversation) {
    String unused = key(conversation);
    return transactor.read(tx -> new MessageOrder(tx, conversation).all());
  }

  /** Returns the last {@code limit} messages of a conversation, or all if it has fewer. */
  public Messages last(String conversation, int limit) {
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
  public Messages lastTokens(
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
  public Messages before(String conversation, String id, int limit) {
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
  public Messages after(String conversation, String id, int limit) {
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
            tx.scan(CONVERSATIONS, BY_LAST_TIME, scan.descending())
                .limit(limit)
                .map(row -> row.value().conversation())
                .toList());
  }

  /** Returns how many conversations there are. */
  public long count() {
    return transactor.read(tx -> tx.count(CONVERSATIONS, Scan.all()));
  }

  /** Removes a conversation with all its messages; false if there was none. */
  public boolean remove(String conversation) {
    String unused = key(conversation);
    return transactor.write(tx -> new ConversationRows(tx, conversation).clear() > 0);
  }

  /**
   * Removes the conversations whose last message is older than {@code age}, and returns how many.
   *
   * @see #pruneBefore
   */
  public int pruneOlderThan(Duration age) {
    return Ages.before(clock.instant(), age).map(this::pruneBefore).orElse(0);
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
