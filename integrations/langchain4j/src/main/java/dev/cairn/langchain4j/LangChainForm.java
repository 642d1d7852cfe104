package dev.cairn.langchain4j;

import dev.cairn.chat.MessageForm;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.Role;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts LangChain4j's messages to stored messages and back.
 *
 * <p>Text, contents, calls of tools and their results go where every reader of the store looks for
 * them, and what remains goes into the metadata. Those fields do not tell null from the empty text.
 * A message that they would change has LangChain4j's own JSON in the metadata as well, which counts
 * as long as nobody edits the fields.
 */
final class LangChainForm implements MessageForm<ChatMessage> {
  private static final String NAME = "name";
  private static final String THINKING = "thinking";
  private static final String ATTRIBUTES = "attributes";
  private static final String NO_ERROR = "noError";
  private static final String EXACT = "langchain4j";

  /**
   * Returns a message in the form in which it is stored, without id and time.
   *
   * @throws IllegalArgumentException if it is of a class that LangChain4j does not have
   */
  @Override
  public Message write(ChatMessage message) {
    Message written = inFields(message);
    if (read(written).equals(List.of(message))) {
      return written;
    }
    String json = ChatMessageSerializer.messageToJson(message);
    return ChatMessageDeserializer.messageFromJson(json).equals(message)
        ? written.withMetadata(EXACT, json)
        : written;
  }

  private static Message inFields(ChatMessage message) {
    if (message instanceof SystemMessage system) {
      return Message.system(system.text());
    }
    if (message instanceof UserMessage user) {
      Message written = withContents(Message.user(""), user.contents());
      return with(with(written, NAME, user.name()), user.attributes());
    }
    if (message instanceof AiMessage answer) {
      return answer(answer);
    }
    if (message instanceof ToolExecutionResultMessage result) {
      return result(result);
    }
    if (message instanceof CustomMessage custom) {
      // Also without attributes: these tell it from other programs' messages of that role.
      return Message.of(Role.OTHER, "")
          .withMetadata(ATTRIBUTES, Attributes.write(custom.attributes()));
    }
    throw new IllegalArgumentException(
        "cannot store a message of class %s: store a CustomMessage with its attributes"
            .formatted(message.getClass().getName()));
  }

  private static Message answer(AiMessage answer) {
    Map<String, Object> attributes = new LinkedHashMap<>(answer.attributes());
    Object images = attributes.get(AiMessage.GENERATED_IMAGES_KEY);
    Message written =
        Message.assistant(orEmpty(answer.text()))
            .withToolCalls(
                answer.toolExecutionRequests().stream()
                    .map(LangChainForm::call)
                    .toArray(ToolCall[]::new));
    if (images instanceof List<?> list && list.stream().allMatch(Image.class::isInstance)) {
      attributes.remove(AiMessage.GENERATED_IMAGES_KEY);
      written =
          written.withParts(
              list.stream().map(image -> ContentForm.write((Image) image)).toArray(Part[]::new));
    }
    return with(with(written, THINKING, answer.thinking()), attributes);
  }

  private static ToolCall call(ToolExecutionRequest request) {
    String name = orEmpty(request.name());
    return new ToolCall(
        orEmpty(request.id()), name.isBlank() ? "unknown" : name, orEmpty(request.arguments()));
  }

  private static Message result(ToolExecutionResultMessage result) {
    Message contents = withContents(Message.of(Role.TOOL, ""), result.contents());
    Message written =
        contents
            .withText("")
            .withParts()
            .withToolResults(
                new ToolResult(
                        orEmpty(result.id()),
                        orEmpty(result.toolName()),
                        contents.text(),
                        Boolean.TRUE.equals(result.isError()))
                    .withParts(contents.parts().toArray(Part[]::new)));
    boolean explicit = Boolean.FALSE.equals(result.isError());
    return with(with(written, NO_ERROR, explicit ? "true" : null), result.attributes());
  }

  /** A text that comes first is the message's own, so that readers find it where texts are. */
  private static Message withContents(Message message, List<Content> contents) {
    boolean begins =
        contents.get(0) instanceof TextContent first
            && (contents.size() == 1 || !first.text().isEmpty());
    return message
        .withText(begins ? ((TextContent) contents.get(0)).text() : "")
        .withParts(
            contents.stream().skip(begins ? 1 : 0).map(ContentForm::write).toArray(Part[]::new));
  }

  private static Message with(Message message, String name, @Nullable String value) {
    return value == null ? message : message.withMetadata(name, value);
  }

  private static Message with(Message message, Map<String, Object> attributes) {
    return attributes.isEmpty()
        ? message
        : message.withMetadata(ATTRIBUTES, Attributes.write(attributes));
  }

  /**
   * Returns the messages that a stored one stands for: one of each result of a tool, otherwise one,
   * or none if LangChain4j has no form for it.
   */
  @Override
  public List<ChatMessage> read(Message message) {
    Optional<ChatMessage> exact = readExact(message);
    if (exact.isPresent()) {
      return List.of(exact.get());
    }
    return switch (message.role()) {
      case SYSTEM ->
          message.text().isBlank() ? List.of() : List.of(SystemMessage.from(message.text()));
      case USER ->
          List.of(
              UserMessage.builder()
                  .name(message.metadata().get(NAME))
                  .contents(contents(message.text(), message.parts()))
                  .attributes(attributes(message))
                  .build());
      case ASSISTANT -> List.of(readAnswer(message));
      case TOOL -> readResults(message);
      case OTHER ->
          message.metadata().containsKey(ATTRIBUTES)
              ? List.of(CustomMessage.from(attributes(message)))
              : List.of();
    };
  }

  /** Returns what LangChain4j's JSON says, unless another program has edited the fields since. */
  private static Optional<ChatMessage> readExact(Message message) {
    String json = message.metadata().get(EXACT);
    if (json == null) {
      return Optional.empty();
    }
    try {
      ChatMessage exact = ChatMessageDeserializer.messageFromJson(json);
      return Optional.of(exact)
          .filter(each -> inFields(each).withMetadata(EXACT, json).equals(message.content()));
    } catch (RuntimeException e) {
      // Another version of LangChain4j wrote it; the fields say nearly the same.
      return Optional.empty();
    }
  }

  private static AiMessage readAnswer(Message message) {
    Map<String, Object> attributes = attributes(message);
    List<Image> images =
        message.parts().stream()
            .filter(part -> part.kind().equals(ContentForm.IMAGE))
            .map(ContentForm::image)
            .toList();
    if (!images.isEmpty()) {
      attributes.put(AiMessage.GENERATED_IMAGES_KEY, images);
    }
    return AiMessage.builder()
        .text(orNull(message.text()))
        .thinking(message.metadata().get(THINKING))
        .toolExecutionRequests(message.toolCalls().stream().map(LangChainForm::request).toList())
        .attributes(attributes)
        .build();
  }

  private static ToolExecutionRequest request(ToolCall call) {
    return ToolExecutionRequest.builder()
        .id(orNull(call.id()))
        .name(call.name())
        .arguments(orNull(call.arguments()))
        .build();
  }

  private static List<ChatMessage> readResults(Message message) {
    List<ChatMessage> results = new ArrayList<>();
    for (ToolResult result : message.toolResults()) {
      Optional<Boolean> error =
          result.error() || message.metadata().containsKey(NO_ERROR)
              ? Optional.of(result.error())
              : Optional.empty();
      results.add(
          ToolExecutionResultMessage.builder()
              .id(orNull(result.callId()))
              .toolName(orNull(result.name()))
              .contents(contents(result.text(), result.parts()))
              .isError(error.orElse(null))
              .attributes(attributes(message))
              .build());
    }
    return results;
  }

  private static List<Content> contents(String text, List<Part> parts) {
    List<Content> contents = new ArrayList<>();
    if (!text.isEmpty() || parts.isEmpty()) {
      contents.add(TextContent.from(text));
    }
    parts.stream().map(ContentForm::read).forEach(contents::add);
    return contents;
  }

  private static Map<String, Object> attributes(Message message) {
    return Attributes.read(message.metadata().getOrDefault(ATTRIBUTES, ""));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
