package dev.cairn.tools.mcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses {@code HOST:PORT} as an address of this machine at which a server can listen. */
public final class ListenAddress implements ITypeConverter<InetSocketAddress> {
  private static final int LAST_PORT = 65_535;

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new TypeConversionException("'" + text + "' is no HOST:PORT; write localhost:8765");
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(text.substring(0, colon)), port(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new TypeConversionException("no such host: " + text.substring(0, colon));
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // as a number that is none
    }
    throw new TypeConversionException("no port from 0 to 65535: '" + text + "'");
  }
}
