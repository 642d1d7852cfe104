package dev.cairn.bench.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the results of a benchmark run into one directory: JSON with everything, a Markdown page,
 * and plots.
 */
public final class Report {
  private static final String JSON = "results.json";
  private static final String PAGE = "README.md";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Report() {}

  /** Writes all of it, in place of what an earlier run left. */
  public static void write(Recording recording, Path directory) throws IOException {
    Files.createDirectories(directory);
    MAPPER.writeValue(directory.resolve(JSON).toFile(), recording);
    draw(recording, directory);
  }

  /** Makes page and plots anew from the JSON that is there. */
  public static Recording redraw(Path directory) throws IOException {
    Path json = directory.resolve(JSON);
    if (!Files.exists(json)) {
      throw new IOException("there is no %s; bench/run --quick or --full makes it".formatted(json));
    }
    Recording recording = MAPPER.readValue(json.toFile(), Recording.class);
    draw(recording, directory);
    return recording;
  }

  private static void draw(Recording recording, Path directory) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "*.{png,svg}")) {
      for (Path plot : old) {
        Files.delete(plot);
      }
    }
    for (Plot plot : Plot.of(recording.results())) {
      plot.draw(recording.results(), directory);
    }
    Files.writeString(directory.resolve(PAGE), new Page(recording).markdown());
  }
}
