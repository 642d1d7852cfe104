package dev.cairn.tools.coordination;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import picocli.CommandLine.Option;

/** The option of verbs that look at one namespace. */
final class Namespace {
  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description = "The namespace; the default one unless it is given.")
  private String name = "";

  /** Returns the memory of the namespace. */
  Memory of(Cairn store) {
    return name.isEmpty() ? store.memory() : store.memory(name);
  }

  /** Returns the name of the namespace, "" for the default one. */
  String name() {
    return name;
  }
}
