package dev.cairn.langchain4j;

import dev.cairn.conversations.Message.Part;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.data.video.Video;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts the contents of LangChain4j's messages, such as texts and images, to parts of stored
 * messages and back.
 */
final class ContentForm {
  static final String IMAGE = "image";

  private static final String TEXT = "text";
  private static final String AUDIO = "audio";
  private static final String VIDEO = "video";
  private static final String PDF = "pdf";

  private static final String DETAIL = "detail";
  private static final String REVISED_PROMPT = "revisedPrompt";

  /** Data that is not what the bytes of the part are in base 64. */
  private static final String BASE64 = "base64";

  /** An empty MIME type, which a part does not tell from none. */
  private static final String MIME_TYPE = "mimeType";

  private ContentForm() {}

  /**
   * Returns a content as a part.
   *
   * @throws IllegalArgumentException if it is of a class that LangChain4j does not have
   */
  static Part write(Content content) {
    if (content instanceof TextContent text) {
      return Part.ofText(TEXT, text.text());
    }
    if (content instanceof ImageContent image) {
      Part part = write(image.image());
      return image.detailLevel() == null
          ? part
          : part.withAttribute(DETAIL, image.detailLevel().name());
    }
    if (content instanceof AudioContent audio) {
      Audio file = audio.audio();
      // Audio.base64Data() does not tell of bytes that were given as such.
      byte[] bytes = file.binaryData();
      String data = bytes == null ? file.base64Data() : encoded(bytes);
      return media(AUDIO, file.url(), data, file.mimeType(), Map.of());
    }
    if (content instanceof VideoContent video) {
      Video file = video.video();
      return media(VIDEO, file.url(), file.base64Data(), file.mimeType(), Map.of());
    }
    if (content instanceof PdfFileContent pdf) {
      PdfFile file = pdf.pdfFile();
      return media(PDF, file.url(), file.base64Data(), file.mimeType(), Map.of());
    }
    throw new IllegalArgumentException(
        "cannot store a content of class %s: store one of LangChain4j's own, or its text"
            .formatted(content.getClass().getName()));
  }

  /** Returns an image as a part. */
  static Part write(Image image) {
    Map<String, String> attributes = new TreeMap<>();
    if (image.revisedPrompt() != null) {
      attributes.put(REVISED_PROMPT, image.revisedPrompt());
    }
    return media(IMAGE, image.url(), image.base64Data(), image.mimeType(), attributes);
  }

  private static Part media(
      String kind,
      @Nullable URI url,
      @Nullable String base64,
      @Nullable String mimeType,
      Map<String, String> attributes) {
    Map<String, String> all = new TreeMap<>(attributes);
    byte[] bytes = decoded(base64);
    if (base64 != null && (bytes.length == 0 || !encoded(bytes).equals(base64))) {
      all.put(BASE64, base64);
    }
    if (mimeType != null && mimeType.isEmpty()) {
      all.put(MIME_TYPE, mimeType);
    }
    return new Part(
        kind, mimeType == null ? "" : mimeType, "", url == null ? "" : url.toString(), bytes, all);
  }

  private static byte[] decoded(@Nullable String base64) {
    try {
      return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // of another alphabet, or a placeholder
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns a part as a content; one of another kind as a text that tells of it. */
  static Content read(Part part) {
    return switch (part.kind()) {
      case TEXT -> TextContent.from(part.text());
      case IMAGE -> new ImageContent(image(part), detailLevel(part));
      case AUDIO ->
          AudioContent.from(
              Audio.builder()
                  .url(url(part))
                  .base64Data(data(part))
                  .mimeType(mimeType(part))
                  .build());
      case VIDEO ->
          VideoContent.from(
              Video.builder()
                  .url(url(part))
                  .base64Data(data(part))
                  .mimeType(mimeType(part))
                  .build());
      case PDF ->
          PdfFileContent.from(
              PdfFile.builder()
                  .url(url(part))
                  .base64Data(data(part))
                  .mimeType(mimeType(part))
                  .build());
      default ->
          TextContent.from(
              part.text().isEmpty()
                  ? "[%s %s %s]".formatted(part.kind(), part.mimeType(), part.url())
                  : part.text());
    };
  }

  /** Returns a part of the kind {@link #IMAGE} as an image. */
  static Image image(Part part) {
    return Image.builder()
        .url(url(part))
        .base64Data(data(part))
        .mimeType(mimeType(part))
        .revisedPrompt(part.attributes().get(REVISED_PROMPT))
        .build();
  }

  private static DetailLevel detailLevel(Part part) {
    String name = part.attributes().getOrDefault(DETAIL, "");
    for (DetailLevel level : DetailLevel.values()) {
      if (level.name().equals(name)) {
        return level;
      }
    }
    return DetailLevel.LOW; // LangChain4j's own, where none is given
  }

  private static @Nullable URI url(Part part) {
    try {
      return part.url().isEmpty() ? null : new URI(part.url());
    } catch (URISyntaxException e) {
      return null; // another program's
    }
  }

  private static @Nullable String data(Part part) {
    byte[] bytes = part.bytes();
    String usual = bytes.length == 0 ? null : encoded(bytes);
    return part.attributes().getOrDefault(BASE64, usual);
  }

  private static @Nullable String mimeType(Part part) {
    String usual = part.mimeType().isEmpty() ? null : part.mimeType();
    return part.attributes().getOrDefault(MIME_TYPE, usual);
  }
}
