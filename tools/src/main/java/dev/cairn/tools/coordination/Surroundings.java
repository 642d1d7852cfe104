package dev.cairn.tools.coordination;

import dev.cairn.Cairn;
import dev.cairn.tools.text.Screen;
import java.nio.file.Path;

/** Gives a verb the store that the user means, and the screen. */
public interface Surroundings {

  /** Returns the screen. */
  Screen screen();

  /** Tells whether to print JSON. */
  boolean json();

  /** Returns the directory of the store. */
  Path store();

  /** Returns the size of the map that the store is opened with. */
  long mapBytes();

  /** Opens the store for reading; refuses one that does not exist. */
  Cairn openToRead();

  /** Opens the store for writing; refuses one that does not exist. */
  Cairn openToChange();
}
