package dev.cairn.tools.settings;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.config.Configuration;
import dev.cairn.config.Setting;
import dev.cairn.tools.text.Screen;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One run of the command {@code cairn}, as a verb sees it: its output, and the settings of its
 * command line, environment and file.
 */
public interface Session {
  /** Returns the output. */
  Screen screen();

  /** Returns whether the output is JSON. */
  boolean json();

  /** Returns the directory of the store. */
  Path store();

  /** Returns the size of the map that the store is opened with, in bytes. */
  long mapBytes();

  /** Opens the store for reading; refuses one that does not exist. */
  Cairn openToRead();

  /** Opens the store for writing; refuses one that does not exist. */
  Cairn openToChange();

  /** Opens the store for writing, and makes it if there is none. */
  Cairn openOrMake();

  /** Returns the directory of the store that the command line names, if it does. */
  Optional<Path> namedStore();

  /**
   * Returns the settings of the environment and of the file.
   *
   * @throws IllegalArgumentException if there are mistakes in them
   */
  Configuration configuration();

  /** Returns the value of a setting that an option on the command line sets. */
  Optional<String> option(Setting setting);

  /** Returns the options to open a store with. */
  CairnOptions options();

  /** Returns the variables by which a child process finds the same settings. */
  Map<String, String> variablesOfChildren();
}
