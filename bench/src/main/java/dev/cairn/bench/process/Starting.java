package dev.cairn.bench.process;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.StoreDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures how much longer a new JVM takes to open a store and read one record than a JVM that does
 * nothing.
 */
public final class Starting implements AutoCloseable {
  private static final int NOTE = Note.COUNT / 2;
  private static final double NANOS_A_MILLI = 1e6;

  private final ContenderKind contender;
  private final StoreDirectory directory = new StoreDirectory();
  private int measured;

  /** Makes a store of all notes. */
  public Starting(ContenderKind contender) throws IOException, InterruptedException {
    this.contender = contender;
    try (ChildJvm maker =
        ChildJvm.start(StoreChild.class, contender, directory.path(), StoreChild.NOTES)) {
      maker.end();
    }
  }

  /**
   * Returns the milliseconds by which a new JVM takes longer to read its first note than another
   * one to begin its main method. The two take turns in going first.
   */
  public double measure() throws IOException, InterruptedException {
    boolean emptyFirst = measured++ % 2 == 0;
    double empty = emptyFirst ? empty() : 0;
    double reading = read();
    return reading - (emptyFirst ? empty : empty());
  }

  private double empty() throws IOException, InterruptedException {
    return millis(0, EmptyMain.class);
  }

  private double read() throws IOException, InterruptedException {
    Path path = directory.path();
    return millis(Note.of(NOTE).uses(), FirstRead.class, contender, path, Note.id(NOTE));
  }

  /** Both are started with the flags that the contenders want, and otherwise with none. */
  private static double millis(long expected, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (ChildJvm child = ChildJvm.start(List.of(), List.of(), main, arguments)) {
      long found = Long.parseLong(child.await("read"));
      double millis = (System.nanoTime() - begin) / NANOS_A_MILLI;
      child.end();
      if (found != expected) {
        throw new IOException(
            "%s read %d and not %d".formatted(main.getSimpleName(), found, expected));
      }
      return millis;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
