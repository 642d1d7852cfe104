package dev.cairn.tools.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvReadException;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cairn.documents.NewDocument;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.util.Map;

/**
 * A table of values with a line of names, separated by commas, semicolons or tabs: each row is a
 * document, whose metadata are texts.
 */
final class CsvFile implements Format {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .disable(CsvParser.Feature.ALLOW_TRAILING_COMMA)
          .build();

  @Override
  public String word() {
    return "csv";
  }

  @Override
  public boolean recognises(Source source) throws IOException, BadLineException {
    String first = source.firstLine();
    return (source.hasEnding(".csv") || source.hasEnding(".tsv"))
        || (!first.startsWith("{")
            && !first.startsWith("[")
            && first.indexOf(separator(first)) > 0);
  }

  /** Returns which of the separators the line of names has most of. */
  private static char separator(String names) {
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(names, candidate) > count(names, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException, BadLineException {
    String first = source.firstLine();
    if (first.isEmpty()) {
      throw new IllegalArgumentException(source.name() + " is empty");
    }
    CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator(first));
    int line = 1;
    boolean isFirst = true;
    try (MappingIterator<Map<String, String>> rows =
        CSV.readerForMapOf(String.class).with(schema).readValues(source.reader())) {
      while (rows.hasNextValue()) {
        Map<String, String> row = rows.nextValue();
        line = Math.max(line + 1, rows.getCurrentLocation().getLineNr() - 1);
        if (isFirst) {
          requireColumns(source, mapping, row);
          isFirst = false;
        }
        document(row, "line " + line, mapping, sink);
      }
    } catch (CsvReadException | RuntimeJsonMappingException e) {
      throw new BadLineException(source.name(), line + 1, broken(e));
    } catch (JsonProcessingException e) {
      throw new BadLineException(source.name(), line + 1, broken(e));
    } catch (IOException e) {
      if (e.getCause() instanceof BadLineException bad) {
        throw bad;
      }
      throw e;
    }
  }

  private static IllegalArgumentException broken(Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IllegalArgumentException(
        "not a row of the table: "
            + reason
            + "; a value with a separator, a quote or a line break"
            + " stands in quotes, and quotes in it are doubled",
        e);
  }

  private static void requireColumns(Source source, Mapping mapping, Map<String, String> row) {
    for (String column : new String[] {mapping.idColumn(), mapping.textColumn()}) {
      if (!row.containsKey(column)) {
        throw new IllegalArgumentException(
            "%s: there is no column '%s', there are %s; --id and --text name the columns"
                .formatted(source.name(), column, String.join(", ", row.keySet())));
      }
    }
  }

  private static void document(Map<String, String> row, String place, Mapping mapping, Sink sink) {
    String id = row.getOrDefault(mapping.idColumn(), "");
    String text = row.getOrDefault(mapping.textColumn(), "");
    if (id.isBlank() || text.isBlank()) {
      sink.skip(place, id.isBlank() ? "it has no id" : "it has no text");
      return;
    }
    MetadataReader metadata = new MetadataReader();
    row.forEach(
        (column, value) -> {
          if (mapping.takes(column) && !value.isEmpty()) {
            metadata.put(column, value);
          }
        });
    metadata.tell(place, sink);
    sink.document("documents", NewDocument.of(id, text).withMetadata(metadata.metadata()));
  }
}
