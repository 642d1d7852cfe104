package dev.cairn.tools.mcp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Accepts HTTP requests at one address, from its creation until it is closed. */
public final class HttpListener implements AutoCloseable {
  private static final String PATH = "/mcp";
  private static final int SHORTEST_TOKEN = 16;
  private static final int PATIENCE_SECONDS = 10;

  private final HttpTransport transport;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private HttpListener(HttpTransport transport, InetSocketAddress address) throws IOException {
    this.transport = transport;
    // Else an answer in two packets waits for the client's delayed acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.server = HttpServer.create(address, 0);
    server.createContext(PATH, transport);
    server.setExecutor(threads);
  }

  /**
   * Checks who may call.
   *
   * @throws IllegalArgumentException if others can reach the address and there is no good token
   */
  static HttpGuard guard(InetSocketAddress address, Optional<String> token) {
    InetAddress host = address.getAddress();
    boolean loopback = host.isLoopbackAddress();
    if (!loopback && token.isEmpty()) {
      throw new IllegalArgumentException(
          "other machines can reach %s, so requests need a token: set CAIRN_MCP_TOKEN, or serve on"
                  .formatted(host.getHostAddress())
              + " 127.0.0.1");
    }
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "the token of CAIRN_MCP_TOKEN has %d characters; give it %d at least"
              .formatted(token.get().length(), SHORTEST_TOKEN));
    }
    return new HttpGuard(loopback, token.orElse(null));
  }

  static HttpListener start(HttpTransport transport, InetSocketAddress address) throws IOException {
    HttpListener listener = new HttpListener(transport, address);
    listener.server.start();
    return listener;
  }

  /** Returns the address for clients. */
  public String url() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return "http://%s:%d%s"
        .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort(), PATH);
  }

  /**
   * Ends the streams of notifications, then waits some seconds for calls that are being answered.
   */
  @Override
  public void close() {
    transport.closeGracefully().block();
    try {
      transport.drain(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
