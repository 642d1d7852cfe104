package dev.cairn.tools.mcp;

import dev.cairn.tools.mcp.Messages.NoMessageException;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Serves one MCP client over two streams, such as standard input and output: one message a line,
 * one after the other.
 *
 * <p>A message is answered before the next one is read: calls take effect in their order, and at
 * the end of the input all that was read has been answered. The library's own transport promises
 * neither. A client need not introduce itself before it calls.
 */
final class StdioTransport implements McpServerTransportProvider {
  private static final byte[] LINE_END = {'\n'};

  private final Gate gate;
  private final OutputStream out;
  private @Nullable McpServerSession session;
  private boolean introduced;

  /**
   * Makes the transport.
   *
   * @param out the stream to the client, on which nothing else writes
   */
  StdioTransport(Gate gate, OutputStream out) {
    this.gate = gate;
    this.out = out;
  }

  /**
   * Answers messages until the input ends.
   *
   * @throws IOException if the input cannot be read
   * @throws UncheckedIOException if the client does not read any more
   */
  void serve(InputStream in) throws IOException {
    MessageLines lines = new MessageLines(in);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().isBlank()) {
        serve(line.get());
      }
    }
  }

  private void serve(String line) {
    JSONRPCMessage message;
    try {
      message = Messages.read(line);
    } catch (NoMessageException e) {
      write(e.answer());
      return;
    }
    if (Gate.isIgnored(message)) {
      return;
    }
    if (message instanceof JSONRPCRequest request) {
      serve(request);
    }
  }

  private void serve(JSONRPCRequest request) {
    boolean introduces = request.method().equals(McpSchema.METHOD_INITIALIZE);
    if (!introduced && !introduces) {
      introduce();
    }
    try {
      gate.answer(request)
          .ifPresentOrElse(
              answer -> write(Messages.line(answer)), () -> session().handle(request).block());
    } catch (OutOfMemoryError e) { // of an answer that is too large, which has not begun yet
      write(Messages.line(Features.failed(request, e)));
    }
    if (introduces) {
      introduce();
    }
  }

  /** Lets the session answer calls, as the client's notification would, which may come late. */
  private void introduce() {
    if (!introduced) {
      introduced = true;
      session().handle(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED)).block();
    }
  }

  private McpServerSession session() {
    return Objects.requireNonNull(session);
  }

  private void write(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(bytes);
        out.write(LINE_END);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("the client does not read any more", e);
      }
    }
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session = factory.create(new Answers());
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return session().sendNotification(method, params);
  }

  @Override
  public Mono<Void> notifyClient(String sessionId, String method, Object params) {
    return session().sendNotification(method, params);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  /** Writes what the library sends to the client. */
  private final class Answers implements McpServerTransport {
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(() -> write(Messages.line(message)));
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return Messages.MAPPER.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }

    @Override
    public void close() {
      // The streams are the process's.
    }
  }
}
