package dev.cairn.tools.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** Sends notifications to one client as server-sent events, in an HTTP response that stays open. */
final class NotificationStream implements McpStreamableServerTransport {
  private static final long SECONDS_BETWEEN_SIGNS = 15;

  private final OutputStream out;
  private final CountDownLatch closed = new CountDownLatch(1);

  NotificationStream(OutputStream out) {
    this.out = out;
  }

  /** Keeps the response open until the stream is closed or the client has gone. */
  void hold() {
    try {
      do {
        // A comment: whether the client has gone shows only when something is sent.
        send(":\n\n");
      } while (!closed.await(SECONDS_BETWEEN_SIGNS, TimeUnit.SECONDS));
    } catch (UncheckedIOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void send(String event) {
    try {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("the client does not read any more", e);
    }
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromRunnable(
        () -> send("event: message\ndata: " + Messages.line(message) + "\n\n"));
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message, String messageId) {
    return sendMessage(message);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return Messages.MAPPER.convertValue(data, type);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
