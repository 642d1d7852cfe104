package dev.cairn.conversations;

import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.Role;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a message, separate from the public record so that the record can change while
 * stored data stay readable. The id is in the key.
 *
 * @param role the name of a {@link Role}; one that this program does not know is read as {@link
 *     Role#OTHER}
 */
record MessageRow(
    String role,
    String text,
    List<PartRow> parts,
    List<ToolCallRow> toolCalls,
    List<ToolResultRow> toolResults,
    Map<String, String> metadata,
    Instant at) {

  /** A stored {@link Part}. */
  @SuppressWarnings("ArrayRecordComponent") // compared by content, and the codec copies it
  record PartRow(
      String kind,
      String mimeType,
      String text,
      String url,
      byte[] bytes,
      Map<String, String> attributes) {

    static PartRow of(Part part) {
      return new PartRow(
          part.kind(), part.mimeType(), part.text(), part.url(), part.bytes(), part.attributes());
    }

    Part part() {
      return new Part(kind, mimeType, text, url, bytes, attributes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof PartRow that && part().equals(that.part());
    }

    @Override
    public int hashCode() {
      return Objects.hash(kind, mimeType, text, url, Arrays.hashCode(bytes), attributes);
    }
  }

  /** A stored {@link ToolCall}. */
  record ToolCallRow(String id, String name, String arguments, Map<String, String> attributes) {
    static ToolCallRow of(ToolCall call) {
      return new ToolCallRow(call.id(), call.name(), call.arguments(), call.attributes());
    }

    ToolCall call() {
      return new ToolCall(id, name, arguments, attributes);
    }
  }

  /** A stored {@link ToolResult}. */
  record ToolResultRow(
      String callId,
      String name,
      String text,
      boolean error,
      List<PartRow> parts,
      Map<String, String> attributes) {

    static ToolResultRow of(ToolResult result) {
      return new ToolResultRow(
          result.callId(),
          result.name(),
          result.text(),
          result.error(),
          result.parts().stream().map(PartRow::of).toList(),
          result.attributes());
    }

    ToolResult result() {
      return new ToolResult(
          callId, name, text, error, parts.stream().map(PartRow::part).toList(), attributes);
    }
  }

  /** Returns the row of a message, which has a time. */
  static MessageRow of(Message message) {
    return new MessageRow(
        message.role().name(),
        message.text(),
        message.parts().stream().map(PartRow::of).toList(),
        message.toolCalls().stream().map(ToolCallRow::of).toList(),
        message.toolResults().stream().map(ToolResultRow::of).toList(),
        message.metadata(),
        message.at().orElseThrow());
  }

  /** Returns the message, which has the id of the row's key. */
  Message message(String id) {
    return new Message(
        Optional.of(id),
        knownRole(),
        text,
        parts.stream().map(PartRow::part).toList(),
        toolCalls.stream().map(ToolCallRow::call).toList(),
        toolResults.stream().map(ToolResultRow::result).toList(),
        metadata,
        Optional.of(at));
  }

  private Role knownRole() {
    return Arrays.stream(Role.values())
        .filter(known -> known.name().equals(role))
        .findFirst()
        .orElse(Role.OTHER);
  }
}
