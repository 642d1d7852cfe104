package dev.cairn.internal.key;

import static dev.cairn.internal.key.KeyRange.endOf;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Finds and hashes the prefixes of an encoded key, so that a range of keys and each key within it
 * have a hash in common.
 *
 * <p>The shortest prefix that counts is the id of a table with a namespace. Two prefixes may have
 * the same hash.
 */
public final class KeyPrefix {
  private KeyPrefix() {}

  /**
   * Passes on the hashes of all prefixes of a key: of its table and namespace, of each further
   * component with those before it, and so of the whole key.
   *
   * @throws MalformedBytesException if it is not a key of whole components
   */
  public static void forEachHash(byte[] key, IntConsumer action) {
    TupleReader in = new TupleReader(key);
    in.skip();
    int hash = 0;
    int hashed = 0;
    do {
      in.skip();
      hash = hash(hash, key, hashed, in.position());
      hashed = in.position();
      action.accept(spread(hash));
    } while (!in.atEnd());
  }

  /** Returns the hash of a whole key, or of whole components with which keys begin. */
  public static int hash(byte[] components) {
    return hash(components, components.length);
  }

  private static int hash(byte[] bytes, int length) {
    return spread(hash(0, bytes, 0, length));
  }

  private static int hash(int before, byte[] bytes, int from, int to) {
    int hash = before;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** Lets every bit of the hash depend on every byte: the finalizer of MurmurHash3 (Appleby). */
  private static int spread(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  /**
   * Returns the hash of the longest prefix that all keys of a range have.
   *
   * @param from the first key of the range, or whole components with which it begins
   * @param end the end of the range, exclusive, as {@link KeyRange} makes it
   */
  public static int hashOfRange(byte[] from, byte[] end) {
    return hash(
        from,
        longest(
            from, length -> Arrays.compareUnsigned(end, endOf(Arrays.copyOf(from, length))) <= 0));
  }

  /**
   * Returns the hash of the longest prefix that all keys from {@code from} up to and with {@code
   * last} have.
   */
  public static int hashUpTo(byte[] from, byte[] last) {
    return hash(
        last,
        longest(
            last,
            length -> length <= from.length && Arrays.equals(from, 0, length, last, 0, length)));
  }

  /** Returns the length of the longest prefix that passes a test, which no longer one does then. */
  private static int longest(byte[] key, IntPredicate test) {
    TupleReader in = new TupleReader(key);
    in.skip();
    in.skip();
    int length = in.position();
    while (!in.atEnd()) {
      in.skip();
      if (!test.test(in.position())) {
        break;
      }
      length = in.position();
    }
    return length;
  }
}
