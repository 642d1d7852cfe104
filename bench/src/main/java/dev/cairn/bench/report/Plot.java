package dev.cairn.bench.report;

import dev.cairn.bench.contender.ContenderKind;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a line chart of measured figures along one parameter, such as the number of threads, with a
 * line for each store.
 *
 * @param file its name, without an ending
 * @param disciplines the disciplines whose figures are shown, for every contender that has some
 * @param along the parameter that changes
 */
public record Plot(String file, String title, List<Discipline> disciplines, Along along) {
  /** The first is the one that the project's README shows. */
  private static final List<Plot> ALL =
      List.of(
          new Plot(
              "visits",
              "Durable recordVisit over 10,000 sites",
              List.of(Discipline.VISIT),
              Along.THREADS),
          new Plot(
              "reads",
              "Read of a record by key",
              List.of(Discipline.CACHED_READ, Discipline.READ),
              Along.THREADS),
          new Plot("writes", "Durable put", List.of(Discipline.DURABLE_WRITE), Along.THREADS),
          new Plot(
              "mixed", "95 % reads, 5 % durable puts", List.of(Discipline.MIXED), Along.THREADS),
          new Plot(
              "processes",
              "Durable recordVisit by 64 threads in one to eight JVMs",
              List.of(Discipline.VISIT_BY_JVMS),
              Along.JVMS),
          new Plot(
              "sizes",
              "Read of a record by key, by the size of the store",
              List.of(Discipline.SIZED_READ),
              Along.ROWS));

  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;

  /**
   * Twice the points that the chart is laid out in, for screens that show more than one a point.
   */
  private static final int DOTS_PER_INCH = 144;

  /** The horizontal axes of plots. */
  enum Along {
    /** Threads of one JVM. */
    THREADS("threads"),
    /** JVMs at once. */
    JVMS("JVMs"),
    /** Rows of the store. */
    ROWS("rows in the store");

    private final String title;

    Along(String title) {
      this.title = title;
    }

    private long place(Result result) {
      return switch (this) {
        case THREADS -> result.threads();
        case JVMS -> result.jvms();
        case ROWS -> result.rows();
      };
    }
  }

  /** The look of a contender's line. */
  private record Look(int colour, Marker marker, int width) {}

  /**
   * Throws unless there are fonts to write with.
   *
   * @throws IOException with the way out
   */
  public static void requireFonts() throws IOException {
    try {
      GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          "plots cannot be drawn without fonts: install them (Debian: fontconfig and"
              + " fonts-dejavu-core)",
          e);
    }
  }

  /** Returns all plots that there are figures for. */
  static List<Plot> of(List<Result> results) {
    return ALL.stream().filter(plot -> plot.has(results)).toList();
  }

  /** There must be figures at two places at least. */
  private boolean has(List<Result> results) {
    return places(shown(results)).size() > 1;
  }

  private List<Result> shown(List<Result> results) {
    return results.stream().filter(result -> disciplines.contains(result.discipline())).toList();
  }

  private SortedSet<Long> places(List<Result> shown) {
    SortedSet<Long> places = new TreeSet<>();
    shown.forEach(result -> places.add(along.place(result)));
    return places;
  }

  /** Draws the plot as PNG and SVG. */
  void draw(List<Result> results, Path directory) throws IOException {
    List<Result> shown = shown(results);
    List<Long> places = List.copyOf(places(shown));
    CategoryChart chart = chart(shown);
    for (ContenderKind contender : ContenderKind.values()) {
      List<Result> theirs =
          shown.stream().filter(result -> result.contender() == contender).toList();
      if (!theirs.isEmpty()) {
        addLine(chart, contender, places, theirs);
      }
    }
    String path = directory.resolve(file).toString();
    BitmapEncoder.saveBitmapWithDPI(chart, path, BitmapFormat.PNG, DOTS_PER_INCH);
    VectorGraphicsEncoder.saveVectorGraphic(chart, path, VectorGraphicsFormat.SVG);
  }

  private CategoryChart chart(List<Result> shown) {
    DoubleSummaryStatistics values = shown.stream().mapToDouble(Result::value).summaryStatistics();
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(along.title)
            .yAxisTitle(disciplines.get(0).unit.sign + ", logarithmic")
            .build();
    CategoryStyler styler = chart.getStyler();
    styler.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    styler.setYAxisLogarithmic(true);
    styler.setYAxisLogarithmicDecadeOnly(true);
    styler.setYAxisDecimalPattern("#,###");
    styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(values.getMin()))));
    styler.setYAxisMax(Math.pow(10, Math.ceil(Math.log10(values.getMax()))));
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    styler.setOverlapped(true);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartTitleFont(font(Font.BOLD, 17));
    styler.setAxisTitleFont(font(Font.PLAIN, 15));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 14));
    styler.setLegendFont(font(Font.PLAIN, 14));
    styler.setChartTitleBoxVisible(false);
    styler.setMarkerSize(9);
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private void addLine(
      CategoryChart chart, ContenderKind contender, List<Long> places, List<Result> theirs) {
    List<@Nullable Double> values = new ArrayList<>();
    for (long place : places) {
      Optional<Result> there =
          theirs.stream().filter(result -> along.place(result) == place).findFirst();
      values.add(there.map(Result::value).orElse(null));
    }
    CategorySeries line =
        chart.addSeries(
            contender.title,
            places.stream().map(place -> String.format(Locale.ROOT, "%,d", place)).toList(),
            values);
    Look look = look(contender);
    line.setLineColor(new Color(look.colour()));
    line.setMarkerColor(new Color(look.colour()));
    line.setMarker(look.marker());
    line.setLineStyle(new BasicStroke(look.width()));
  }

  /** Cairn in red; the others in colours that people with any eyes tell apart, by Paul Tol. */
  private static Look look(ContenderKind contender) {
    return switch (contender) {
      case CAIRN -> new Look(0xCC3311, SeriesMarkers.CIRCLE, 4);
      case CAIRN_UNCACHED -> new Look(0xEE8866, SeriesMarkers.CIRCLE, 4);
      case CAFFEINE -> new Look(0x999933, SeriesMarkers.DIAMOND, 2);
      case LMDB -> new Look(0x000000, SeriesMarkers.SQUARE, 2);
      case SQLITE -> new Look(0x117733, SeriesMarkers.TRIANGLE_UP, 2);
      case MVSTORE -> new Look(0xDDCC77, SeriesMarkers.DIAMOND, 2);
      case ROCKSDB -> new Look(0xAA4499, SeriesMarkers.SQUARE, 2);
      case XODUS -> new Look(0x882255, SeriesMarkers.TRIANGLE_DOWN, 2);
      case MAPDB -> new Look(0x888888, SeriesMarkers.TRIANGLE_UP, 2);
      case CHRONICLE -> new Look(0x88CCEE, SeriesMarkers.TRIANGLE_DOWN, 2);
      case JSON_FILE -> new Look(0x332288, SeriesMarkers.DIAMOND, 2);
    };
  }
}
