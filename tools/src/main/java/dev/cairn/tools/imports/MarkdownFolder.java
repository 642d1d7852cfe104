package dev.cairn.tools.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cairn.documents.NewDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of Markdown files with front matter, such as basic-memory and Obsidian keep. A file is a
 * document under its path in the folder; its front matter, the targets of its wiki links and its
 * tags are metadata.
 *
 * <p>Hidden files and folders are passed over, and symbolic links are not followed.
 */
final class MarkdownFolder implements Format {
  private static final long MAX_FILE_BYTES = 8 << 20;
  private static final String FENCE = "---";
  private static final Pattern WIKI_LINK =
      Pattern.compile("\\[\\[([^\\[\\]|#\\n]++)(?:[|#][^\\[\\]\\n]*+)?+\\]\\]");
  private static final YAMLMapper YAML = new YAMLMapper();

  @Override
  public String word() {
    return "markdown";
  }

  @Override
  public boolean recognises(Source source) throws IOException {
    if (!source.isFolder()) {
      return isMarkdown(source.path());
    }
    return !files(source.path().toRealPath(), (file, e) -> {}).isEmpty();
  }

  private static boolean isMarkdown(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".md") || name.endsWith(".markdown");
  }

  /** Takes the parts of a folder that cannot be read. */
  private interface Unreadable {
    void take(Path file, IOException reason);
  }

  /** Returns the files below a folder, which is no symbolic link. */
  private static List<Path> files(Path folder, Unreadable unreadable) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return !each.equals(folder) && isHidden(each)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(each) && isMarkdown(each)) {
              files.add(each);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path each, IOException e) throws IOException {
            if (each.equals(folder)) {
              throw e;
            }
            unreadable.take(each, e);
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  private static boolean isHidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException {
    if (!source.isFolder()) {
      read(source.contents(), String.valueOf(source.path().getFileName()), sink);
      return;
    }
    Path folder = source.path().toRealPath();
    for (Path file : files(folder, (each, e) -> unreadable(id(folder, each), e, sink))) {
      read(file, id(folder, file), sink);
    }
  }

  private static String id(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static void unreadable(String id, IOException reason, Sink sink) {
    sink.skip(id, "it cannot be read: " + reason);
  }

  private static void read(Path file, String id, Sink sink) {
    String text;
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        sink.skip(id, "it has more than %d MiB; split it".formatted(MAX_FILE_BYTES >> 20));
        return;
      }
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
    } catch (CharacterCodingException e) {
      sink.skip(id, "it is not UTF-8; convert it, as with iconv -f ISO-8859-1 -t UTF-8");
      return;
    } catch (IOException e) {
      unreadable(id, e, sink);
      return;
    }
    try {
      document(text, id, sink);
    } catch (IllegalArgumentException e) {
      sink.skip(id, String.valueOf(e.getMessage()));
    }
  }

  private static void document(String text, String id, Sink sink) {
    MetadataReader metadata = new MetadataReader();
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    int end = endOfFrontMatter(body);
    if (end > 0) {
      frontMatter(body.substring(0, end), id, metadata, sink);
      body = body.substring(Math.min(body.length(), body.indexOf('\n', end + 1) + 1));
    }
    List<Object> links = new ArrayList<>(links(body));
    if (!links.isEmpty()) {
      metadata.put("links", links);
    }
    if (body.isBlank()) {
      sink.skip(id, "it has no text");
      return;
    }
    metadata.tell(id, sink);
    sink.document("notes", NewDocument.of(id, body.strip()).withMetadata(metadata.metadata()));
  }

  /** Returns where the line begins that ends the front matter; -1 if there is none. */
  private static int endOfFrontMatter(String text) {
    if (!text.startsWith(FENCE + "\n") && !text.startsWith(FENCE + "\r\n")) {
      return -1;
    }
    Matcher end = Pattern.compile("\\n---[ \\t]*(\\r?\\n|\\z)").matcher(text);
    return end.find(FENCE.length()) ? end.start() + 1 : -1;
  }

  private static void frontMatter(String yaml, String id, MetadataReader metadata, Sink sink) {
    try {
      JsonNode fields = YAML.readTree(yaml);
      if (fields != null && fields.isObject()) {
        fields.properties().forEach(each -> metadata.add(each.getKey(), each.getValue()));
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      sink.skip(id + ":" + line, "its front matter is not YAML; the text is brought in without it");
    }
  }

  /** Returns the targets of the wiki links of a text, each once. */
  private static Set<String> links(String text) {
    Set<String> links = new LinkedHashSet<>();
    Matcher link = WIKI_LINK.matcher(text);
    while (link.find()) {
      links.add(link.group(1).strip());
    }
    return links;
  }
}
