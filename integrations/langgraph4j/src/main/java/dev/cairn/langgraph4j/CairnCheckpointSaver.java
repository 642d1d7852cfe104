package dev.cairn.langgraph4j;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.Memory;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.StateSerializer;
import org.bsc.langgraph4j.serializer.std.ObjectStreamStateSerializer;
import org.bsc.langgraph4j.state.AgentState;
import org.jspecify.annotations.Nullable;

/**
 * Stores the checkpoints of LangGraph4j graphs in a Cairn store that any number of threads and
 * processes share.
 *
 * <p>A checkpoint is one row: to add one, or to read the newest, costs the same however many there
 * are. Several processes may work on one thread id at once: no checkpoint is lost, and each process
 * finds its own in the order in which it added them. Thread ids and checkpoint ids may have any
 * length.
 *
 * <p>The state is written by a serializer of LangGraph4j, and what it returns is a copy of its own
 * for each reader. All programs that share a thread need the same serializer.
 *
 * <p>Thread-safe. What a call has written is durable when it returns. All methods throw an
 * exception of the family {@code CairnException} if the store cannot be read or written. The store
 * is not closed by this; close the {@code Cairn} that it was opened with.
 */
public final class CairnCheckpointSaver implements BaseCheckpointSaver {
  private final Checkpoints checkpoints;
  private final StateSerializer<? extends AgentState> serializer;

  /**
   * Keeps checkpoints in {@code memory}, one namespace of a store, with states as Java serializes
   * them. Reading such a state makes objects of whatever classes it names: the store must be one to
   * which nobody writes who may not run code here.
   *
   * @throws NullPointerException if it is null
   */
  public CairnCheckpointSaver(Memory memory) {
    this(memory, new ObjectStreamStateSerializer<>(AgentState::new));
  }

  /**
   * Keeps checkpoints in {@code memory}, one namespace of a store, with states in the form of a
   * serializer.
   *
   * @param serializer usually that of the graph, {@code StateGraph.getStateSerializer()}
   * @throws NullPointerException if an argument is null
   */
  public CairnCheckpointSaver(Memory memory, StateSerializer<? extends AgentState> serializer) {
    this.checkpoints =
        Objects.requireNonNull(memory, "memory is null").repository(Checkpoints::new);
    this.serializer = Objects.requireNonNull(serializer, "serializer is null");
  }

  /**
   * Returns all checkpoints of the thread, the newest first; none if there is no such thread.
   *
   * @throws IncompatibleRecordException if the serializer cannot read one
   */
  @Override
  public Collection<Checkpoint> list(RunnableConfig config) {
    return checkpoints(checkpoints.all(Checkpoints.key(threadId(config))));
  }

  /**
   * Returns the checkpoint that {@code config} names, or the newest of the thread if it names none;
   * empty if there is no such checkpoint.
   *
   * @throws IncompatibleRecordException if the serializer cannot read it
   */
  @Override
  public Optional<Checkpoint> get(RunnableConfig config) {
    String thread = Checkpoints.key(threadId(config));
    Optional<CheckpointRow> row =
        config.checkPointId().isPresent()
            ? checkpoints.get(thread, config.checkPointId().get())
            : checkpoints.newest(thread);
    return row.map(this::checkpoint);
  }

  /**
   * Stores a checkpoint: in the place of the one that {@code config} names, or as the newest of the
   * thread if it names none.
   *
   * <p>One that is added under an id which the thread has already takes the place of that: a put
   * can be repeated.
   *
   * @return the configuration that names the checkpoint
   * @throws NoSuchElementException if {@code config} names a checkpoint that does not exist
   * @throws IOException if the serializer cannot write the state
   */
  @Override
  public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) throws IOException {
    CheckpointRow row = row(Checkpoints.key(threadId(config)), checkpoint);
    if (config.checkPointId().isEmpty()) {
      checkpoints.add(row);
    } else if (!checkpoints.replace(config.checkPointId().get(), row)) {
      throw new NoSuchElementException(
          "thread '%s' has no checkpoint '%s' to replace; put it with a configuration without a checkpoint id to add it"
              .formatted(threadId(config), config.checkPointId().get()));
    }
    return config.withCheckPointId(checkpoint.getId());
  }

  /**
   * Removes all checkpoints of the thread from the store, and returns them, the newest first: the
   * tag is all that is left of them. A thread without checkpoints has a tag without any.
   *
   * @throws IncompatibleRecordException if the serializer cannot read one; nothing is removed then
   * @see #remove
   */
  @Override
  public Tag release(RunnableConfig config) {
    String thread = Checkpoints.key(threadId(config));
    List<CheckpointRow> rows;
    List<Checkpoint> released;
    do {
      rows = checkpoints.all(thread);
      released = checkpoints(rows);
    } while (!checkpoints.remove(thread, rows));
    return new Tag(threadId(config), released);
  }

  /**
   * Removes all checkpoints of a thread, in one transaction, also those whose state the serializer
   * cannot read.
   *
   * @return true if there were any
   * @throws NullPointerException if the id is null
   */
  public boolean remove(String threadId) {
    return checkpoints.remove(
        Checkpoints.key(Objects.requireNonNull(threadId, "threadId is null")));
  }

  /**
   * Removes the checkpoints of all threads that were added longer ago than {@code age}, also those
   * whose state the serializer cannot read. A thread without a later one is gone then, also if its
   * graph waits at an interruption.
   *
   * <p>One that was put in the place of another counts as added when that was. There is a
   * transaction for every {@value Pruning#BATCH} checkpoints, so that no other writer waits long.
   *
   * @return how many were removed
   * @throws NullPointerException if the age is null
   * @throws IllegalArgumentException if the age is negative
   */
  public int pruneOlderThan(Duration age) {
    if (Objects.requireNonNull(age, "age is null").isNegative()) {
      throw new IllegalArgumentException("age is negative: " + age);
    }
    return checkpoints.pruneOlderThan(age);
  }

  private CheckpointRow row(String thread, Checkpoint checkpoint) throws IOException {
    return new CheckpointRow(
        thread,
        0,
        checkpoint.getId(),
        checkpoint.getNodeId(),
        checkpoint.getNextNodeId(),
        serializer.contentType(),
        serializer.dataToBytes(checkpoint.getState()));
  }

  private List<Checkpoint> checkpoints(List<CheckpointRow> rows) {
    return rows.stream().map(this::checkpoint).toList();
  }

  private Checkpoint checkpoint(CheckpointRow row) {
    if (!row.contentType().equals(serializer.contentType())) {
      throw unreadable(row, "the serializer here reads " + serializer.contentType(), null);
    }
    return Checkpoint.builder()
        .id(row.id())
        .nodeId(row.nodeId())
        .nextNodeId(row.nextNodeId())
        .state(state(row))
        .build();
  }

  /** Reads a state, which runs code of the classes that it names: anything may be thrown there. */
  private Map<String, Object> state(CheckpointRow row) {
    try {
      return serializer.dataFromBytes(row.state());
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      throw unreadable(row, e.toString(), e);
    }
  }

  private static IncompatibleRecordException unreadable(
      CheckpointRow row, String reason, @Nullable Throwable cause) {
    return IncompatibleRecordException.ofRow(
        Checkpoints.TABLE,
        "('%s', '%s')".formatted(row.thread(), row.id()),
        "the state was written by a serializer of %s, and cannot be read: %s; open the saver with the serializer and the classes that wrote it, or remove the thread with remove"
            .formatted(row.contentType(), reason),
        cause);
  }
}
