package dev.cairn.minilm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reads the weights out of an ONNX file: its constant tensors by name, and the inputs of its
 * operations.
 *
 * <p>An ONNX file is a message of Protocol Buffers; <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a> has the numbers of
 * the fields that are read here. All others are skipped.
 */
final class OnnxFile {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_TENSOR = 5;
  private static final int NODE_INPUT = 1;
  private static final int NODE_NAME = 3;
  private static final int TENSOR_FLOATS = 4;
  private static final int TENSOR_INTS = 5;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_BYTES = 9;

  private final Map<String, Map<Integer, ByteBuffer>> tensors = new HashMap<>();
  private final Map<String, List<String>> inputs = new HashMap<>();

  /**
   * Reads the names of everything; the tensors themselves stay in the bytes.
   *
   * @throws IllegalStateException if it is no such file
   */
  OnnxFile(byte[] file) {
    try {
      fields(
          ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN),
          (field, content) -> {
            if (field == MODEL_GRAPH) {
              fields(content, this::readPart);
            }
          });
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "The model's network of %,d bytes is no ONNX file".formatted(file.length), e);
    }
  }

  private void readPart(int field, ByteBuffer part) {
    if (field == GRAPH_TENSOR) {
      Map<Integer, ByteBuffer> tensor = new HashMap<>();
      fields(part, tensor::put);
      tensors.put(text(required(tensor, TENSOR_NAME, "a tensor")), tensor);
    } else if (field == GRAPH_NODE) {
      List<String> names = new ArrayList<>();
      Map<Integer, ByteBuffer> node = new HashMap<>();
      fields(
          part,
          (number, content) -> {
            if (number == NODE_INPUT) {
              names.add(text(content));
            }
            node.put(number, content);
          });
      inputs.put(text(required(node, NODE_NAME, "a node")), names);
    }
  }

  /** Gives each field that has bytes to a function. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> taker) {
    ByteBuffer rest = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (rest.hasRemaining()) {
      long key = number(rest);
      switch ((int) key & 7) {
        case 0 -> number(rest);
        case 1 -> rest.position(rest.position() + Long.BYTES);
        case 2 -> {
          int length = Math.toIntExact(number(rest));
          taker.accept(
              (int) (key >>> 3),
              rest.slice(rest.position(), length).order(ByteOrder.LITTLE_ENDIAN));
          rest.position(rest.position() + length);
        }
        case 5 -> rest.position(rest.position() + Integer.BYTES);
        default -> throw new IllegalStateException("field of unknown kind " + key);
      }
    }
  }

  /** Reads a number of 7 bits a byte, the lowest first. */
  private static long number(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = from.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalStateException("number without an end");
  }

  /** Returns the name of an input of an operation. */
  String input(String node, int index) {
    List<String> names = inputs.get(node);
    if (names == null || names.size() <= index) {
      throw new IllegalStateException(
          "The model's network lacks input %d of %s".formatted(index, node));
    }
    return names.get(index);
  }

  /** Returns a tensor of 32-bit numbers, all rows in one. */
  float[] floats(String tensor) {
    Map<Integer, ByteBuffer> parts = tensor(tensor);
    ByteBuffer bytes = parts.get(TENSOR_FLOATS);
    if (bytes == null) {
      bytes = required(parts, TENSOR_BYTES, tensor);
    }
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  /** Returns a tensor of 8-bit numbers, all rows in one, signed or not as the tensor is. */
  byte[] bytes(String tensor) {
    ByteBuffer bytes = required(tensor(tensor), TENSOR_BYTES, tensor);
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  /** Returns a short tensor of 8-bit numbers, which is written as a list of numbers. */
  int[] ints(String tensor) {
    ByteBuffer numbers = required(tensor(tensor), TENSOR_INTS, tensor).duplicate();
    List<Integer> ints = new ArrayList<>();
    while (numbers.hasRemaining()) {
      ints.add((int) number(numbers));
    }
    return ints.stream().mapToInt(Integer::intValue).toArray();
  }

  private Map<Integer, ByteBuffer> tensor(String name) {
    Map<Integer, ByteBuffer> tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("The model's network lacks the tensor " + name);
    }
    return tensor;
  }

  private static ByteBuffer required(Map<Integer, ByteBuffer> fields, int field, String of) {
    ByteBuffer content = fields.get(field);
    if (content == null) {
      throw new IllegalStateException(
          "The model's network lacks field %d of %s".formatted(field, of));
    }
    return content;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
