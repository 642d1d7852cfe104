import dev.cairn.Cairn;
import dev.cairn.Memory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Checks the artifacts of a release from the outside: writes to a store, opens it again and reads.
 */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] arguments) {
    Path store = Path.of(arguments[0]);
    try (Cairn cairn = Cairn.open(store)) {
      Memory memory = cairn.memory();
      memory.sites().recordVisit("https://example.com/page1", Duration.ofSeconds(5));
    }
    try (Cairn cairn = Cairn.open(store)) {
      System.out.println(cairn.memory().sites().promptContext("https://example.com"));
    }
  }
}
