package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.config.Setting;
import dev.cairn.tools.mcp.HttpListener;
import dev.cairn.tools.mcp.ListenAddress;
import dev.cairn.tools.mcp.MemoryServer;
import dev.cairn.tools.mcp.Offer;
import dev.cairn.tools.mcp.StopSignal;
import dev.cairn.tools.mcp.StoreDoor;
import dev.cairn.tools.mcp.UsualStore;
import dev.cairn.tools.settings.CommandEmbedder;
import dev.cairn.tools.text.TerminalText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code cairn mcp}: serves the store to clients of the Model Context Protocol. */
@Command(
    name = "mcp",
    description = {
      "Serves the store to a client of the Model Context Protocol (MCP), such as Claude Code, on "
          + "standard input and output, until the input ends.",
      "",
      "Without --store and $CAIRN_STORE the store is ~/.local/share/cairn/memory, in whatever "
          + "directory the client starts its servers. It is created if there is none.",
      "",
      "The options can be settings too: $CAIRN_MCP_NAMESPACE, $CAIRN_MCP_HTTP, "
          + "$CAIRN_MCP_READ_ONLY and $CAIRN_MCP_TOOLS."
    },
    footer = {
      "%nAs Claude Code is told of it:",
      "  claude mcp add memory -- cairn mcp",
      "  claude mcp add memory -- cairn mcp --namespace my-project --tools graph,sites"
    })
final class McpCommand implements Callable<Integer> {
  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "The part of the store to serve: one user's, or one project's.")
  private @Nullable String namespace;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = ListenAddress.class,
      description = {
        "Serve any number of clients over HTTP instead, until the process is stopped.",
        "A HOST other than localhost needs a token in $CAIRN_MCP_TOKEN."
      })
  private @Nullable InetSocketAddress http;

  @Option(names = "--read-only", description = "Offer no tool that changes the store.")
  private boolean readOnly;

  @Option(
      names = "--tools",
      paramLabel = "GROUP",
      split = ",",
      description = "The tools to offer: graph, sites, skills, episodes, documents (default: all).")
  private List<String> tools = new ArrayList<>();

  private final CairnCommand cairn;

  McpCommand(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<InetSocketAddress> address = address();
    return address.isPresent() ? serveHttp(address.get()) : serveClient();
  }

  private Optional<InetSocketAddress> address() {
    return http != null
        ? Optional.of(http)
        : setting(Setting.MCP_HTTP)
            .map(
                text -> {
                  try {
                    return new ListenAddress().convert(text);
                  } catch (TypeConversionException e) {
                    throw new IllegalArgumentException("mcp.http: " + e.getMessage(), e);
                  }
                });
  }

  private Optional<String> setting(Setting setting) {
    return cairn.configuration().text(setting);
  }

  private int serveClient() throws IOException {
    // Nothing but the protocol may reach standard output, whatever a library prints.
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    try (MemoryServer server = server()) {
      server.serve(new FileInputStream(FileDescriptor.in), out);
    } catch (UncheckedIOException e) {
      // The client has gone without closing its end: there is nobody to answer.
    }
    return ExitCode.OK;
  }

  private int serveHttp(InetSocketAddress address) throws IOException, InterruptedException {
    Optional<String> token = setting(Setting.MCP_TOKEN);
    try (StopSignal stop = StopSignal.expect();
        MemoryServer server = server();
        HttpListener listener = server.listen(address, token)) {
      cairn.screen().out().println(listener.url());
      cairn.screen().out().flush();
      stop.await();
    }
    return ExitCode.OK;
  }

  private MemoryServer server() {
    List<String> groups =
        tools.isEmpty()
            ? setting(Setting.MCP_TOOLS).map(McpCommand::names).orElse(List.of())
            : tools;
    Offer offer = Offer.of(groups, isReadOnly());
    String part = namespace == null ? setting(Setting.MCP_NAMESPACE).orElse("") : namespace;
    StoreDoor door =
        new StoreDoor(opening(), store -> part.isEmpty() ? store.memory() : store.memory(part));
    door.openEarly(failure -> cairn.screen().err().println("cairn: " + TerminalText.line(failure)));
    return new MemoryServer(door, part, offer, CairnCommand.Version.number());
  }

  private static List<String> names(String text) {
    return Stream.of(text.split(",", -1)).map(String::strip).toList();
  }

  private boolean isReadOnly() {
    return readOnly || setting(Setting.MCP_READ_ONLY).filter("true"::equalsIgnoreCase).isPresent();
  }

  private Supplier<Cairn> opening() {
    Path store = cairn.storeOr(UsualStore::path);
    CairnOptions options = CommandEmbedder.options(cairn);
    return () -> Cairn.open(store, isReadOnly() ? options.readOnly() : options);
  }
}
