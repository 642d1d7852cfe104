package dev.cairn.conversations;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One immutable message of a conversation: a text, contents of other kinds, and tool calls with
 * their results.
 *
 * <pre>{@code
 * Message.user("Which of these is a cat?").withParts(Part.ofUrl("image", "image/png", url))
 * }</pre>
 *
 * <p>A message that {@link Conversations} returns has an id and a time. One that a caller makes
 * gets them when it is stored, unless the caller has given it some.
 *
 * @param id unique within the conversation, at most {@value #MAX_ID_BYTES} bytes
 * @param role the speaker
 * @param text the text; may be empty
 * @param parts contents beside the text, in order
 * @param toolCalls the calls of tools that the message asks for, in order
 * @param toolResults the results of such calls, in order
 * @param metadata anything else, such as {@code model} to {@code small-3}; sorted by name
 * @param at the time of the message
 */
public record Message(
    Optional<String> id,
    Role role,
    String text,
    List<Part> parts,
    List<ToolCall> toolCalls,
    List<ToolResult> toolResults,
    Map<String, String> metadata,
    Optional<Instant> at) {

  /** The longest id of a message, in bytes as UTF-8. */
  public static final int MAX_ID_BYTES = 128;

  /** The speakers of messages. */
  public enum Role {
    /** The instructions that frame the conversation. */
    SYSTEM,
    /** The person, or the program, that the model talks to. */
    USER,
    /** The model. */
    ASSISTANT,
    /** The tools that the model has called. */
    TOOL,
    /**
     * A speaker of another kind, which the metadata may tell. It is also what a program reads for a
     * role that only later versions have.
     */
    OTHER
  }

  /**
   * A content of a message: a text, an address or bytes, with its kind; immutable.
   *
   * @param kind the kind, in the words of the caller: {@code text}, {@code image}, {@code audio},
   *     {@code video}, {@code pdf}, {@code file} or another
   * @param mimeType the MIME type; empty if it is not known
   * @param text the content as text; empty if it is none
   * @param url the address of the content; empty if it has none
   * @param bytes the content itself; empty if it is elsewhere
   * @param attributes anything else, such as {@code detail} to {@code high}; sorted by name
   */
  @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
  public record Part(
      String kind,
      String mimeType,
      String text,
      String url,
      byte[] bytes,
      Map<String, String> attributes) {

    /**
     * Copies the bytes and the attributes.
     *
     * @throws IllegalArgumentException if anything is null, or the kind or the name of an attribute
     *     blank
     */
    public Part {
      Arguments.notBlank("kind", kind);
      Arguments.notNull("mimeType", mimeType);
      Arguments.notNull("text", text);
      Arguments.notNull("url", url);
      bytes = Arguments.notNull("bytes", bytes).clone();
      attributes = Arguments.sortedCopyOf("attributes", attributes);
    }

    /** Returns a part that is a text. */
    public static Part ofText(String kind, String text) {
      return new Part(kind, "", text, "", new byte[0], Map.of());
    }

    /** Returns a part whose content is at {@code url}. */
    public static Part ofUrl(String kind, String mimeType, String url) {
      return new Part(kind, mimeType, "", url, new byte[0], Map.of());
    }

    /** Returns a part that is a copy of {@code bytes}. */
    public static Part ofBytes(String kind, String mimeType, byte[] bytes) {
      return new Part(kind, mimeType, "", "", bytes, Map.of());
    }

    /** Returns this with the attribute {@code name}, new or changed. */
    public Part withAttribute(String name, String value) {
      return new Part(kind, mimeType, text, url, bytes, put(attributes, name, value));
    }

    /** Returns a copy of the bytes. */
    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Part that
          && kind.equals(that.kind)
          && mimeType.equals(that.mimeType)
          && text.equals(that.text)
          && url.equals(that.url)
          && Arrays.equals(bytes, that.bytes)
          && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * text.hashCode() + url.hashCode()) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Part[kind=%s, mimeType=%s, text=%s, url=%s, bytes=%d of them, attributes=%s]"
          .formatted(kind, mimeType, text, url, bytes.length, attributes);
    }
  }

  /**
   * A call of a tool that a model asks for; immutable.
   *
   * @param id the id by which the result names the call; empty if the model gives none
   * @param name the name of the tool
   * @param arguments the arguments, as the model wrote them: most often a JSON object
   * @param attributes anything else, such as {@code signature} to what a model wants back; sorted
   *     by name
   */
  public record ToolCall(String id, String name, String arguments, Map<String, String> attributes) {

    /**
     * Copies the attributes.
     *
     * @throws IllegalArgumentException if anything is null, or the name or that of an attribute
     *     blank
     */
    public ToolCall {
      Arguments.notNull("id", id);
      Arguments.notBlank("name", name);
      Arguments.notNull("arguments", arguments);
      attributes = Arguments.sortedCopyOf("attributes", attributes);
    }

    /** Makes a call without attributes. */
    public ToolCall(String id, String name, String arguments) {
      this(id, name, arguments, Map.of());
    }

    /** Returns this with the attribute {@code name}, new or changed. */
    public ToolCall withAttribute(String name, String value) {
      return new ToolCall(id, this.name, arguments, put(attributes, name, value));
    }
  }

  /**
   * The result of a call of a tool; immutable.
   *
   * @param callId the id of the call; empty if the call has none
   * @param name the name of the tool; may be empty
   * @param text the result; may be empty
   * @param error true if the call failed, and the text tells why
   * @param parts contents of the result beside the text, such as an image, in order
   * @param attributes anything else; sorted by name
   */
  public record ToolResult(
      String callId,
      String name,
      String text,
      boolean error,
      List<Part> parts,
      Map<String, String> attributes) {

    /**
     * Copies the list and the attributes.
     *
     * @throws IllegalArgumentException if anything is null, or the name of an attribute blank
     */
    public ToolResult {
      Arguments.notNull("callId", callId);
      Arguments.notNull("name", name);
      Arguments.notNull("text", text);
      parts = Arguments.copyOf("parts", parts);
      attributes = Arguments.sortedCopyOf("attributes", attributes);
    }

    /** Makes a result that is a text. */
    public ToolResult(String callId, String name, String text, boolean error) {
      this(callId, name, text, error, List.of(), Map.of());
    }

    /** Returns this with these parts in place of all others. */
    public ToolResult withParts(Part... parts) {
      return new ToolResult(callId, name, text, error, list("parts", parts), attributes);
    }

    /** Returns this with the attribute {@code name}, new or changed. */
    public ToolResult withAttribute(String name, String value) {
      return new ToolResult(callId, this.name, text, error, parts, put(attributes, name, value));
    }
  }

  /**
   * Copies the lists and the map.
   *
   * @throws IllegalArgumentException if anything is null, the id blank or too long, or a name in
   *     the metadata blank
   */
  public Message {
    Arguments.notNull("id", id).ifPresent(Message::requireId);
    Arguments.notNull("role", role);
    Arguments.notNull("text", text);
    parts = Arguments.copyOf("parts", parts);
    toolCalls = Arguments.copyOf("toolCalls", toolCalls);
    toolResults = Arguments.copyOf("toolResults", toolResults);
    metadata = Arguments.sortedCopyOf("metadata", metadata);
    Arguments.notNull("at", at);
  }

  static String requireId(@Nullable String id) {
    return KeyPart.name("id", id, MAX_ID_BYTES);
  }

  /** Returns a message of instructions. */
  public static Message system(String text) {
    return of(Role.SYSTEM, text);
  }

  /** Returns a message of the user. */
  public static Message user(String text) {
    return of(Role.USER, text);
  }

  /** Returns a message of the model. */
  public static Message assistant(String text) {
    return of(Role.ASSISTANT, text);
  }

  /** Returns a message of tools, with their results. */
  public static Message tool(ToolResult... results) {
    return of(Role.TOOL, "").withToolResults(results);
  }

  /** Returns a message with only a text. */
  public static Message of(Role role, String text) {
    return new Message(
        Optional.empty(), role, text, List.of(), List.of(), List.of(), Map.of(), Optional.empty());
  }

  /** Returns this with that id. */
  public Message withId(String id) {
    return with(Optional.of(requireId(id)), parts, toolCalls, toolResults, metadata, at);
  }

  /** Returns this with another text. */
  public Message withText(String text) {
    return new Message(id, role, text, parts, toolCalls, toolResults, metadata, at);
  }

  /** Returns this with these parts in place of all others. */
  public Message withParts(Part... parts) {
    return with(id, list("parts", parts), toolCalls, toolResults, metadata, at);
  }

  /** Returns this with these calls of tools in place of all others. */
  public Message withToolCalls(ToolCall... calls) {
    return with(id, parts, list("calls", calls), toolResults, metadata, at);
  }

  /** Returns this with these results of tools in place of all others. */
  public Message withToolResults(ToolResult... results) {
    return with(id, parts, toolCalls, list("results", results), metadata, at);
  }

  /** Returns this with {@code name} in the metadata, new or changed. */
  public Message withMetadata(String name, String value) {
    return with(id, parts, toolCalls, toolResults, put(metadata, name, value), at);
  }

  /** Returns this at that time. */
  public Message withTime(Instant time) {
    Arguments.notNull("time", time);
    return with(id, parts, toolCalls, toolResults, metadata, Optional.of(time));
  }

  /** Returns this without id and time: two messages that say the same are equal then. */
  public Message content() {
    return with(Optional.empty(), parts, toolCalls, toolResults, metadata, Optional.empty());
  }

  private Message with(
      Optional<String> id,
      List<Part> parts,
      List<ToolCall> toolCalls,
      List<ToolResult> toolResults,
      Map<String, String> metadata,
      Optional<Instant> at) {
    return new Message(id, role, text, parts, toolCalls, toolResults, metadata, at);
  }

  private static <T> List<T> list(String name, T @Nullable [] elements) {
    return Arrays.asList(Arguments.notNull(name, elements));
  }

  private static Map<String, String> put(Map<String, String> map, String name, String value) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.put(Arguments.notBlank("name", name), Arguments.notNull("value", value));
    return changed;
  }
}
