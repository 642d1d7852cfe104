package dev.cairn.tools.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Formats records as JSON for programs.
 *
 * <p>Components keep their names. A duration is a number of seconds, an instant its ISO 8601 text,
 * a constant of an enum its name in lower case, and an empty {@link Optional} null. Texts are
 * exact; characters that {@link TerminalText} does not print as they are, half surrogates too, are
 * escapes.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .addModule(
              new SimpleModule()
                  .addSerializer(
                      new Form<Duration>(
                          Duration.class, (time, out) -> out.writeNumber(seconds(time))))
                  .addSerializer(
                      new Form<Instant>(
                          Instant.class, (time, out) -> out.writeString(time.toString())))
                  .addSerializer(
                      new Form<Path>(Path.class, (path, out) -> out.writeString(path.toString())))
                  .addSerializer(
                      new Form<Enum<?>>(
                          Enum.class,
                          (constant, out) ->
                              out.writeString(constant.name().toLowerCase(Locale.ROOT))))
                  .addSerializer(
                      new Form<Optional<?>>(
                          Optional.class, (value, out) -> out.writePOJO(value.orElse(null)))))
          .build();

  private Json() {}

  /** Returns {@code value}, a record or a map, as one line. */
  public static String line(Object value) {
    try {
      return TerminalText.lines(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  private static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }

  private interface Writer<T> {
    void write(T value, JsonGenerator out) throws IOException;
  }

  private static final class Form<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Writer<T> writer;

    Form(Class<?> type, Writer<T> writer) {
      super(type, false);
      this.writer = writer;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      writer.write(value, out);
    }
  }
}
