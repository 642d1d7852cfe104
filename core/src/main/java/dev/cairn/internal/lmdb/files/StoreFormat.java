package dev.cairn.internal.lmdb.files;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.DataFile;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.FormatException;
import dev.cairn.internal.lmdb.pages.FormatException.Kind;
import dev.cairn.internal.lmdb.pages.PageCheck;
import dev.cairn.internal.lmdb.pages.Tree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks, without LMDB, that a data file is a complete store in a known format. */
public final class StoreFormat {
  /** The name of the database of all rows and index entries. */
  public static final String DATA = "data";

  /** The name of the database of the change log. */
  public static final String CHANGES = "changes";

  /** The databases of a store. */
  public static final List<String> DATABASES = List.of(DATA, CHANGES);

  /** The number of the format that this version writes, which the first row names. */
  public static final int FORMAT = 1;

  /** The result of {@link #format(byte[])} for a value that names no format. */
  static final int NO_FORMAT = -1;

  /** The first row's key sorts before every other one. */
  private static final byte[] HEADER_KEY = {0};

  private static final String HEADER = "Cairn store, format ";
  private static final Pattern ANY_HEADER = Pattern.compile(HEADER + "(\\d{1,9})");
  private static final int THOROUGH_LOOKS = 3;

  private StoreFormat() {}

  /** Other processes may commit meanwhile and use pages anew, so what looks wrong is read again. */
  public static void check(Path data) throws IOException {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
      for (int looks = 1; ; looks++) {
        long transaction = -1;
        try {
          DataFile file = DataFile.open(channel);
          transaction = file.newest().transaction();
          checkStore(data, file, looks <= THOROUGH_LOOKS);
          return;
        } catch (FormatException e) {
          if (transaction == newest(channel)) {
            throw OpenFailures.refused(data, e);
          }
        }
      }
    }
  }

  private static long newest(FileChannel channel) throws IOException {
    try {
      return DataFile.open(channel).newest().transaction();
    } catch (FormatException e) {
      return -1;
    }
  }

  /**
   * Checks a store.
   *
   * @param thorough false to leave the search for missing pages out: a store that others commit to
   *     faster than it can be searched is whole
   */
  private static void checkStore(Path data, DataFile file, boolean thorough)
      throws IOException, FormatException {
    int number = format(file);
    if (number > FORMAT) {
      throw new StoreOpenException(
          Reason.NEWER_FORMAT,
          "%s has store format %d, and this version of Cairn reads formats up to %d; use a newer version of Cairn"
              .formatted(data, number, FORMAT));
    }
    if (thorough && file.pages() <= file.newest().lastPage()) {
      // Pages that one transaction both took and freed are counted and never written, so a short
      // file can be sound: what it lacks must be looked for.
      requirePagesInUse(file);
    }
  }

  /** Returns the number of the store's format, as the first row says. */
  private static int format(DataFile file) throws FormatException {
    try {
      Tree rows = file.database(file.newest(), DATA);
      Tree changes = file.database(file.newest(), CHANGES);
      if (rows != null && changes != null) {
        int format = format(file.view(file.newest(), DATA, rows).get(HEADER_KEY));
        if (format != NO_FORMAT) {
          return format;
        }
      }
    } catch (StorageException e) {
      throw new FormatException(Kind.DAMAGED, String.valueOf(e.getMessage()));
    }
    throw new FormatException(Kind.FOREIGN, "it is an LMDB environment of another program");
  }

  /** Returns the key of the first row. */
  public static byte[] headerKey() {
    return HEADER_KEY.clone();
  }

  /** Tells whether a key is that of the first row. */
  public static boolean isHeaderKey(byte[] key) {
    return Arrays.equals(key, HEADER_KEY);
  }

  /** Returns the value of the first row of a new store. */
  public static byte[] header() {
    return (HEADER + FORMAT).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the number of the format that the value of the first row names. */
  public static int format(byte @Nullable [] header) {
    Matcher format =
        ANY_HEADER.matcher(header == null ? "" : new String(header, StandardCharsets.UTF_8));
    return format.matches() ? Integer.parseInt(format.group(1)) : NO_FORMAT;
  }

  private static void requirePagesInUse(DataFile file) throws IOException, FormatException {
    List<Damage> lost = new ArrayList<>();
    PageCheck.Visitor visitor =
        new PageCheck.Visitor() {
          @Override
          public void entry(String database, Entry entry) {
            // only the pages matter
          }

          @Override
          public void damaged(Damage damage) {
            if (damage.lost() != null && lost.isEmpty()) {
              lost.add(damage);
            }
          }
        };
    PageCheck check = new PageCheck(file, file.newest(), true, visitor);
    check.databases(DATABASES);
    check.freeList();
    if (!lost.isEmpty()) {
      throw new FormatException(Kind.DAMAGED, lost.get(0).problem());
    }
  }
}
