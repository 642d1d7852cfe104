package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.Role;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.testing.NewStore;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;
import org.springframework.util.MimeTypeUtils;

/** Tests that every kind of message that Spring AI has is read back equal. */
class EveryMessageTest extends NewStore {
  private static final Map<String, Object> METADATA =
      Map.of(
          "text", "t", "number", 5, "flag", true, "list", List.of("a", 1), "map", Map.of("b", 1));

  private static List<Message> messages() {
    List<Media> media =
        List.of(
            new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.com/a%20b.png")),
            Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data("AP/+").build(),
            Media.builder().mimeType(MimeTypeUtils.TEXT_PLAIN).data("a text, no address").build(),
            Media.builder().mimeType(MimeTypeUtils.TEXT_PLAIN).data(new byte[0]).build(),
            Media.builder()
                .mimeType(MimeTypeUtils.parseMimeType("application/pdf"))
                .data(new byte[] {0, -1, 2})
                .id("1")
                .name("report")
                .build());
    List<Message> messages = new ArrayList<>();
    messages.add(new SystemMessage("be brief"));
    messages.add(SystemMessage.builder().text("be long").metadata(METADATA).build());
    messages.add(new UserMessage("ä\u0000\n\uD83D\uDE00"));
    messages.add(UserMessage.builder().text("look").media(media).metadata(METADATA).build());
    messages.add(new AssistantMessage(""));
    messages.add(
        AssistantMessage.builder()
            .content("calling")
            .properties(METADATA)
            .media(media)
            .toolCalls(
                List.of(
                    new AssistantMessage.ToolCall("1", "function", "f", "{\"a\": 1}"),
                    new AssistantMessage.ToolCall("2", "custom", "g", "")))
            .build());
    messages.add(
        ToolResponseMessage.builder()
            .responses(List.of(new ToolResponse("1", "f", "one"), new ToolResponse("2", "g", "")))
            .metadata(METADATA)
            .build());
    return messages;
  }

  @Test
  void comesBackEqual() {
    new CairnChatMemoryRepository(cairn.memory()).saveAll("c", messages());
    List<Message> read = new CairnChatMemoryRepository(cairn.memory()).findByConversationId("c");
    assertThat(read.stream().map(EveryMessageTest::components).toList())
        .isEqualTo(messages().stream().map(EveryMessageTest::components).toList());
  }

  /** Media have no equals, and so neither have messages with some. */
  private static List<Object> components(Message message) {
    return List.of(
        message.getClass(),
        message.getText(),
        message.getMetadata(),
        media(message),
        message instanceof AssistantMessage answer ? answer.getToolCalls() : List.of(),
        message instanceof ToolResponseMessage tools ? tools.getResponses() : List.of());
  }

  private static List<List<Object>> media(Message message) {
    return !(message instanceof MediaContent content)
        ? List.of()
        : content.getMedia().stream()
            .map(
                each ->
                    List.<Object>of(
                        each.getMimeType(),
                        each.getData() instanceof byte[] bytes
                            ? new String(bytes, StandardCharsets.ISO_8859_1)
                            : each.getData(),
                        String.valueOf(each.getId()),
                        // The name that Media makes up if none is given is random.
                        each.getId() == null ? "" : each.getName()))
            .toList();
  }

  @Test
  void hasASampleOfEachTypeAndEachClassOfSpringAi() {
    assertThat(messages().stream().map(Message::getMessageType).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(MessageType.values());
    Set<String> sampled =
        messages().stream().map(each -> each.getClass().getName()).collect(Collectors.toSet());
    Set<String> all =
        new ClassFileImporter()
            .importPackages("org.springframework.ai.chat.messages").stream()
                .filter(each -> each.isAssignableTo(Message.class) && !each.isInterface())
                .filter(each -> !each.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(each -> each.getName())
                .collect(Collectors.toSet());
    assertThat(sampled).isEqualTo(all);
  }

  @Test
  void isNotWrittenAgainWhenItIsGivenBack() {
    CairnChatMemoryRepository repository = new CairnChatMemoryRepository(cairn.memory());
    repository.saveAll("c", messages());
    long version = cairn.statistics().store().version();
    repository.saveAll("c", repository.findByConversationId("c"));
    assertThat(cairn.statistics().store().version()).isEqualTo(version);
  }

  @Test
  void metadataWithoutAFormInJsonBecomesItsText() {
    List<Object> odd = new ArrayList<>();
    odd.add(odd);
    CairnChatMemoryRepository repository = new CairnChatMemoryRepository(cairn.memory());
    repository.saveAll(
        "c", List.of(UserMessage.builder().text("a").metadata(Map.of("o", odd)).build()));
    assertThat(repository.findByConversationId("c").get(0).getMetadata())
        .containsEntry("o", odd.toString());
  }

  @Test
  void ofAnyOtherProgramCanBeReadAndStaysAsItIs() {
    List<Part> parts = new ArrayList<>();
    for (String kind : List.of("text", "image", "audio", "video", "pdf", "file")) {
      for (String type : List.of("", "image/png", "no type")) {
        parts.add(Part.ofText(kind, "text"));
        parts.add(Part.ofUrl(kind, type, "no address"));
        parts.add(Part.ofUrl(kind, type, "https://example.com"));
        parts.add(Part.ofBytes(kind, type, new byte[] {1}));
        parts.add(Part.ofBytes(kind, type, new byte[0]).withAttribute("x", "y"));
      }
    }
    List<dev.cairn.conversations.Message> all = new ArrayList<>();
    for (Role role : Role.values()) {
      all.add(dev.cairn.conversations.Message.of(role, ""));
      for (Part part : parts) {
        all.add(
            dev.cairn.conversations.Message.of(role, "")
                .withParts(part)
                .withToolCalls(new dev.cairn.conversations.Message.ToolCall("", "f", ""))
                .withToolResults(
                    new ToolResult("", "", "", true).withParts(part),
                    new ToolResult("1", "f", "x", false)));
        all.add(dev.cairn.conversations.Message.of(role, "x").withParts(part));
      }
    }
    Conversations conversations = cairn.memory().conversations();
    List<dev.cairn.conversations.Message> before = conversations.append("c", all);
    CairnChatMemoryRepository repository = new CairnChatMemoryRepository(cairn.memory());
    repository.saveAll("c", repository.findByConversationId("c"));
    assertThat(conversations.all("c")).isEqualTo(before);
  }

  @Test
  void hasNoComponentThatTheSamplesDoNotKnow() {
    assertThat(components(AssistantMessage.Builder.class))
        .containsExactly("content", "media", "properties", "toolCalls");
    assertThat(components(UserMessage.Builder.class)).containsExactly("media", "metadata", "text");
    assertThat(components(SystemMessage.Builder.class)).containsExactly("metadata", "text");
    assertThat(components(ToolResponseMessage.Builder.class))
        .containsExactly("metadata", "responses");
    assertThat(components(Media.Builder.class)).containsExactly("data", "id", "mimeType", "name");
    assertThat(AssistantMessage.ToolCall.class.getRecordComponents()).hasSize(4);
    assertThat(ToolResponse.class.getRecordComponents()).hasSize(3);
  }

  private static Set<String> components(Class<?> builder) {
    return Arrays.stream(builder.getDeclaredMethods())
        .filter(method -> method.getReturnType() == builder && !method.getName().equals("self"))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void ofAnotherClassIsRefused() {
    Message foreign = new AbstractMessage(MessageType.USER, "a", Map.of()) {};
    CairnChatMemoryRepository repository = new CairnChatMemoryRepository(cairn.memory());
    assertThatThrownBy(() -> repository.saveAll("c", List.of(foreign)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(foreign.getClass().getName());
  }
}
