package dev.cairn.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that a damaged or unsuitable dump is refused with file and line, and that nothing of it is
 * restored.
 */
class RefusedDumpIT extends DumpedStore {
  /** Writes a dump of other lines, whose trailer is right. */
  private Path resealed(List<String> lines) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<String> all = new ArrayList<>(lines.subList(0, lines.size() - 1));
    all.forEach(line -> digest.update((line + "\n").getBytes(UTF_8)));
    String sha256 = HexFormat.of().formatHex(digest.digest());
    all.add(
        "{\"end\":\"cairn dump\",\"rows\":%d,\"tables\":{},\"sha256\":\"%s\"}"
            .formatted(all.size() - 1, sha256));
    return write(String.join("\n", all) + "\n");
  }

  private void refused(Path file, int code, String complaint) {
    cairn("restore", file.toString()).failed(code, complaint);
    assertThat(directory.resolve("cairn-store")).doesNotExist();
  }

  @Test
  void whatIsNoDumpIsRefused() throws IOException {
    cairn("restore", "missing").failed(2, "no such file: missing");
    cairn("restore", directory.toString()).failed(2, "a directory is no dump: " + directory);
    refused(write(""), 2, "is no dump: it is empty");
    refused(write("sites,1\n"), 2, "is no dump: it begins neither as JSON nor as LMDB's format");
    refused(write("{\"op\":\"visit\"}\n"), 2, "is no dump: its first line is no header of one");
    List<String> lines = lines(dump);
    lines.set(0, lines.get(0).replace("\"format\":1", "\"format\":2"));
    refused(write(String.join("\n", lines)), 2, "has dump format 2, and this version of Cairn");
  }

  @Test
  void aDumpThatIsNotWholeIsRefusedAndWhatIsWholeTakenIfAllowed() throws IOException {
    List<String> lines = lines(dump);
    Path noTrailer = write(String.join("\n", lines.subList(0, 5)) + "\n");
    refused(noTrailer, 1, noTrailer + " is cut off: it ends after line 5 without a trailer");
    Path cut = write(String.join("\n", lines.subList(0, 5)).replaceFirst("..$", ""));
    refused(cut, 1, cut + ", line 5: it is cut off: the file ends within the line");
    String changed = String.join("\n", lines).replace("\"visits\":1", "\"visits\":2") + "\n";
    Path damaged = write(changed);
    refused(damaged, 1, damaged + ", line 9: the checksum does not match");

    Launched.Result taken = cairn("restore", cut.toString(), "--allow-truncated", "--json");
    assertThat(taken.code()).isZero();
    assertThat(taken.err()).hasLineCount(1).contains("line 5", "; 3 rows before that taken");
    JsonNode object = new ObjectMapper().readTree(taken.out());
    assertThat(object.get("added").longValue()).isEqualTo(3);
    assertThat(object.get("truncated").textValue()).contains("line 5");
  }

  @Test
  void aRowThatDoesNotFitIsRefusedByFileLineAndComponent() throws Exception {
    List<String> lines = lines(dump);
    lines.set(1, lines.get(1).replace("\"visits\":1", "\"visits\":\"many\""));
    Path file = resealed(lines);
    refused(file, 1, file + ", line 2: value › visits: 'many' where long is wanted");

    lines.set(1, lines(dump).get(1).replace("\"visits\":1", "\"visits\":-5"));
    file = resealed(lines);
    refused(file, 2, file + ", line 2: table 'sites' does not take the row: ");
  }

  @Test
  void aTableOfAnotherSchemaThanTheRepositoryCanReadIsRefused() throws Exception {
    List<String> lines = lines(dump);
    lines.set(0, lines.get(0).replace("visits:long", "visits:string"));
    for (int i = 1; i < lines.size() - 1; i++) {
      lines.set(i, lines.get(i).replace("\"visits\":1", "\"visits\":\"1\""));
    }
    refused(resealed(lines), 1, "table 'sites', component 'visits': stored as string");
  }
}
