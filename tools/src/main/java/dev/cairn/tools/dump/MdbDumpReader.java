package dev.cairn.tools.dump;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.maintenance.StoreBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump in the format of LMDB's {@code mdb_dump -a}, with or without its option {@code -p}.
 */
final class MdbDumpReader implements DumpReader {
  static final String BEGINNING = "VERSION=";

  private static final String VERSION = "3";
  private static final String DATA = "data";
  private static final String CHANGES = "changes";

  private final String file;
  private final LineReader lines;
  private boolean print;

  /** The database whose entries are being read, or null before a header. */
  private @Nullable String database;

  private boolean dataEnded;

  MdbDumpReader(String file, InputStream in) {
    this.file = file;
    this.lines = new LineReader(in);
  }

  @Override
  public void begin(StoreBuilder builder) {
    // The catalogue, which names the tables, is among the rows.
  }

  @Override
  public @Nullable Entry next() throws IOException, BadDumpException {
    while (true) {
      if (database == null && !header()) {
        if (!dataEnded) {
          throw BadDumpException.atEnd(
              file, "is cut off: it ends after line %d without the rows".formatted(lines.number()));
        }
        return null;
      }
      if (!lines.next()) {
        throw BadDumpException.atEnd(
            file, "is cut off: it ends after line %d without DATA=END".formatted(lines.number()));
      }
      if (text().equals("DATA=END")) {
        dataEnded |= DATA.equals(database);
        database = null;
        continue;
      }
      long line = lines.number();
      byte[] key = bytes();
      if (!lines.next()) {
        throw BadDumpException.atEnd(
            file, "is cut off: line %d is a key without a value".formatted(line));
      }
      byte[] value = bytes();
      if (DATA.equals(database)) {
        return new Entry(line, key, value);
      }
    }
  }

  /** Reads a header; false if the file ends before it. */
  private boolean header() throws IOException, BadDumpException {
    if (!lines.next()) {
      return false;
    }
    String name = "";
    for (String line = text(); !line.equals("HEADER=END"); line = text()) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw at("'%s' where a line of a header is wanted".formatted(shown(line)));
      }
      String value = line.substring(equals + 1);
      switch (line.substring(0, equals)) {
        case "VERSION" -> requireVersion(value);
        case "format" -> print = value.equals("print");
        case "database" -> name = value;
        default -> {
          // sizes: the new store has its own
        }
      }
      if (!lines.next()) {
        throw BadDumpException.atEnd(
            file, "is cut off: it ends within a header, after line %d".formatted(lines.number()));
      }
    }
    if (!name.equals(DATA) && !name.equals(CHANGES)) {
      throw BadDumpException.foreign(
          file,
          "is no dump of a Cairn store: it has the LMDB database '%s'. Cairn's are made with mdb_dump -a"
              .formatted(shown(name)));
    }
    database = name;
    return true;
  }

  private void requireVersion(String version) throws BadDumpException {
    if (!version.equals(VERSION)) {
      throw BadDumpException.foreign(
          file,
          "has version %s of LMDB's dump format, and this version of Cairn reads %s"
              .formatted(shown(version), VERSION));
    }
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private BadDumpException at(String problem) {
    return BadDumpException.at(file, lines.number(), problem);
  }

  private String text() throws BadDumpException {
    requireWhole();
    // Only lines of headers are read as texts, and these are short.
    int length = Math.min(lines.length(), 200);
    return new String(lines.buffer(), lines.start(), length, StandardCharsets.UTF_8);
  }

  private void requireWhole() throws BadDumpException {
    if (!lines.isWhole()) {
      throw at("it is cut off: the file ends within the line");
    }
  }

  private byte[] bytes() throws BadDumpException {
    requireWhole();
    if (lines.length() == 0 || lines.buffer()[lines.start()] != ' ') {
      throw at("'%s' where a key or a value is wanted".formatted(shown(text())));
    }
    int from = lines.start() + 1;
    int to = lines.start() + lines.length();
    return print ? printed(from, to) : hexadecimal(from, to);
  }

  private byte[] hexadecimal(int from, int to) throws BadDumpException {
    if ((to - from) % 2 != 0) {
      throw at("it has half a byte");
    }
    byte[] bytes = new byte[(to - from) / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (digit(from + 2 * i) << 4 | digit(from + 2 * i + 1));
    }
    return bytes;
  }

  private byte[] printed(int from, int to) throws BadDumpException {
    byte[] line = lines.buffer();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
    for (int at = from; at < to; at++) {
      if (line[at] != '\\') {
        bytes.write(line[at]);
      } else if (at + 1 < to && line[at + 1] == '\\') {
        bytes.write('\\');
        at++;
      } else if (at + 2 < to) {
        bytes.write(digit(at + 1) << 4 | digit(at + 2));
        at += 2;
      } else {
        throw at("it ends within an escape");
      }
    }
    return bytes.toByteArray();
  }

  private int digit(int at) throws BadDumpException {
    int digit = Character.digit(lines.buffer()[at], 16);
    if (digit < 0) {
      throw at("'%c' where a hexadecimal digit is wanted".formatted(lines.buffer()[at] & 0xFF));
    }
    return digit;
  }

  @Override
  public void add(Entry entry, StoreBuilder builder) throws BadDumpException {
    boolean isRow;
    try {
      isRow = builder.addRaw(entry.key(), entry.value());
    } catch (IllegalArgumentException | CorruptRecordException | IncompatibleRecordException e) {
      throw BadDumpException.at(file, entry.line(), String.valueOf(e.getMessage()));
    }
    if (isRow) {
      requireReadable(entry, builder);
    }
  }

  private void requireReadable(Entry entry, StoreBuilder builder) throws BadDumpException {
    try {
      builder.requireReadable(entry.key(), entry.value());
    } catch (IncompatibleRecordException e) {
      if (e.key().isEmpty()) {
        throw e; // it is about the table as a whole
      }
      throw BadDumpException.refused(file, entry.line(), e);
    } catch (CorruptRecordException e) {
      throw BadDumpException.at(file, entry.line(), String.valueOf(e.getMessage()));
    }
  }
}
