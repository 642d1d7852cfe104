package dev.cairn.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The settings of a {@link Configuration}; docs/configuration.md lists them for people. */
@SuppressWarnings("ImmutableEnumChecker") // forms have no state, and the list is a copy
public enum Setting {
  /** The directory of the store. */
  STORE("store", Form.PATH, "cairn-store"),
  /** The size that the data file cannot outgrow. */
  MAP_SIZE("map-size", Form.size("1M", 1L << 20), "64G"),
  /** The number of snapshots that can be open at once, in all processes together. */
  MAX_READERS("max-readers", Form.COUNT, "1024"),
  /** The failures that a returned write survives. */
  DURABILITY("durability", Form.DURABILITY, "sync"),
  /** The time for which the read cache keeps records. */
  CACHE("cache", Form.CACHE, "60s"),
  /** The memory that the read cache may take, roughly. */
  CACHE_SIZE("cache-size", Form.size("1K", 1L << 10), "64M"),
  /** The time that a write may wait for its turn. */
  WRITE_TIMEOUT("write-timeout", Form.DURATION, "10s"),
  /** The time that a request for a named lock waits for reading. */
  LOCK_READ_TIMEOUT("lock.read-timeout", Form.DURATION, "10s"),
  /** The time that a request for a named lock waits for writing, and one for a permit. */
  LOCK_WRITE_TIMEOUT("lock.write-timeout", Form.DURATION, "30s"),
  /** The model by which the command finds texts by their meaning. */
  EMBEDDER("embedder", Form.EMBEDDER, "minilm"),
  /** Whether {@code cairn sync} embeds what it stores. */
  SYNC_EMBED("sync.embed", Form.SWITCH, "false"),
  /** The time that an operation on the memory may take. */
  MEMORY_TIMEOUT("memory.timeout", Form.DURATION, "30s", "MEMORY_OP_TIMEOUT"),
  /** The number of operations on the memory at once, in all processes together. */
  MEMORY_AT_ONCE("memory.at-once", Form.COUNT, "20", "MAX_CONCURRENT_MEMORY_OPS"),
  /** The operations on the memory that each user may begin in a period. */
  MEMORY_RATE("memory.rate", Form.RATE, "100/min", "RATE_LIMIT_MEMORY_PER_MIN"),
  /** The time that a synchronisation may take. */
  SYNC_TIMEOUT("sync.timeout", Form.DURATION, "1h", "SYNC_OP_TIMEOUT"),
  /** The number of synchronisations at once, in all processes together. */
  SYNC_AT_ONCE("sync.at-once", Form.COUNT, "3", "MAX_CONCURRENT_SYNC_OPS"),
  /** The synchronisations that each user may begin in a period. */
  SYNC_RATE("sync.rate", Form.RATE, "5/hour", "RATE_LIMIT_SYNC_PER_HOUR"),
  /** The time that a batch may take. */
  BATCH_TIMEOUT("batch.timeout", Form.DURATION, "2h", "BATCH_OP_TIMEOUT"),
  /** The number of batches at once, in all processes together. */
  BATCH_AT_ONCE("batch.at-once", Form.COUNT, "2", "MAX_CONCURRENT_BATCH_OPS"),
  /** The batches that each user may begin in a period. */
  BATCH_RATE("batch.rate", Form.RATE, "10/day"),
  /** The namespace that {@code cairn mcp} serves. */
  MCP_NAMESPACE("mcp.namespace", Form.TEXT, ""),
  /** The address at which {@code cairn mcp} serves HTTP, instead of standard input and output. */
  MCP_HTTP("mcp.http", Form.TEXT, ""),
  /** The token that a client of {@code cairn mcp} over HTTP must send. */
  MCP_TOKEN("mcp.token", Form.TEXT, ""),
  /** Whether {@code cairn mcp} offers no tool that changes the store. */
  MCP_READ_ONLY("mcp.read-only", Form.SWITCH, "false"),
  /** The groups of tools that {@code cairn mcp} offers; all without it. */
  MCP_TOOLS("mcp.tools", Form.NAMES, "");

  private final String key;
  private final Form<?> form;
  private final String defaultText;
  private final List<String> otherNames;

  Setting(String key, Form<?> form, String defaultText, String... otherNames) {
    this.key = key;
    this.form = form;
    this.defaultText = defaultText;
    this.otherNames = List.of(otherNames);
  }

  /** Returns the name in a file, such as {@code write-timeout}. */
  public String key() {
    return key;
  }

  /** Returns the environment variable, such as {@code CAIRN_WRITE_TIMEOUT}. */
  public String variable() {
    return "CAIRN_" + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /** Returns the names that other programs have for the same, as environment variables. */
  public List<String> otherNames() {
    return otherNames;
  }

  /** Returns the value where nothing sets another, as a text; empty if it is none. */
  public String defaultText() {
    return defaultText;
  }

  /** Returns a description of the texts that it takes. */
  public String syntax() {
    return form.syntax();
  }

  /** Tells whether the value is shown to nobody. */
  public boolean isSecret() {
    return this == MCP_TOKEN;
  }

  Form<?> form() {
    return form;
  }

  /** Returns the names by which the setting can be given in a file, the variable first. */
  Stream<String> names() {
    return Stream.concat(Stream.of(variable(), key), otherNames.stream());
  }

  /**
   * Returns the names by which the environment can give it: not the key, since a variable such as
   * {@code store} may be another program's.
   */
  Stream<String> variables() {
    return Stream.concat(Stream.of(variable()), otherNames.stream());
  }

  /** Returns a text under one of the other names with the unit that this name implies. */
  String completed(String name, String text) {
    if (!text.chars().allMatch(Character::isDigit)) {
      return text;
    }
    return name.endsWith("_PER_MIN")
        ? text + "/min"
        : name.endsWith("_PER_HOUR") ? text + "/hour" : text;
  }
}
