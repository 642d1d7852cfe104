package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.cairn.Cairn;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.Role;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.testing.NewStore;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.data.video.Video;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that every kind of message and content that LangChain4j has is read back equal. */
class EveryMessageTest extends NewStore {
  @Test
  void comesBackEqualToAnotherMemoryOverTheStore() {
    List<ChatMessage> messages = Samples.messages();
    new CairnChatMemoryStore(cairn.memory()).updateMessages("all", messages);
    List<ChatMessage> read = new CairnChatMemoryStore(cairn.memory()).getMessages("all");
    assertThat(read).hasSameSizeAs(messages);
    for (int i = 0; i < messages.size(); i++) {
      assertThat(read.get(i)).isEqualTo(messages.get(i));
    }
  }

  @Test
  void isUnchangedForTheStoreWhenItIsGivenBack() {
    new CairnChatMemoryStore(cairn.memory()).updateMessages("all", Samples.messages());
    List<Message> stored = cairn.memory().conversations().all("all");
    long version = version(cairn);
    CairnChatMemoryStore store = new CairnChatMemoryStore(cairn.memory());
    store.updateMessages("all", store.getMessages("all"));
    store.updateMessages("all", Samples.messages()); // others, which are equal
    assertThat(cairn.memory().conversations().all("all")).isEqualTo(stored);
    assertThat(version(cairn)).isEqualTo(version);
  }

  private static long version(Cairn cairn) {
    return cairn.statistics().store().version();
  }

  @Test
  void hasASampleOfEachTypeThatLangChain4jNames() {
    assertThat(Samples.messages().stream().map(ChatMessage::type).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(ChatMessageType.values());
    assertThat(Samples.contents().stream().map(Content::type).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(ContentType.values());
  }

  @Test
  void hasASampleOfEachClassOfLangChain4j() {
    JavaClasses all = new ClassFileImporter().importPackages("dev.langchain4j.data");
    assertThat(classesOf(Samples.messages())).isEqualTo(subclasses(all, ChatMessage.class));
    assertThat(classesOf(Samples.contents())).isEqualTo(subclasses(all, Content.class));
  }

  private static Set<String> classesOf(List<?> samples) {
    return samples.stream()
        .map(each -> each.getClass().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> subclasses(JavaClasses all, Class<?> type) {
    return all.stream()
        .filter(each -> each.isAssignableTo(type) && !each.isInterface())
        .filter(each -> !each.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(each -> each.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void hasNoComponentThatTheSamplesDoNotKnow() {
    assertThat(components(AiMessage.Builder.class))
        .containsExactly("attributes", "text", "thinking", "toolExecutionRequests");
    assertThat(components(UserMessage.Builder.class))
        .containsExactly("addContent", "attributes", "contents", "name");
    assertThat(components(ToolExecutionResultMessage.Builder.class))
        .containsExactly("attributes", "contents", "id", "isError", "text", "toolName");
    assertThat(components(ToolExecutionRequest.Builder.class))
        .containsExactly("arguments", "id", "name");
    assertThat(components(Image.Builder.class))
        .containsExactly("base64Data", "mimeType", "revisedPrompt", "url");
    assertThat(components(Audio.Builder.class))
        .containsExactly("base64Data", "binaryData", "mimeType", "url");
    assertThat(components(Video.Builder.class)).containsExactly("base64Data", "mimeType", "url");
    assertThat(components(PdfFile.Builder.class)).containsExactly("base64Data", "mimeType", "url");
  }

  private static Set<String> components(Class<?> builder) {
    return Arrays.stream(builder.getDeclaredMethods())
        .filter(method -> method.getReturnType() == builder)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
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
    List<Message> all = new ArrayList<>();
    for (Role role : Role.values()) {
      all.add(Message.of(role, ""));
      for (Part part : parts) {
        all.add(
            Message.of(role, "")
                .withParts(part)
                .withToolCalls(new ToolCall("", "f", ""))
                .withToolResults(
                    new ToolResult("", "", "", true).withParts(part),
                    new ToolResult("1", "f", "x", false)));
        all.add(Message.of(role, "x").withParts(part));
      }
    }
    Conversations conversations = cairn.memory().conversations();
    List<Message> before = conversations.append("c", all);
    CairnChatMemoryStore store = new CairnChatMemoryStore(cairn.memory());
    store.updateMessages("c", store.getMessages("c"));
    assertThat(conversations.all("c")).isEqualTo(before);
  }

  @Test
  void ofARoleThatLangChain4jDoesNotKnowIsLeftOut() {
    Conversations conversations = cairn.memory().conversations();
    conversations.append(
        "c", List.of(Message.of(Role.OTHER, "joined the room"), Message.user("hello")));
    CairnChatMemoryStore store = new CairnChatMemoryStore(cairn.memory());
    assertThat(store.getMessages("c")).containsExactly(UserMessage.from("hello"));
    store.updateMessages("c", List.of(CustomMessage.from(Map.of())));
    assertThat(store.getMessages("c")).containsExactly(CustomMessage.from(Map.of()));
    assertThat(conversations.all("c").get(0).text()).isEqualTo("joined the room");
  }

  @Test
  void showsAnEditByAnotherWhateverItWasStoredWith() {
    Conversations conversations = cairn.memory().conversations();
    CairnChatMemoryStore store = new CairnChatMemoryStore(cairn.memory());
    // Fields alone do not tell an empty text from none.
    AiMessage exact = AiMessage.builder().text("").thinking("hm").build();
    store.updateMessages("c", List.of(exact));
    assertThat(store.getMessages("c")).containsExactly(exact);
    Message edited = conversations.all("c").get(0).withText("edited");
    assertThat(conversations.edit("c", edited)).isPresent();
    List<ChatMessage> read = store.getMessages("c");
    assertThat(read).containsExactly(AiMessage.builder().text("edited").thinking("hm").build());
    store.updateMessages("c", read);
    assertThat(conversations.all("c")).singleElement().isEqualTo(edited);
  }

  @Test
  void ofAnotherClassIsRefused() {
    ChatMessage foreign = () -> ChatMessageType.CUSTOM;
    assertThatThrownBy(
            () -> new CairnChatMemoryStore(cairn.memory()).updateMessages("all", List.of(foreign)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(foreign.getClass().getName())
        .hasMessageContaining("store a CustomMessage");
    assertThat(cairn.memory().conversations().get("all")).isEmpty();
  }
}
