package dev.cairn.users;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Stores one immutable {@link UserContext} for each user, and changes it atomically.
 *
 * <p>However many threads and processes update one user, no update is lost. A call is a transaction
 * of its own, or part of the one that this was made for; what it returns is durable, or will be
 * with that transaction. Bad arguments are refused with an {@link IllegalArgumentException} that
 * shows them, before anything is queued.
 */
public final class Users {
  private static final Table<String, UserContext> USERS =
      Table.named("users").keyedBy(Keys.string()).holding(UserContext.class);

  private final Transactor transactor;
  private final Clock clock;

  /**
   * Makes the users that {@code transactor} gives access to.
   *
   * @param clock gives the times at which contexts are created and updated
   */
  public Users(Transactor transactor, Clock clock) {
    this.transactor = Arguments.notNull("transactor", transactor);
    this.clock = Arguments.notNull("clock", clock);
  }

  /** Returns the tables that users are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of(USERS);
  }

  /** Returns the context of {@code userId}, if there is one; from the cache if it is there. */
  public Optional<UserContext> get(String userId) {
    return transactor.get(USERS, UserContext.requireId(userId));
  }

  /** Returns the context of {@code userId}; if there is none yet, stores an empty one. */
  public UserContext getOrCreate(String userId) {
    return get(userId).orElseGet(() -> update(userId, UnaryOperator.identity()));
  }

  /**
   * Replaces the context of {@code userId} by the result of {@code change}, and returns that.
   *
   * <p>A user who is not known yet has an empty context. {@code updatedAt} is set here, if the
   * change changed anything.
   *
   * @param change runs on another thread, perhaps more than once, and delays all other writes while
   *     it runs: it must be quick, have no effect but its result, and call no store
   * @throws IllegalArgumentException if the change returned null or the context of another user;
   *     nothing was changed then
   */
  public UserContext update(String userId, UnaryOperator<UserContext> change) {
    UserContext.requireId(userId);
    Arguments.notNull("change", change);
    Instant now = clock.instant();
    return transactor.write(
        tx ->
            tx.update(
                USERS,
                userId,
                stored ->
                    changed(
                        stored.orElseGet(() -> UserContext.unknown(userId, now)), change, now)));
  }

  private static UserContext changed(
      UserContext old, UnaryOperator<UserContext> change, Instant now) {
    UserContext changed = Arguments.notNull("the changed context", change.apply(old));
    if (!changed.userId().equals(old.userId())) {
      throw new IllegalArgumentException(
          "a change of user '%s' returned the context of '%s'"
              .formatted(old.userId(), changed.userId()));
    }
    // Clocks may be set back, and differ between processes.
    Instant latest = now.isBefore(old.updatedAt()) ? old.updatedAt() : now;
    return changed.equals(old) ? old : changed.withUpdatedAt(latest);
  }

  /** Counts one more conversation with {@code userId}, and returns the context. */
  public UserContext recordConversation(String userId) {
    return update(userId, UserContext::withOneMoreConversation);
  }

  /** Returns all users, by id. */
  public List<UserContext> list() {
    return list(Integer.MAX_VALUE);
  }

  /** Returns the first {@code limit} users, by id. */
  public List<UserContext> list(int limit) {
    Arguments.notNegative("limit", limit);
    return transactor.read(
        tx -> {
          try (Stream<Row<String, UserContext>> rows = tx.scan(USERS, Scan.all())) {
            return rows.limit(limit).map(Row::value).toList();
          }
        });
  }

  /** Returns how many users there are. */
  public long count() {
    return transactor.read(tx -> tx.count(USERS, Scan.all()));
  }

  /** Removes {@code userId}; false if there was no such user. */
  public boolean remove(String userId) {
    UserContext.requireId(userId);
    return transactor.write(tx -> tx.remove(USERS, userId));
  }
}
