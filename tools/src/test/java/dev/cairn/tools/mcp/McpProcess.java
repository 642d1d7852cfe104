package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.tools.Launched;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Starts an MCP server in its own process, and exchanges messages with it over standard input and
 * output.
 *
 * <p>A line on standard output that is no message fails the test.
 */
final class McpProcess implements AutoCloseable {
  /** Escapes what is not ASCII: halves of characters have no other form in a line. */
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final long PATIENCE_SECONDS = 120;
  private static final String PROTOCOL = "2025-11-25";

  private final Process process;
  private final Writer in;
  private final Path err;
  private final Thread reader = new Thread(this::read, "mcp-answers");
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> others = new LinkedBlockingQueue<>();
  private final List<String> noMessages = new ArrayList<>();

  private McpProcess(ProcessBuilder builder) {
    try {
      err = Files.createTempFile("mcp-", ".err");
      process = builder.redirectError(err.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts {@code cairn mcp} in {@code directory}. */
  static McpProcess cairn(Path directory, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(Launched.launcher().toString(), "mcp"), Stream.of(arguments))
            .toList();
    return start(Launched.builder(directory, command));
  }

  /** Starts any server. */
  static McpProcess start(ProcessBuilder builder) {
    return new McpProcess(builder);
  }

  /** Introduces the client, and returns the server's introduction. */
  JsonNode initialize() {
    ObjectNode params = JSON.createObjectNode();
    params.put("protocolVersion", PROTOCOL).putObject("capabilities");
    params.putObject("clientInfo").put("name", "test").put("version", "1");
    JsonNode result = request("initialize", params);
    send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return result;
  }

  /** Sends a line, whatever it is. */
  void send(String line) {
    try {
      synchronized (in) {
        in.write(line);
        in.write('\n');
        in.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request; the future has the whole answer, or fails where the process ends first. */
  CompletableFuture<JsonNode> ask(String method, Object params) {
    int id = lastId.incrementAndGet();
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id);
    request.put("method", method).set("params", JSON.valueToTree(params));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    if (!reader.isAlive()) {
      answer.completeExceptionally(new IOException("the server has ended"));
    }
    try {
      send(JSON.writeValueAsString(request));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    } catch (UncheckedIOException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  /** Sends a call of a tool. */
  CompletableFuture<JsonNode> askTool(String tool, Object arguments) {
    return ask("tools/call", Map.of("name", tool, "arguments", arguments));
  }

  /** Returns the result of a request. */
  JsonNode request(String method, Object params) {
    JsonNode answer = await(ask(method, params));
    assertThat(answer.has("result")).as("%s: %s", method, answer).isTrue();
    return answer.get("result");
  }

  /** Returns the error of a request that is refused. */
  JsonNode refused(String method, Object params) {
    JsonNode answer = await(ask(method, params));
    assertThat(answer.has("error")).as("%s: %s", method, answer).isTrue();
    return answer.get("error");
  }

  /** Calls a tool and returns its whole result. */
  JsonNode call(String tool, Object arguments) {
    return request("tools/call", Map.of("name", tool, "arguments", arguments));
  }

  /** Calls a tool, which must succeed, and returns the structured answer. */
  JsonNode answer(String tool, Object arguments) {
    JsonNode result = call(tool, arguments);
    assertThat(result.path("isError").asBoolean()).as("%s: %s", tool, result).isFalse();
    return result.get("structuredContent");
  }

  /** Calls a tool, which must fail, and returns the sentence. */
  String failure(String tool, Object arguments) {
    JsonNode result = call(tool, arguments);
    assertThat(result.path("isError").asBoolean()).as("%s: %s", tool, result).isTrue();
    return text(result);
  }

  static String text(JsonNode result) {
    return result.get("content").get(0).get("text").asText();
  }

  static JsonNode await(CompletableFuture<JsonNode> answer) {
    try {
      return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** Returns the next message that is no answer to a request. */
  JsonNode next() throws InterruptedException {
    JsonNode message = others.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("a message").isNotNull();
    return message;
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      // The process was killed.
    } finally {
      answers.values().forEach(each -> each.completeExceptionally(new IOException("no answer")));
    }
  }

  private void take(String line) {
    try {
      JsonNode message = JSON.readTree(line);
      JsonNode id = message.path("id");
      CompletableFuture<JsonNode> asked = id.isInt() ? answers.remove(id.asInt()) : null;
      if (!message.path("jsonrpc").asText().equals("2.0")) {
        noMessages.add(line);
      } else if (asked == null) {
        others.add(message);
      } else {
        asked.complete(message);
      }
    } catch (JsonProcessingException e) {
      noMessages.add(line);
    }
  }

  /** Closes the server's input, and returns its exit code once it has ended. */
  int end() {
    closeInput();
    int code = Launched.end(process);
    try {
      reader.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(noMessages).as("lines on standard output that are no messages").isEmpty();
    return code;
  }

  void closeInput() {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended by itself.
    }
  }

  Process process() {
    return process;
  }

  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(err);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
