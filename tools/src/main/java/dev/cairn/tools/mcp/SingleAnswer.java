package dev.cairn.tools.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Holds the MCP library's answer to one request until it is written as the body of an HTTP
 * response.
 */
final class SingleAnswer implements McpStreamableServerTransport {
  private volatile @Nullable JSONRPCMessage message;

  /** Returns the answer, once the library has given it. */
  JSONRPCMessage message() {
    return Objects.requireNonNull(message);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage answer) {
    return Mono.fromRunnable(() -> message = answer);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage answer, String messageId) {
    return sendMessage(answer);
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
    // There is nothing to close.
  }
}
