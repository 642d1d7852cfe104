package dev.cairn.spring;

import dev.cairn.chat.MessageForm;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts Spring AI's messages to stored messages and back.
 *
 * <p>Text, media, calls of tools and their responses go where every reader of the store looks for
 * them; Spring AI's metadata are one JSON object in the metadata of the stored message.
 */
final class SpringForm implements MessageForm<Message> {
  private static final String METADATA = "spring";
  private static final String TOOL_TYPES = "toolTypes";
  private static final String ID = "id";
  private static final String NAME = "name";
  private static final String USUAL_TYPE = "function";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  @Override
  public dev.cairn.conversations.Message write(Message message) {
    dev.cairn.conversations.Message written;
    if (message instanceof SystemMessage system) {
      written = dev.cairn.conversations.Message.system(text(system));
    } else if (message instanceof UserMessage user) {
      written = dev.cairn.conversations.Message.user(text(user)).withParts(parts(user.getMedia()));
    } else if (message instanceof AssistantMessage answer) {
      written = answer(answer);
    } else if (message instanceof ToolResponseMessage responses) {
      written =
          dev.cairn.conversations.Message.tool(
              responses.getResponses().stream()
                  .map(each -> new ToolResult(each.id(), each.name(), each.responseData(), false))
                  .toArray(ToolResult[]::new));
    } else {
      throw new IllegalArgumentException(
          "cannot store a message of class %s: store one of Spring AI's own"
              .formatted(message.getClass().getName()));
    }
    Map<String, Object> metadata = new TreeMap<>(message.getMetadata());
    metadata.remove(AbstractMessage.MESSAGE_TYPE);
    return metadata.isEmpty() ? written : written.withMetadata(METADATA, json(metadata));
  }

  private static dev.cairn.conversations.Message answer(AssistantMessage answer) {
    dev.cairn.conversations.Message written =
        dev.cairn.conversations.Message.assistant(text(answer))
            .withParts(parts(answer.getMedia()))
            .withToolCalls(
                answer.getToolCalls().stream()
                    .map(each -> new ToolCall(each.id(), each.name(), each.arguments()))
                    .toArray(ToolCall[]::new));
    List<String> types =
        answer.getToolCalls().stream().map(AssistantMessage.ToolCall::type).toList();
    return types.stream().allMatch(USUAL_TYPE::equals)
        ? written
        : written.withMetadata(TOOL_TYPES, String.join(",", types));
  }

  private static String text(Message message) {
    String text = message.getText();
    return text == null ? "" : text;
  }

  private static Part[] parts(List<Media> media) {
    return media.stream().map(SpringForm::part).toArray(Part[]::new);
  }

  private static Part part(Media media) {
    MimeType type = media.getMimeType();
    String kind =
        switch (type.getType()) {
          case "image", "audio", "video", "text" -> type.getType();
          default -> type.getSubtype().equals("pdf") ? "pdf" : "file";
        };
    Part part =
        media.getData() instanceof byte[] bytes
            ? Part.ofBytes(kind, type.toString(), bytes)
            : Part.ofUrl(kind, type.toString(), media.getData().toString());
    part = media.getId() == null ? part : part.withAttribute(ID, media.getId());
    return media.getName() == null ? part : part.withAttribute(NAME, media.getName());
  }

  private static String json(Map<String, Object> metadata) {
    try {
      return JSON.writeValueAsString(metadata);
    } catch (JacksonException e) {
      metadata.replaceAll((name, value) -> hasForm(value) ? value : String.valueOf(value));
      return JSON.writeValueAsString(metadata);
    }
  }

  private static boolean hasForm(@Nullable Object value) {
    try {
      return JSON.writeValueAsString(value) != null;
    } catch (JacksonException e) {
      return false;
    }
  }

  @Override
  public List<Message> read(dev.cairn.conversations.Message message) {
    Map<String, Object> metadata = metadata(message.metadata().getOrDefault(METADATA, ""));
    return switch (message.role()) {
      case SYSTEM ->
          List.of(SystemMessage.builder().text(message.text()).metadata(metadata).build());
      case USER ->
          List.of(
              UserMessage.builder()
                  .text(message.text())
                  .media(media(message))
                  .metadata(metadata)
                  .build());
      case ASSISTANT ->
          List.of(
              AssistantMessage.builder()
                  .content(message.text())
                  .media(media(message))
                  .toolCalls(calls(message))
                  .properties(metadata)
                  .build());
      case TOOL ->
          List.of(
              ToolResponseMessage.builder()
                  .responses(
                      message.toolResults().stream()
                          .map(each -> new ToolResponse(each.callId(), each.name(), each.text()))
                          .toList())
                  .metadata(metadata)
                  .build());
      case OTHER -> List.of();
    };
  }

  private static List<AssistantMessage.ToolCall> calls(dev.cairn.conversations.Message message) {
    String types = message.metadata().getOrDefault(TOOL_TYPES, "");
    List<String> each = List.of(types.split(",", -1));
    List<ToolCall> calls = message.toolCalls();
    return IntStream.range(0, calls.size())
        .mapToObj(
            i ->
                new AssistantMessage.ToolCall(
                    calls.get(i).id(),
                    each.size() == calls.size() && !types.isEmpty() ? each.get(i) : USUAL_TYPE,
                    calls.get(i).name(),
                    calls.get(i).arguments()))
        .toList();
  }

  /** Media without a name get one that is the same each time: Media itself would make one up. */
  private static List<Media> media(dev.cairn.conversations.Message message) {
    String place = message.id().map(id -> "-" + id + "-").orElse("-");
    List<Part> parts = message.parts();
    return IntStream.range(0, parts.size())
        .mapToObj(i -> media(parts.get(i), parts.get(i).kind() + place + i))
        .toList();
  }

  private static Media media(Part part, String usualName) {
    Media.Builder media = Media.builder().mimeType(mimeType(part));
    media = part.url().isEmpty() ? media.data(bytes(part)) : address(media, part.url());
    media = media.name(part.attributes().getOrDefault(NAME, usualName));
    String id = part.attributes().get(ID);
    return id == null ? media.build() : media.id(id).build();
  }

  private static byte[] bytes(Part part) {
    return part.text().isEmpty() ? part.bytes() : part.text().getBytes(StandardCharsets.UTF_8);
  }

  private static Media.Builder address(Media.Builder media, String url) {
    try {
      return media.data(new URI(url));
    } catch (URISyntaxException e) {
      return media.data(url); // text in base 64, for instance
    }
  }

  private static MimeType mimeType(Part part) {
    try {
      return MimeTypeUtils.parseMimeType(part.mimeType());
    } catch (InvalidMimeTypeException e) {
      return part.kind().equals("text")
          ? MimeTypeUtils.TEXT_PLAIN
          : MimeTypeUtils.APPLICATION_OCTET_STREAM;
    }
  }

  private static Map<String, Object> metadata(String json) {
    try {
      return json.isEmpty() ? new LinkedHashMap<>() : JSON.readValue(json, MAP);
    } catch (JacksonException e) {
      return new LinkedHashMap<>(); // another program's
    }
  }
}
