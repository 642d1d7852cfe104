package dev.cairn.docs;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.config.Admission;
import dev.cairn.config.Configuration;
import dev.cairn.values.Deadline;

/** The code of docs/configuration.md, compiled, and run by {@link DocumentsTest}. */
final class DocumentedConfiguration {
  private DocumentedConfiguration() {}

  static void open() {
    // [open]
    Configuration configuration = Configuration.fromEnvironment(); // or of(variables, file)
    try (Cairn cairn = configuration.open()) {
      Admission syncs = configuration.syncs();
      syncs.run(cairn, "ann", deadline -> sync(cairn.memory("ann"), deadline));
    }
    // [end]
  }

  // [sync]
  static int sync(Memory memory, Deadline deadline) {
    return memory.locks().guarding("repository").withTimeout(deadline.left()).write(() -> 1);
  }
  // [end]
}
