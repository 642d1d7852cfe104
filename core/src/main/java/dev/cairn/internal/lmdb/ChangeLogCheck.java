package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Changes.Change;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of a change log for damage, one after the other in their order.
 *
 * <p>A version may lack its row: programs that are not Cairn write none, and {@code mdb_load}
 * leaves the log of another history. Only faults that nothing but damage explains are reported. So
 * a first row whose version alone is damaged may look like one before a hole; readers take it for
 * that, and begin anew.
 */
public final class ChangeLogCheck {
  private static final long NONE = -1;

  private final long storeVersion;
  private long last = NONE;
  private long rows;
  private boolean holes;

  /**
   * Makes the check of one log.
   *
   * @param storeVersion the version of the store that the log is in
   */
  public ChangeLogCheck(long storeVersion) {
    this.storeVersion = storeVersion;
  }

  /**
   * Takes the next row.
   *
   * @param key its key
   * @param value its value, or null if that cannot be read
   * @return the fault in it, or null
   */
  public @Nullable String row(byte[] key, byte @Nullable [] value) {
    rows++;
    if (key.length != Long.BYTES) {
      return "its key has %d bytes, not 8".formatted(key.length);
    }
    long version = ByteBuffer.wrap(key).getLong();
    String problem = null;
    if (version < 1 || version <= last) {
      problem = "version %d follows version %d".formatted(version, last);
    } else if (last != NONE && version != last + 1) {
      holes = true;
    }
    last = version;
    return problem == null && value != null ? valueProblem(version, value) : problem;
  }

  private static @Nullable String valueProblem(long version, byte[] value) {
    List<Change> changes = new ArrayList<>();
    try {
      return ChangeLog.decode(version, value, changes) || ChangeLog.isEverything(value)
          ? null
          : "the checksum does not match, or the row is of no kind that there is";
    } catch (BufferUnderflowException e) {
      return "the row is cut off";
    }
  }

  /**
   * Ends the log.
   *
   * @return the fault in it as a whole, or null
   */
  public @Nullable String end() {
    return holes && last > storeVersion
        ? "it goes up to version %d, and the store is of version %d".formatted(last, storeVersion)
        : null;
  }

  /**
   * Returns how many rows were given.
   *
   * @return the number
   */
  public long rows() {
    return rows;
  }
}
