package dev.cairn.table;

import java.util.ArrayList;
import java.util.List;

/** One key after another: an indexed value followed by the primary key of its row. */
final class JoinedKey<A, B> extends Key<JoinedKey.Joined<A, B>> {

  /** The two keys of a joined one. */
  record Joined<A, B>(A first, B second) {}

  private final Key<A> first;
  private final Key<B> second;

  JoinedKey(Key<A> first, Key<B> second) {
    super(concatenated(first, second));
    this.first = first;
    this.second = second;
  }

  private static List<ComponentKey<?>> concatenated(Key<?> first, Key<?> second) {
    List<ComponentKey<?>> all = new ArrayList<>(first.flat());
    all.addAll(second.flat());
    return all;
  }

  @Override
  void append(Joined<A, B> key, TupleWriter out) {
    append(key.first(), key.second(), out);
  }

  /** Writes the two keys without an object that holds both. */
  void append(A firstKey, B secondKey, TupleWriter out) {
    first.append(firstKey, out);
    second.append(secondKey, out);
  }

  @Override
  Joined<A, B> read(TupleReader in) {
    A firstKey = first.read(in);
    return new Joined<>(firstKey, second.read(in));
  }
}
