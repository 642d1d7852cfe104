package dev.cairn.minilm;

/** The vectors with which the network begins: one for each token, one for each place. Immutable. */
final class Embeddings {
  private final Table words;
  private final Table places;

  /** The first row of the table of kinds: a text by itself has tokens of one kind. */
  private final float[] kind;

  private final LayerNorm norm;

  /** Rows of unsigned bytes with one scale and one zero point, which take a quarter of the room. */
  private static final class Table {
    private final byte[] numbers;
    private final float scale;
    private final int zero;

    private Table(OnnxFile file, String name) {
      this.numbers = file.bytes(name + "_quantized");
      this.scale = file.floats(name + "_scale")[0];
      this.zero = file.ints(name + "_zero_point")[0];
    }

    private void addRow(int row, float[] sum) {
      int from = row * sum.length;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (Byte.toUnsignedInt(numbers[from + i]) - zero) * scale;
      }
    }
  }

  private Embeddings(Table words, Table places, float[] kind, LayerNorm norm) {
    this.words = words;
    this.places = places;
    this.kind = kind;
    this.norm = norm;
  }

  static Embeddings read(OnnxFile file) {
    float[] kind = new float[MiniLmEmbedder.DIMENSION];
    new Table(file, "embeddings.token_type_embeddings.weight").addRow(0, kind);
    return new Embeddings(
        new Table(file, "embeddings.word_embeddings.weight"),
        new Table(file, "embeddings.position_embeddings.weight"),
        kind,
        LayerNorm.read(file, "embeddings.LayerNorm"));
  }

  /** Returns a vector for each token of a text. */
  float[][] of(int[] tokens) {
    float[][] vectors = new float[tokens.length][];
    for (int place = 0; place < tokens.length; place++) {
      vectors[place] = kind.clone();
      words.addRow(tokens[place], vectors[place]);
      places.addRow(place, vectors[place]);
    }
    norm.normalise(vectors);
    return vectors;
  }
}
