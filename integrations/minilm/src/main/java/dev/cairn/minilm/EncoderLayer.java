package dev.cairn.minilm;

/** One layer of the encoder: attention, and then a small network for each token. Immutable. */
final class EncoderLayer {
  private final Attention attention;
  private final LayerNorm afterAttention;
  private final Dense wide;
  private final Dense narrow;
  private final LayerNorm afterAll;

  private EncoderLayer(
      Attention attention, LayerNorm afterAttention, Dense wide, Dense narrow, LayerNorm afterAll) {
    this.attention = attention;
    this.afterAttention = afterAttention;
    this.wide = wide;
    this.narrow = narrow;
    this.afterAll = afterAll;
  }

  static EncoderLayer read(OnnxFile file, int number) {
    String path = "encoder/layer." + number;
    String name = "encoder.layer." + number;
    return new EncoderLayer(
        Attention.read(file, path + "/attention"),
        LayerNorm.read(file, name + ".attention.output.LayerNorm"),
        Dense.read(file, path + "/intermediate/dense"),
        Dense.read(file, path + "/output/dense"),
        LayerNorm.read(file, name + ".output.LayerNorm"));
  }

  /** Changes the vectors of a text's tokens in their place. */
  void apply(float[][] vectors) {
    afterAttention.addAndNormalise(vectors, attention.of(vectors));
    float[][] activated = wide.of(vectors);
    for (float[] each : activated) {
      Curve.activate(each);
    }
    afterAll.addAndNormalise(vectors, narrow.of(activated));
  }
}
