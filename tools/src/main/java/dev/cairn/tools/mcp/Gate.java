package dev.cairn.tools.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Refuses calls of unknown tools before the MCP library sees them, and records the resources to
 * which clients subscribe.
 *
 * <p>The library would name no way out, and does not tell of subscriptions. Thread-safe.
 */
final class Gate {
  private final List<String> tools;
  private final Runnable firstSubscription;
  private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean following = new AtomicBoolean();

  /**
   * Makes a gate.
   *
   * @param tools the names of the tools
   * @param firstSubscription runs when a client first subscribes to anything
   */
  Gate(List<String> tools, Runnable firstSubscription) {
    this.tools = List.copyOf(tools);
    this.firstSubscription = firstSubscription;
  }

  /** Returns the addresses that a client has ever subscribed to. */
  List<String> subscribed() {
    return List.copyOf(subscribed);
  }

  /** Returns whether a message is of no concern to the library. */
  static boolean isIgnored(JSONRPCMessage message) {
    // A call is done by the time a message about it can be read, and nothing is asked of clients.
    return message instanceof JSONRPCResponse
        || (message instanceof JSONRPCNotification notification
            && !notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
  }

  /** Returns the answer to a request that the library need not see. */
  Optional<JSONRPCResponse> answer(JSONRPCRequest request) {
    Map<?, ?> params = request.params() instanceof Map<?, ?> map ? map : Map.of();
    switch (request.method()) {
      case McpSchema.METHOD_TOOLS_CALL -> {
        return refuse(params).map(sentence -> refused(request, sentence));
      }
      case McpSchema.METHOD_RESOURCES_SUBSCRIBE -> {
        if (params.get("uri") instanceof String uri) {
          subscribe(uri);
        }
        return Optional.empty();
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private void subscribe(String uri) {
    if (subscribed.add(uri) && following.compareAndSet(false, true)) {
      firstSubscription.run();
    }
  }

  private Optional<String> refuse(Map<?, ?> call) {
    Object name = call.get("name");
    Object arguments = call.get("arguments");
    if (!(name instanceof String called) || !tools.contains(called)) {
      return Optional.of(
          "there is no tool %s; there are %s"
              .formatted(
                  name instanceof String called ? "'" + called + "'" : "without a name",
                  String.join(", ", tools)));
    }
    return arguments == null || arguments instanceof Map
        ? Optional.empty()
        : Optional.of("the arguments of " + called + " must be an object");
  }

  private static JSONRPCResponse refused(JSONRPCRequest request, String sentence) {
    return JSONRPCResponse.result(request.id(), Features.refused(sentence));
  }
}
