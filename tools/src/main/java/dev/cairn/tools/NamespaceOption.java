package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import picocli.CommandLine.Option;

/** The option of verbs that look at one namespace. */
final class NamespaceOption {
  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = "The namespace; the default one unless it is given.")
  private String namespace = "";

  /** Returns the memory of the namespace that the user means. */
  Memory of(Cairn store) {
    return namespace.isEmpty() ? store.memory() : store.memory(namespace);
  }

  /** Returns the name of the namespace, "" for the default one. */
  String name() {
    return namespace;
  }
}
