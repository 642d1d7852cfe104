package dev.cairn.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.data.video.Video;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Supplies test messages of LangChain4j with each component absent, empty and filled. */
final class Samples {
  private static final String URL = "https://example.com/a%20b?c=1#d";
  private static final String DATA = "AP/+";
  private static final List<String> TEXTS = Arrays.asList(null, "", "x", " ä\u0000\n\uD83D\uDE00 ");

  private static final Map<String, Object> ATTRIBUTES =
      Map.of(
          "text",
          "t",
          "number",
          5,
          "fraction",
          0.5,
          "flag",
          true,
          "list",
          List.of("a", 1),
          "map",
          Map.of("b", Map.of("c", "d")));

  private Samples() {}

  static List<Content> contents() {
    List<Content> contents = new ArrayList<>();
    for (String text : TEXTS.subList(1, TEXTS.size())) {
      contents.add(TextContent.from(text));
    }
    for (ImageContent.DetailLevel level : ImageContent.DetailLevel.values()) {
      contents.add(ImageContent.from(URL, level));
    }
    for (Image image : images()) {
      contents.add(ImageContent.from(image));
    }
    for (String type : Arrays.asList(null, "", "a/b")) {
      contents.add(AudioContent.from(Audio.builder().url(URL).mimeType(type).build()));
      contents.add(AudioContent.from(Audio.builder().base64Data(DATA).mimeType(type).build()));
      contents.add(
          AudioContent.from(Audio.builder().binaryData(new byte[] {0, -1}).mimeType(type).build()));
      contents.add(VideoContent.from(Video.builder().url(URL).mimeType(type).build()));
      contents.add(VideoContent.from(Video.builder().base64Data(DATA).mimeType(type).build()));
      contents.add(PdfFileContent.from(PdfFile.builder().url(URL).mimeType(type).build()));
      contents.add(PdfFileContent.from(PdfFile.builder().base64Data(DATA).mimeType(type).build()));
    }
    return contents;
  }

  private static List<Image> images() {
    List<Image> images = new ArrayList<>();
    for (String type : Arrays.asList(null, "", "image/png")) {
      for (String prompt : TEXTS) {
        images.add(Image.builder().url(URL).mimeType(type).revisedPrompt(prompt).build());
        images.add(Image.builder().base64Data(DATA).mimeType(type).revisedPrompt(prompt).build());
      }
    }
    images.add(Image.builder().url(URL).base64Data(DATA).build());
    images.add(Image.builder().base64Data("AP_-").build()); // of the alphabet for URLs
    images.add(Image.builder().base64Data("").build());
    images.add(Image.builder().base64Data("AP/+AA").build()); // without its padding
    return images;
  }

  static List<ChatMessage> messages() {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from("You are brief."));
    messages.add(CustomMessage.from(Map.of()));
    messages.add(CustomMessage.from(ATTRIBUTES));
    addUsers(messages);
    addAnswers(messages);
    addResults(messages);
    return messages;
  }

  private static void addUsers(List<ChatMessage> messages) {
    for (Content content : contents()) {
      messages.add(UserMessage.from(content));
      messages.add(UserMessage.from(TextContent.from("look"), content));
      messages.add(UserMessage.from(content, TextContent.from(""), TextContent.from("look")));
    }
    messages.add(UserMessage.from(contents()));
    for (String name : TEXTS) {
      messages.add(
          UserMessage.builder()
              .name(name)
              .addContent(TextContent.from("hello"))
              .attributes(ATTRIBUTES)
              .build());
    }
  }

  private static void addAnswers(List<ChatMessage> messages) {
    for (String text : TEXTS) {
      for (String thinking : TEXTS) {
        messages.add(
            AiMessage.builder().text(text).thinking(thinking).attributes(ATTRIBUTES).build());
      }
      messages.add(
          AiMessage.builder()
              .text(text)
              .toolExecutionRequests(
                  List.of(
                      ToolExecutionRequest.builder()
                          .id(text)
                          .name("find")
                          .arguments("{\"a\": 1}")
                          .build(),
                      ToolExecutionRequest.builder().id("2").name("find").arguments(text).build(),
                      ToolExecutionRequest.builder().id("3").name(text).build()))
              .build());
    }
    messages.add(
        AiMessage.builder()
            .text("a picture")
            .attributes(Map.of(AiMessage.GENERATED_IMAGES_KEY, images(), "n", 1))
            .build());
  }

  private static void addResults(List<ChatMessage> messages) {
    for (Boolean error : Arrays.asList(null, true, false)) {
      for (String text : TEXTS) {
        messages.add(
            ToolExecutionResultMessage.builder()
                .id(text)
                .toolName(text)
                .text("done")
                .isError(error)
                .build());
      }
      messages.add(
          ToolExecutionResultMessage.builder()
              .id("1")
              .toolName("find")
              .contents(contents())
              .isError(error)
              .attributes(ATTRIBUTES)
              .build());
    }
    messages.add(ToolExecutionResultMessage.from("1", "find", ""));
  }
}
