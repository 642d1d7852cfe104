package dev.cairn.table;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A query whose result is cached until data that it has read change, in whichever process.
 *
 * <p>A query is a record, or a constant of an enum: its components are the arguments, immutable,
 * and two equal queries are the same question.
 *
 * <pre>{@code
 * record ShortNotes(int most) implements Query<Memory, List<Note>> {
 *   public List<Note> answer(Memory memory) {
 *     return memory.scan(NOTES, Scan.all()).map(Row::value).filter(n -> n.text().length() <=
 * most).toList();
 *   }
 * }
 *
 * List<Note> notes = memory.query(new ShortNotes(80));
 * }</pre>
 *
 * <p>The answer may depend on the components and on what the query reads of its snapshot, and on
 * nothing else: not on the time, not on another store. It must not wait for other threads, since
 * others may wait for it. All who ask are given the same object, so it must be immutable. An array,
 * a collection of the JDK that can be modified, a stream, an iterator or null is refused; lists
 * from {@code Stream.toList()} and {@code List.of}, records, strings, numbers and {@link
 * java.util.Optional} are right.
 *
 * @param <S> what the query reads: a {@link Transaction} in a repository, a {@code Memory}
 *     elsewhere
 * @param <R> the type of its answer
 */
@FunctionalInterface
public interface Query<S, R> {

  /**
   * Computes the answer. It may run on several threads at once, and more often than it is asked.
   *
   * @param snapshot what it reads, valid until this returns
   * @return the answer, immutable and not null
   */
  R answer(S snapshot);

  /**
   * Tells a listener each new answer of a query, until this is closed.
   *
   * <p>Thread-safe.
   */
  interface Observation extends AutoCloseable {

    /**
     * Ends the observation, and waits for a call of the listener that is under way, so that none
     * runs or begins after this has returned. The listener itself may call this; then only its own
     * call goes on. Does nothing the second time.
     *
     * <p>A thread that holds what the listener waits for, a lock say, must not call this.
     */
    @Override
    void close();

    /**
     * Tells of the end of the observation.
     *
     * @return completes with null after {@link #close}; exceptionally with what the query threw, or
     *     with {@link dev.cairn.StoreClosedException} when the store is closed
     */
    CompletionStage<@Nullable Void> end();
  }
}
