package dev.cairn.internal.key;

import java.util.ArrayList;
import java.util.List;

/** Encodes the keys of index entries: an indexed value followed by the primary key of its row. */
public final class JoinedKey<A, B> extends KeyCodec<JoinedKey.Joined<A, B>> {

  /** The two keys of a joined one. */
  public record Joined<A, B>(A first, B second) {}

  private final KeyCodec<A> first;
  private final KeyCodec<B> second;

  JoinedKey(KeyCodec<A> first, KeyCodec<B> second) {
    super(concatenated(first, second));
    this.first = first;
    this.second = second;
  }

  private static List<ComponentKey<?>> concatenated(KeyCodec<?> first, KeyCodec<?> second) {
    List<ComponentKey<?>> all = new ArrayList<>(first.flat());
    all.addAll(second.flat());
    return all;
  }

  @Override
  public Class<?> keyClass() {
    return Joined.class;
  }

  @Override
  public void append(Joined<A, B> key, TupleWriter out) {
    append(key.first(), key.second(), out);
  }

  /** Writes the two keys without an object that holds both. */
  public void append(A firstKey, B secondKey, TupleWriter out) {
    first.append(firstKey, out);
    second.append(secondKey, out);
  }

  @Override
  public Joined<A, B> read(TupleReader in) {
    A firstKey = first.read(in);
    return new Joined<>(firstKey, second.read(in));
  }
}
