package dev.cairn;

import dev.cairn.maintenance.CopyOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a store with the version of Cairn on the class path, for the resources of {@link
 * OldStoresTest}.
 */
final class OldStoreMaker {
  private OldStoreMaker() {}

  /**
   * Writes the data file of the sample store, copied compactly and compressed.
   *
   * @param args the file to write, and a directory to work in
   */
  public static void main(String[] args) throws IOException {
    Path store = Path.of(args[1], "store");
    Path copy = Path.of(args[1], "copy");
    StoredSample.create(store);
    try (Cairn cairn = Cairn.open(store)) {
      var unused = cairn.maintenance().copyTo(copy, CopyOptions.compact());
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(args[0])))) {
      Files.copy(copy.resolve("data.mdb"), out);
    }
  }
}
