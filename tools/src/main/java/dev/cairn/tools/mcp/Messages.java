package dev.cairn.tools.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.TerminalText;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes the messages of the Model Context Protocol, each as one line of JSON. */
final class Messages {
  /** The mapper for the library. */
  static final McpJsonMapper MAPPER =
      new JacksonMcpJsonMapper(
          JsonMapper.builder(
                  JsonFactory.builder()
                      .streamReadConstraints(
                          StreamReadConstraints.builder()
                              .maxStringLength(MessageLines.LONGEST)
                              .build())
                      .build())
              .build());

  private static final int INVALID = -32600;
  private static final int NO_JSON = -32700;

  private Messages() {}

  /** A text that is no message; {@link #answer} is the line that tells the client. */
  static final class NoMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    NoMessageException(int code, String message, Throwable cause) {
      super(message, cause);
      this.code = code;
    }

    /** Returns the line; it has no id, since the text has none that can be trusted. */
    String answer() {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("code", code);
      error.put("message", getMessage());
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("jsonrpc", "2.0");
      answer.put("id", null);
      answer.put("error", error);
      return Json.line(answer);
    }
  }

  /**
   * Reads a message.
   *
   * @throws NoMessageException if the text is none
   */
  static JSONRPCMessage read(String text) throws NoMessageException {
    try {
      return McpSchema.deserializeJsonRpcMessage(MAPPER, text);
    } catch (IOException e) {
      throw new NoMessageException(NO_JSON, "this is no JSON object; send one message a line", e);
    } catch (IllegalArgumentException e) {
      throw new NoMessageException(
          INVALID, "this is no message of JSON-RPC 2.0: it needs jsonrpc, method and an id", e);
    }
  }

  /**
   * Writes a message as one line, without a line end.
   *
   * <p>The line is a sequence of whole characters: halves of surrogate pairs are escapes.
   */
  static String line(Object message) {
    try {
      return TerminalText.lines(MAPPER.writeValueAsString(message));
    } catch (IOException e) {
      throw new IllegalStateException("cannot be written as JSON", e);
    }
  }
}
