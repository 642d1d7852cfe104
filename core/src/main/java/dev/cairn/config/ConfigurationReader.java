package dev.cairn.config;

import dev.cairn.CachePolicy;
import dev.cairn.config.Configuration.Given;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads settings from variables and a file, and collects all mistakes before it throws any. For one
 * use.
 */
final class ConfigurationReader {
  /** No file of settings is as large; one without an end must not fill the memory. */
  private static final int MOST_BYTES = 1 << 20;

  /** The launcher reads it. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(Configuration.FILE_VARIABLE, "CAIRN_JAVA_OPTS");

  private final Map<String, String> environment;
  private final List<String> mistakes = new ArrayList<>();

  ConfigurationReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the settings that a variable or the file gives. */
  Map<Setting, Given> read(Optional<Path> named) {
    Map<Setting, Given> given = new EnumMap<>(Setting.class);
    Optional<Path> file = named.or(this::fileOfEnvironment);
    file.ifPresent(each -> given.putAll(settings(lines(each), each + ": ", Setting::names)));
    Map<String, String> variables = new TreeMap<>();
    environment.forEach(
        (name, text) -> {
          if (!text.isEmpty()) {
            variables.put(name, text);
          }
        });
    given.putAll(settings(variables, "", Setting::variables));
    checkTogether(given);
    if (!mistakes.isEmpty()) {
      throw new InvalidConfigurationException(mistakes);
    }
    return given;
  }

  private Optional<Path> fileOfEnvironment() {
    String text = environment.getOrDefault(Configuration.FILE_VARIABLE, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return value(Form.PATH, Configuration.FILE_VARIABLE, text);
  }

  /** Returns the lines of a file of properties, without those that no setting has. */
  private Map<String, String> lines(Path file) {
    Map<String, String> lines = new LinkedHashMap<>();
    Set<String> names =
        Stream.of(Setting.values()).flatMap(Setting::names).collect(Collectors.toSet());
    Properties properties =
        new Properties() {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized Object put(Object key, Object value) {
            String name = (String) key;
            if (!names.contains(name)) {
              mistakes.add(
                  "%s: %s is no setting; cairn config lists all of them"
                      .formatted(file, Form.shown(name)));
            } else if (lines.putIfAbsent(name, (String) value) != null) {
              mistakes.add("%s: %s is there twice; leave one line".formatted(file, name));
            }
            return value;
          }
        };
    try {
      properties.load(new StringReader(text(file)));
    } catch (CharacterCodingException e) {
      mistakes.add(file + ": the file is not in UTF-8");
    } catch (IOException e) {
      mistakes.add(
          "%s: the file cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
    } catch (IllegalArgumentException e) {
      mistakes.add("%s: no file of properties: %s".formatted(file, e.getMessage()));
    }
    return lines;
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("it has more than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Returns the settings among {@code texts}, which all come from one place with these names. */
  private Map<Setting, Given> settings(
      Map<String, String> texts,
      String place,
      Function<? super Setting, ? extends Stream<String>> naming) {
    Map<Setting, Given> settings = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Stream<String> names = naming.apply(setting).filter(texts::containsKey);
      for (String name : names.toList()) {
        String text = setting.completed(name, texts.getOrDefault(name, "").strip());
        value(setting.form(), place + name, text)
            .ifPresent(
                value -> {
                  Given given = new Given(value, text, place + name);
                  Given before = settings.putIfAbsent(setting, given);
                  if (before != null && !before.value().equals(value)) {
                    mistakes.add(
                        "%s and %s contradict each other; leave one of them"
                            .formatted(before.origin(), given.origin()));
                  }
                });
      }
    }
    return settings;
  }

  private <T> Optional<T> value(Form<T> form, String name, String text) {
    try {
      if (text.isBlank() && !form.equals(Form.PATH)) {
        throw new IllegalArgumentException(
            "the value is empty; leave the name out for the default");
      }
      return Optional.of(form.reading().read(text.strip(), environment));
    } catch (IllegalArgumentException e) {
      mistakes.add(name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Looks for settings that were given and of which one makes another useless. */
  private void checkTogether(Map<Setting, Given> given) {
    Given cache = given.get(Setting.CACHE);
    Given cacheSize = given.get(Setting.CACHE_SIZE);
    if (cache != null && cacheSize != null && cache.value().equals(CachePolicy.off())) {
      mistakes.add(
          "%s switches the cache off, and %s gives it a size; leave one of them out"
              .formatted(cache.origin(), cacheSize.origin()));
    }
    Given operation = given.get(Setting.MEMORY_TIMEOUT);
    for (Setting wait :
        List.of(Setting.WRITE_TIMEOUT, Setting.LOCK_READ_TIMEOUT, Setting.LOCK_WRITE_TIMEOUT)) {
      Given part = given.get(wait);
      if (operation != null
          && part != null
          && ((Duration) part.value()).compareTo((Duration) operation.value()) > 0) {
        mistakes.add(
            "%s=%s is longer than a whole operation may take by %s=%s; make the first shorter"
                .formatted(part.origin(), part.text(), operation.origin(), operation.text()));
      }
    }
  }

  List<String> unknownVariables() {
    Set<String> known =
        Stream.concat(OTHER_VARIABLES.stream(), Stream.of(Setting.values()).map(Setting::variable))
            .collect(Collectors.toSet());
    return environment.keySet().stream()
        .filter(name -> name.startsWith("CAIRN_") && !known.contains(name))
        .sorted()
        .toList();
  }
}
