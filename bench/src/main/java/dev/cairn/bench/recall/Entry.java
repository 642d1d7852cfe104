package dev.cairn.bench.recall;

/** A document to store or a question to ask: its text, and the vector of its meaning. */
final class Entry {
  final String text;
  final float[] vector;

  Entry(String text, float[] vector) {
    this.text = text;
    this.vector = vector;
  }
}
