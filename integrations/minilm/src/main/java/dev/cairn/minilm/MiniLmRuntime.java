package dev.cairn.minilm;

/** The ways to compute the model. Their vectors can be compared with each other. */
public enum MiniLmRuntime {
  /** {@link #ONNX_RUNTIME} where it is on the class path and can be loaded, else {@link #JAVA}. */
  AUTOMATIC,

  /**
   * Plain Java, without native code: the weights are read out of the model's file and computed with
   * as 32-bit numbers. A text's vector is the same on every machine.
   */
  JAVA,

  /**
   * Microsoft's ONNX Runtime, {@code com.microsoft.onnxruntime:onnxruntime}, which an application
   * adds to its class path. It is several times as fast, computes with 8-bit numbers, and loads
   * native code.
   */
  ONNX_RUNTIME
}
