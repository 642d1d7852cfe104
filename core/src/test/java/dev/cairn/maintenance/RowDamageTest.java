package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.maintenance.Finding.Kind;
import java.io.File;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Tests that verification reports damage to rows, index entries, the catalogue of tables and the
 * change log even if every page is sound.
 */
class RowDamageTest extends DamagedStore {
  /**
   * Changes rows directly through LMDB, so that their contents are wrong and every page stays
   * sound.
   */
  private void write(Consumer<Rows> work) {
    try (Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA)
            .setMaxDbs(2)
            .setMapSize(1 << 30)
            .open(new File(directory.toString()))) {
      try (Txn<byte[]> txn = env.txnWrite()) {
        work.accept(new Rows(env, txn));
        txn.commit();
      }
    }
  }

  private record Rows(Env<byte[]> env, Txn<byte[]> txn) {
    Dbi<byte[]> database(String name) {
      return env.openDbi(txn, name.getBytes(java.nio.charset.StandardCharsets.UTF_8), null, false);
    }
  }

  /** Finds the key of a row, or of an index entry, that ends with the given text. */
  private static byte[] key(Rows rows, String first, boolean entry) {
    byte[] end = first.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try (var cursor = rows.database("data").iterate(rows.txn)) {
      for (var row : cursor) {
        byte[] key = row.key();
        boolean ends =
            key.length > end.length + 2
                && Arrays.equals(
                    key, key.length - 1 - end.length, key.length - 1, end, 0, end.length)
                && key[key.length - 2 - end.length] == 2;
        if (ends && (row.val().length == 0) == entry) {
          return key;
        }
      }
    }
    throw new AssertionError("no key ends with " + first);
  }

  @Test
  void aRowOfWhichTheChecksumDoesNotMatchIsNamedAndTheOthersAreSalvaged() {
    write(
        rows -> {
          byte[] key = key(rows, "note7", false);
          byte[] value = rows.database("data").get(rows.txn, key);
          value[value.length - 1] ^= 1;
          rows.database("data").put(rows.txn, key, value);
        });
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.ROW);
              assertThat(finding.table()).isEqualTo("notes");
              assertThat(finding.key()).contains("note7");
              assertThat(finding.problem()).contains("checksum");
            });
    SalvageReport salvaged = salvage();
    assertThat(rows(salvaged)).isEqualTo(rows(soundReport()) - 1);
    assertThat(salvaged.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.key()).contains("note7"));
  }

  @Test
  void anIndexEntryWithoutItsRowIsNamed() {
    write(rows -> rows.database("data").delete(rows.txn, key(rows, "note7", false)));
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.INDEX);
              assertThat(finding.problem()).contains("note7", "which does not exist");
            });
    assertThat(Maintenance.verify(directory, VerifyOptions.shallow()).findings())
        .as("also without the class")
        .hasSize(1);
  }

  @Test
  void aRowWithoutItsIndexEntryIsNamed() {
    write(rows -> rows.database("data").delete(rows.txn, key(rows, "note7", true)));
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.INDEX);
              assertThat(finding.problem()).startsWith("the row has no").contains("note7");
            });
  }

  @Test
  void anIndexEntryThatTheRowDoesNotHaveIsNamed() {
    write(
        rows -> {
          byte[] entry = key(rows, "note7", true);
          entry[5]++; // another topic
          rows.database("data").put(rows.txn, entry, new byte[0]);
        });
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.INDEX);
              assertThat(finding.problem()).contains("which has no such entry");
            });
  }

  @Test
  void aRowOfNoTableIsNamed() {
    write(
        rows ->
            rows.database("data")
                .put(rows.txn, new byte[] {0x15, 99, 2, 0, 2, 'x', 0}, new byte[9]));
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains("no table of its id"));
  }

  @Test
  void aRowOfTheCatalogueThatIsDamagedIsNamed() {
    write(
        rows -> {
          byte[] key = {0x14, 2, 't', 'a', 'b', 'l', 'e', 0, 2, 'n', 'o', 't', 'e', 's', 0};
          byte[] value = rows.database("data").get(rows.txn, key);
          value[7] ^= 4;
          rows.database("data").put(rows.txn, key, value);
        });
    assertThat(findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.CATALOGUE);
              assertThat(finding.problem()).contains("checksum");
            });
    assertThat(rows(salvage())).as("one bit can be mended").isEqualTo(rows(soundReport()));
  }

  @Test
  void aChangeLogThatIsDamagedIsNamed() {
    write(
        rows -> {
          Dbi<byte[]> changes = rows.database("changes");
          byte[] key = ByteBuffer.allocate(8).putLong(50).array();
          byte[] row = changes.get(rows.txn, key);
          row[6] ^= 1;
          changes.put(rows.txn, key, row);
        });
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Kind.CHANGE_LOG));
  }

  @Test
  void aStoreOfALaterFormatIsNotSound() {
    write(
        rows ->
            rows.database("data")
                .put(
                    rows.txn,
                    new byte[] {0},
                    "Cairn store, format 2".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains("format"));
  }
}
