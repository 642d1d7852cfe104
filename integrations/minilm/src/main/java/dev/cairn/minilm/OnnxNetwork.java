package dev.cairn.minilm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network on ONNX Runtime. The only class that names it, so that all others can be loaded
 * without it.
 */
final class OnnxNetwork implements Network {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxNetwork.class);

  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxNetwork(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * Loads the network.
   *
   * @throws LinkageError if ONNX Runtime is not there or cannot be loaded
   * @throws IllegalStateException if it refuses the network
   */
  static OnnxNetwork load(byte[] network) {
    OrtEnvironment environment = OnnxLibraries.load();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      environment.setTelemetry(false); // its builds for Windows send some otherwise
      // The caller's thread computes. A pool of threads for each call would only contend with those
      // of other callers.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new OnnxNetwork(environment, environment.createSession(network, options));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot load the model", e);
    }
  }

  @Override
  public float[][] compute(int[] tokens) {
    long[] shape = {1, tokens.length};
    long[] present = new long[tokens.length];
    Arrays.fill(present, 1);
    long[] numbers = Arrays.stream(tokens).asLongStream().toArray();
    try (OnnxTensor ids = tensor(numbers, shape);
        OnnxTensor mask = tensor(present, shape);
        OnnxTensor kinds = tensor(new long[tokens.length], shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", kinds))) {
      return rows(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens.length);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "ONNX Runtime cannot compute the vector of %d tokens".formatted(tokens.length), e);
    }
  }

  private OnnxTensor tensor(long[] numbers, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), shape);
  }

  private static float[][] rows(FloatBuffer numbers, int count) {
    float[][] rows = new float[count][numbers.remaining() / count];
    for (float[] row : rows) {
      numbers.get(row);
    }
    return rows;
  }

  /** The environment is one for the JVM, and stays. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      LOG.warn("ONNX Runtime cannot free the model; its memory stays in use", e);
    }
  }
}
