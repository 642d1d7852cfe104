package dev.cairn.tools.replay;

import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes traces, which are recordings of agents' writes, for tests. The lines have single quotes in
 * place of double quotes.
 */
public final class Traces {
  private Traces() {}

  /** Returns the trace of {@code lines}, in which single quotes stand for double ones. */
  public static Trace of(String... lines) {
    byte[] bytes = text(lines).getBytes(StandardCharsets.UTF_8);
    try {
      return Trace.read("test", new ByteArrayInputStream(bytes), Trace.BadLines.REFUSE);
    } catch (IOException | BadLineException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns the text of the trace of {@code lines}. */
  public static String text(String... lines) {
    return String.join("\n", lines).replace('\'', '"') + "\n";
  }

  /** Returns a trace of {@code operations} lines of every kind, by 12 agents on 7 sites. */
  public static String mixed(int operations) {
    return IntStream.range(0, operations).mapToObj(Traces::line).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String line(int i) {
    String url = "https://site" + i % 7 + ".example/";
    String fields =
        switch (i % 8) {
          case 0 -> "'op':'visit','url':'%s','seconds':%d.25".formatted(url, i % 50);
          case 1 ->
              "'op':'selector','url':'%s','purpose':'p%d','selector':'#s%d','fallbacks':['#f']"
                  .formatted(url, i % 3, i % 5);
          case 2 ->
              "'op':'selector-outcome','url':'%s','purpose':'p%d','success':%b"
                  .formatted(url, i % 3, i % 4 == 0);
          case 3 ->
              "'op':'quirk','url':'%s','description':'d%d','workaround':'w%d'"
                  .formatted(url, i % 4, i % 2);
          case 4 ->
              "'op':'pattern','url':'%s','task':'t%d','actions':['a%d','b']"
                  .formatted(url, i % 3, i % 6);
          case 5 ->
              "'op':'skill','id':'s%d','name':'n','description':'d','code':'c%d','tags':['t']"
                  .formatted(i % 10, i % 4);
          case 6 ->
              "'op':'skill-outcome','id':'s%d','success':%b,'seconds':0.5"
                  .formatted(i % 10, i % 3 > 0);
          default ->
              "'op':'episode','id':'e%d','task':'t','url':'%s','outcome':'success','steps':['x'],'result':'r'"
                  .formatted(i, url);
        };
    return ("{'agent':'agent" + i % 12 + "'," + fields + "}").replace('\'', '"');
  }
}
