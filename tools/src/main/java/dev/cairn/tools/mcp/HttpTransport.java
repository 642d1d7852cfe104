package dev.cairn.tools.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.cairn.tools.mcp.HttpGuard.Refusal;
import dev.cairn.tools.mcp.HttpSessions.Client;
import dev.cairn.tools.mcp.Messages.NoMessageException;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves MCP clients over streamable HTTP: one request for each message, and one that stays open
 * for notifications.
 *
 * <p>The library has this transport for a servlet container only. The calls of a session take
 * effect in the order in which they arrive.
 */
final class HttpTransport implements McpStreamableServerTransportProvider, HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
  private static final String SESSION = "Mcp-Session-Id";
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final String EVENTS = "text/event-stream";
  private static final int MOST_CALLS = 1_000;
  private static final int LONGEST_BODY = MessageLines.LONGEST;

  private final Gate gate;
  private final HttpGuard guard;
  private final HttpSessions sessions = new HttpSessions();

  /** One is held by each request that is being served. */
  private final Semaphore calls = new Semaphore(MOST_CALLS);

  private McpStreamableServerSession.@Nullable Factory factory;

  HttpTransport(Gate gate, HttpGuard guard) {
    this.gate = gate;
    this.guard = guard;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!calls.tryAcquire()) {
      exchange.close(); // the server is ending
      return;
    }
    try (exchange) {
      serve(exchange);
    } catch (RuntimeException e) {
      LOG.debug("a request failed", e);
      answer(exchange, 500, TEXT, Refusals.sentence(e));
    } finally {
      calls.release();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Optional<Refusal> refusal = guard.refuse(exchange.getRequestHeaders());
    if (refusal.isPresent()) {
      answer(exchange, refusal.get().status(), TEXT, refusal.get().sentence());
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "POST" -> post(exchange);
      case "GET" -> listen(exchange);
      case "DELETE" -> end(exchange);
      default -> {
        exchange.getResponseHeaders().set("Allow", "POST, GET, DELETE");
        answer(exchange, 405, TEXT, "send messages by POST");
      }
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
    JSONRPCMessage message;
    try {
      message = Messages.read(new String(body, StandardCharsets.UTF_8));
    } catch (NoMessageException e) {
      answer(exchange, 400, JSON, e.answer());
      return;
    }
    if (message instanceof JSONRPCRequest request
        && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      begin(exchange, request);
      return;
    }
    Optional<Client> client = client(exchange);
    if (client.isEmpty()) {
      return;
    }
    if (message instanceof JSONRPCRequest request) {
      answer(exchange, 200, JSON, Messages.line(call(client.get(), request)));
    } else {
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private void begin(HttpExchange exchange, JSONRPCRequest request) throws IOException {
    if (!(request.params() instanceof Map<?, ?> params)
        || !(params.get("protocolVersion") instanceof String)) {
      answer(exchange, 400, TEXT, "initialize needs protocolVersion, capabilities and clientInfo");
      return;
    }
    InitializeRequest introduction = Messages.MAPPER.convertValue(params, InitializeRequest.class);
    var begun = Objects.requireNonNull(factory).startSession(introduction);
    Object result = Objects.requireNonNull(begun.initResult().block());
    sessions.add(begun.session());
    exchange.getResponseHeaders().set(SESSION, begun.session().getId());
    answer(exchange, 200, JSON, Messages.line(JSONRPCResponse.result(request.id(), result)));
  }

  private JSONRPCMessage call(Client client, JSONRPCRequest request) {
    client.turn().lock();
    try {
      Optional<JSONRPCResponse> known = gate.answer(request);
      if (known.isPresent()) {
        return known.get();
      }
      SingleAnswer answer = new SingleAnswer();
      client.session().responseStream(answer).handle(request).block();
      return answer.message();
    } finally {
      client.turn().unlock();
    }
  }

  /** Returns the session of a request; answers the request if there is none. */
  private Optional<Client> client(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestHeaders().getFirst(SESSION);
    Optional<Client> client = sessions.find(id);
    if (id == null) {
      answer(exchange, 400, TEXT, "send the header Mcp-Session-Id, from initialize");
    } else if (client.isEmpty()) {
      answer(exchange, 404, TEXT, "the session has ended; initialize a new one");
    }
    return client;
  }

  private void listen(HttpExchange exchange) throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    if (accept == null || !accept.contains(EVENTS)) {
      answer(exchange, 406, TEXT, "GET opens a stream of notifications: accept " + EVENTS);
      return;
    }
    Optional<Client> client = client(exchange);
    if (client.isPresent()) {
      exchange.getResponseHeaders().set("Content-Type", EVENTS);
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      exchange.sendResponseHeaders(200, 0);
      NotificationStream stream = new NotificationStream(exchange.getResponseBody());
      client.get().session().listeningStream(stream);
      stream.hold();
    }
  }

  private void end(HttpExchange exchange) throws IOException {
    Optional<Client> client = client(exchange);
    if (client.isPresent()) {
      sessions.remove(client.get().session().getId());
      client.get().session().delete().block();
      answer(exchange, 200, TEXT, "the session has ended");
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Waits for the requests that are being served, and serves no more. */
  void drain(long seconds) throws InterruptedException {
    if (!calls.tryAcquire(MOST_CALLS, seconds, TimeUnit.SECONDS)) {
      LOG.debug("some calls are not answered after {} s", seconds);
    }
  }

  @Override
  public void setSessionFactory(McpStreamableServerSession.Factory newFactory) {
    factory = newFactory;
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Flux.fromIterable(sessions.all())
        .flatMap(client -> client.session().sendNotification(method, params).onErrorComplete())
        .then();
  }

  @Override
  public Mono<Void> notifyClient(String sessionId, String method, Object params) {
    return sessions
        .find(sessionId)
        .map(client -> client.session().sendNotification(method, params))
        .orElseGet(Mono::empty);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(() -> sessions.all().forEach(client -> client.session().close()));
  }
}
