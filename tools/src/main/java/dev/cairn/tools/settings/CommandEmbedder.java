package dev.cairn.tools.settings;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.config.Configuration;
import dev.cairn.config.Setting;
import dev.cairn.documents.Embedder;
import dev.cairn.minilm.MiniLmEmbedder;
import dev.cairn.minilm.MiniLmRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The model by which the command finds texts by their meaning: all-MiniLM-L6-v2, in plain Java on
 * all processors. It is loaded at the first text, which many verbs never have.
 */
public final class CommandEmbedder implements Embedder {
  /** A model in this process never hangs, and is slow where other programs keep the processors. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final MiniLmEmbedder model = new MiniLmEmbedder(MiniLmRuntime.JAVA);

  private CommandEmbedder() {}

  /** Returns the embedder that the settings choose, if they choose one. */
  public static Optional<Embedder> of(Configuration configuration) {
    String chosen = configuration.text(Setting.EMBEDDER).orElse(Setting.EMBEDDER.defaultText());
    return chosen.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(new CommandEmbedder());
  }

  /**
   * Returns the options to open a store with whose texts are to be found by their meaning too. A
   * collection with vectors of another embedder is used by words alone.
   */
  public static CairnOptions options(Session cairn) {
    return options(cairn, of(cairn.configuration()));
  }

  /** Returns the options to open a store with, and with this embedder if there is one. */
  public static CairnOptions options(Session cairn, Optional<Embedder> embedder) {
    CairnOptions options = cairn.options();
    return embedder.map(it -> options.withOptionalEmbedder(it, DEADLINE)).orElse(options);
  }

  /**
   * Returns the embedder for a verb that was asked to embed.
   *
   * @throws IllegalArgumentException if the settings choose none
   */
  public static Embedder required(Configuration configuration) {
    return of(configuration)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nothing can be embedded, since the setting embedder is none; set it to minilm"));
  }

  /**
   * Opens the store, and makes it where there is none, for a verb that was asked to embed.
   *
   * @throws IllegalArgumentException if the setting says that there is no embedder
   */
  public static Cairn openToEmbed(Session cairn) {
    return Cairn.open(cairn.store(), options(cairn, Optional.of(required(cairn.configuration()))));
  }

  /** Returns the sentence for a collection that is searched by words for want of its embedder. */
  public static String wordsAlone(String collection, String embedder) {
    String reason =
        isFormer(embedder)
            ? "a former version of the model, which cairn reindex --documents --embed replaces"
            : "which is not here, or fails";
    return "collection '%s' has vectors of embedder '%s', %s: it is searched by words alone"
        .formatted(collection, embedder, reason);
  }

  /** Tells whether a name is that of a former version of the model: its own, up to a {@code /}. */
  public static boolean isFormer(String embedder) {
    return new CommandEmbedder().name().startsWith(embedder + "/");
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.parallelStream().map(text -> model.embed(List.of(text)).get(0)).toList();
  }
}
