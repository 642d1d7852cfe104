package dev.cairn.langgraph4j;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a checkpoint: the state of a graph as bytes, and its position among the
 * checkpoints of its thread.
 *
 * @param thread the key of the thread
 * @param position orders the checkpoints of the thread, the newest last
 * @param id the id of the checkpoint, which its key may have in a short form only
 * @param nodeId the node that the graph had come to
 * @param nextNodeId the node that comes next
 * @param contentType the form of the bytes, as their serializer names it
 * @param state the state, written by the serializer
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, and the codec copies it
record CheckpointRow(
    String thread,
    long position,
    String id,
    String nodeId,
    String nextNodeId,
    String contentType,
    byte[] state) {

  CheckpointRow withPosition(long other) {
    return new CheckpointRow(thread, other, id, nodeId, nextNodeId, contentType, state);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CheckpointRow that
        && thread.equals(that.thread)
        && position == that.position
        && id.equals(that.id)
        && nodeId.equals(that.nodeId)
        && nextNodeId.equals(that.nextNodeId)
        && contentType.equals(that.contentType)
        && Arrays.equals(state, that.state);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        thread, position, id, nodeId, nextNodeId, contentType, Arrays.hashCode(state));
  }
}
