package dev.cairn.tools.mcp;

import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of MCP clients over HTTP, by their ids.
 *
 * <p>A client need not say that it leaves. So there is room for some hundreds, and the one that was
 * not used for the longest time makes room for a new one. Thread-safe.
 */
final class HttpSessions {
  private static final int MOST = 500;

  /**
   * A session of one client.
   *
   * @param session the library's session
   * @param turn lets calls take effect one after the other, in the order of their arrival
   */
  record Client(McpStreamableServerSession session, ReentrantLock turn) {}

  private final Map<String, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

  /** Adds a session. */
  void add(McpStreamableServerSession session) {
    Optional<Client> dropped;
    synchronized (clients) {
      clients.put(session.getId(), new Client(session, new ReentrantLock(true)));
      dropped = clients.size() > MOST ? dropOldest() : Optional.empty();
    }
    dropped.ifPresent(client -> client.session().close());
  }

  private Optional<Client> dropOldest() {
    Iterator<Client> oldest = clients.values().iterator();
    Client client = oldest.next();
    oldest.remove();
    return Optional.of(client);
  }

  /** Returns the session of that id, if there is one. */
  Optional<Client> find(@Nullable String id) {
    synchronized (clients) {
      return id == null ? Optional.empty() : Optional.ofNullable(clients.get(id));
    }
  }

  /** Removes the session of that id. */
  void remove(String id) {
    synchronized (clients) {
      clients.remove(id);
    }
  }

  /** Returns all sessions. */
  List<Client> all() {
    synchronized (clients) {
      return new ArrayList<>(clients.values());
    }
  }
}
