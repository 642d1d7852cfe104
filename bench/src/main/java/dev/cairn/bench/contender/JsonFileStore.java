package dev.cairn.bench.contender;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores the benchmark's records in JSON files, one for each kind, which are read into memory and
 * rewritten at each change. The systems that Cairn replaces store their records like this.
 */
final class JsonFileStore implements RowStore {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          // A record is its components: methods such as isCached() tell nothing more.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final Path directory;
  private final List<JsonFile<?>> files = new ArrayList<>();

  /** Opens files in an existing directory. */
  JsonFileStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    JsonFile<T> file = JsonFile.open(directory, kind, MAPPER);
    files.add(file);
    return file;
  }

  @Override
  public void close() {
    try {
      for (JsonFile<?> file : files) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
