package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.tools.Launched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn mcp --http} serves plain HTTP clients, and refuses requests that could
 * come from foreign web pages.
 */
class HttpIT {
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";
  private static final String TOKEN = "a token of more than 16";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private Process server;
  private URI uri;

  @AfterEach
  void kill() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly();
      server.waitFor();
    }
  }

  private void start(String address, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        Launched.builder(
            directory,
            List.of(
                Launched.launcher().toString(),
                "mcp",
                "--store",
                directory.resolve("store").toString(),
                "--http",
                address));
    builder.environment().putAll(environment);
    server = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    assertThat(line).isNotNull();
    uri = URI.create(line.replace("0.0.0.0", "127.0.0.1").replace("0:0:0:0:0:0:0:0", "::1"));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder post(String body) {
    return HttpRequest.newBuilder(uri)
        .header("Accept", "application/json, text/event-stream")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private String session() {
    HttpResponse<String> introduction = send(post(INITIALIZE).build());
    assertThat(introduction.statusCode()).isEqualTo(200);
    assertThat(introduction.body()).contains("\"name\":\"cairn\"");
    return introduction.headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  private JsonNode request(String session, String method, Object params) throws IOException {
    String body =
        McpProcess.JSON.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params));
    HttpResponse<String> answer = send(post(body).header("Mcp-Session-Id", session).build());
    assertThat(answer.statusCode()).isEqualTo(200);
    return McpProcess.JSON.readTree(answer.body()).get("result");
  }

  private JsonNode call(String session, String tool, Object arguments) throws IOException {
    return request(session, "tools/call", Map.of("name", tool, "arguments", arguments));
  }

  private static Map<String, Object> entity(String name) {
    return Map.of(
        "entities", List.of(Map.of("name", name, "entityType", "t", "observations", List.of())));
  }

  @Test
  void servesSeveralClientsUntilItIsStopped() throws Exception {
    start("localhost:0", Map.of());
    String first = session();
    String second = session();
    assertThat(first).isNotEqualTo(second);
    call(first, "create_entities", entity("Ada"));
    assertThat(
            call(second, "read_graph", Map.of()).at("/structuredContent/entities/0/name").asText())
        .isEqualTo("Ada");
    assertThat(call(second, "no_tool", Map.of()).get("isError").asBoolean()).isTrue();

    HttpRequest end = HttpRequest.newBuilder(uri).DELETE().header("Mcp-Session-Id", first).build();
    assertThat(send(end).statusCode()).isEqualTo(200);
    assertThat(send(end).statusCode()).isEqualTo(404);
    assertThat(call(second, "read_graph", Map.of()).has("structuredContent")).isTrue();

    Launched.signal(server, "TERM");
    assertThat(Launched.end(server)).isZero();
  }

  @Test
  void tellsASubscriberOfChanges() throws Exception {
    start("localhost:0", Map.of());
    String listener = session();
    String writer = session();
    HttpRequest listen =
        HttpRequest.newBuilder(uri)
            .header("Accept", "text/event-stream")
            .header("Mcp-Session-Id", listener)
            .build();
    try (Stream<String> lines = http.send(listen, BodyHandlers.ofLines()).body()) {
      Iterator<String> events = lines.filter(line -> line.startsWith("data: ")).iterator();
      request(listener, "resources/subscribe", Map.of("uri", "memory://knowledge-graph"));
      call(writer, "create_entities", entity("Ada"));
      assertThat(events.next()).contains("resources/updated", "memory://knowledge-graph");
      Launched.signal(server, "TERM"); // ends the stream
      assertThat(events.hasNext()).isFalse();
    }
    assertThat(Launched.end(server)).isZero();
  }

  @Test
  void refusesWhatIsNoRequestOfAClient() throws Exception {
    start("localhost:0", Map.of());
    String session = session();
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    assertThat(send(post(ping).build()).statusCode()).isEqualTo(400);
    assertThat(send(post(ping).header("Mcp-Session-Id", "none").build()).statusCode())
        .isEqualTo(404);
    assertThat(send(post("nonsense").header("Mcp-Session-Id", session).build()).body())
        .contains("-32700");
    assertThat(send(post("[]").build()).statusCode()).isEqualTo(400);
    assertThat(send(post(INITIALIZE.replace("\"params\":", "\"p\":")).build()).statusCode())
        .isEqualTo(400);
    HttpRequest put = HttpRequest.newBuilder(uri).PUT(BodyPublishers.noBody()).build();
    assertThat(send(put).statusCode()).isEqualTo(405);
    HttpRequest get = HttpRequest.newBuilder(uri).header("Mcp-Session-Id", session).build();
    assertThat(send(get).statusCode()).isEqualTo(406);
    String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    assertThat(send(post(notification).header("Mcp-Session-Id", session).build()).statusCode())
        .isEqualTo(202);
    assertThat(request(session, "ping", Map.of())).isEmpty();
  }

  @Test
  void servesNoPageOfTheWeb() throws Exception {
    start("127.0.0.1:0", Map.of());
    assertThat(send(post(INITIALIZE).header("Origin", "https://evil.example").build()).statusCode())
        .isEqualTo(403);
    assertThat(send(post(INITIALIZE).header("Origin", "null").build()).statusCode()).isEqualTo(403);
    assertThat(
            send(post(INITIALIZE).header("Origin", "http://localhost:6274").build()).statusCode())
        .isEqualTo(200);
    assertThat(statusFor("localhost:" + uri.getPort())).isEqualTo(200);
    assertThat(statusFor("[::1]:" + uri.getPort())).isEqualTo(200);
    assertThat(statusFor("evil.example:" + uri.getPort())).isEqualTo(421);
    assertThat(statusFor("127.0.0.1.evil.example")).isEqualTo(421);
  }

  /** Sends a request with a Host of its own, which a client of Java does not let choose. */
  private int statusFor(String host) throws IOException {
    byte[] body = INITIALIZE.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /mcp HTTP/1.1\r\nHost: %s\r\nAccept: application/json, text/event-stream\r\n"
                .formatted(host)
            + "Connection: close\r\nContent-Length: %d\r\n\r\n".formatted(body.length);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return Integer.parseInt(status.substring(9, 12));
    }
  }

  @Test
  void asksForItsTokenWhereOthersCanReachIt() throws Exception {
    start("0.0.0.0:0", Map.of("CAIRN_MCP_TOKEN", TOKEN));
    assertThat(send(post(INITIALIZE).build()).statusCode()).isEqualTo(401);
    assertThat(send(post(INITIALIZE).header("Authorization", "Bearer wrong").build()).statusCode())
        .isEqualTo(401);
    assertThat(
            send(post(INITIALIZE).header("Authorization", "Bearer " + TOKEN).build()).statusCode())
        .isEqualTo(200);
  }
}
