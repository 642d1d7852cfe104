package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.words.WordQuery;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search for documents: a text, a vector or both, and how the best ones are chosen. Immutable.
 *
 * <pre>{@code
 * SearchRequest.of("retry policy", 10).matching(where("type").is("doc")).byWords()
 * SearchRequest.question("what does Ann like?", 5).weighingAge(Duration.ofDays(30))
 * SearchRequest.near(vector, 10).withMinimumScore(0.7)
 * }</pre>
 *
 * <p>In the text of {@link #of}, a phrase in quotation marks must occur as it is, and {@code retr*}
 * stands for all words that begin so; that of {@link #question} is words alone. A search is by
 * words and by meaning where the store has an {@link Embedder}, else by words.
 */
public final class SearchRequest {
  /** The ways to search. */
  enum Mode {
    AUTOMATIC,
    WORDS,
    MEANING
  }

  private final String query;
  private final boolean plain;
  private final float @Nullable [] vector;
  private final int limit;
  private final Mode mode;
  private final boolean byRanks;
  private final Filter filter;
  private final double minimumScore;
  private final Optional<Duration> halfLife;
  private final double usefulness;
  private final boolean superseded;

  private SearchRequest(Changes changed) {
    this.query = changed.query;
    this.plain = changed.plain;
    this.vector = changed.vector;
    this.limit = changed.limit;
    this.mode = changed.mode;
    this.byRanks = changed.byRanks;
    this.filter = changed.filter;
    this.minimumScore = changed.minimumScore;
    this.halfLife = changed.halfLife;
    this.usefulness = changed.usefulness;
    this.superseded = changed.superseded;
  }

  /** The values of the next request, while it is made. */
  private static final class Changes {
    private String query = "";
    private boolean plain;
    private float @Nullable [] vector;
    private int limit;
    private Mode mode = Mode.AUTOMATIC;
    private boolean byRanks;
    private Filter filter = Filter.all();
    private double minimumScore = Double.NEGATIVE_INFINITY;
    private Optional<Duration> halfLife = Optional.empty();
    private double usefulness;
    private boolean superseded;
  }

  /**
   * Returns the search for the documents that match a text best, with its phrases and beginnings of
   * words; for the words of other people see {@link #question}.
   *
   * @param query the text; one without words finds nothing by words
   * @param limit the most documents to find; zero for none
   * @throws IllegalArgumentException if the text is null, or the limit negative
   */
  public static SearchRequest of(String query, int limit) {
    Changes changes = new Changes();
    changes.query = Arguments.notNull("query", query);
    changes.limit = Arguments.notNegative("limit", limit);
    return new SearchRequest(changes);
  }

  /**
   * Returns the search for the documents that answer a question best. Whatever the question quotes
   * or marks counts as its words, and none of them is required: so it suits a text that a person or
   * a model has written.
   *
   * @param text the question; one without words finds nothing by words
   * @param limit the most documents to find; zero for none
   * @throws IllegalArgumentException if the text is null, or the limit negative
   */
  public static SearchRequest question(String text, int limit) {
    Changes changes = of(Arguments.notNull("text", text), limit).changes();
    changes.plain = true;
    return new SearchRequest(changes);
  }

  /**
   * Returns the search for the documents whose vectors are nearest to one, by meaning alone.
   *
   * @param vector a vector of the embedder that the collection has, or of the caller's if it has
   *     those
   * @param limit the most documents to find; zero for none
   * @throws IllegalArgumentException if the vector is null, or the limit negative
   */
  public static SearchRequest near(float[] vector, int limit) {
    return of("", limit).withVector(vector).byMeaning();
  }

  /** Returns this with a vector of the text that the caller has made, so that none is computed. */
  public SearchRequest withVector(float[] vector) {
    Changes changes = changes();
    changes.vector = Arguments.notNull("vector", vector).clone();
    return new SearchRequest(changes);
  }

  /** Returns this for documents that a filter matches only, instead of another filter. */
  public SearchRequest matching(Filter filter) {
    Changes changes = changes();
    changes.filter = Arguments.notNull("filter", filter);
    return new SearchRequest(changes);
  }

  /** Returns this by words alone. */
  public SearchRequest byWords() {
    Changes changes = changes();
    changes.mode = Mode.WORDS;
    return new SearchRequest(changes);
  }

  /** Returns this by meaning alone. */
  public SearchRequest byMeaning() {
    Changes changes = changes();
    changes.mode = Mode.MEANING;
    return new SearchRequest(changes);
  }

  /**
   * Returns this with words and meaning brought together by reciprocal ranks, instead of by the
   * mean of their scores, of which the greatest counts 1 and the least 0. (A cosine counts as it is
   * where some of the passages found have no vector, or all have the same cosine.)
   */
  public SearchRequest byRanks() {
    Changes changes = changes();
    changes.byRanks = true;
    return new SearchRequest(changes);
  }

  /**
   * Returns this without hits of a score below that. Of both ways together, the scores compare the
   * best passages of this search with each other, and say little beyond it; a cosine, {@link
   * #byMeaning}, does.
   */
  public SearchRequest withMinimumScore(double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("score is NaN");
    }
    Changes changes = changes();
    changes.minimumScore = score;
    return new SearchRequest(changes);
  }

  /**
   * Returns this with newer documents before older ones that match as well: each score is halved
   * for each half-life since the document changed.
   *
   * @param halfLife the time, positive
   */
  public SearchRequest weighingAge(Duration halfLife) {
    Changes changes = changes();
    changes.halfLife = Optional.of(Arguments.positive("halfLife", halfLife));
    return new SearchRequest(changes);
  }

  /**
   * Returns this with documents that have proved {@linkplain Documents#useful useful} before others
   * that match as well: a score is raised by up to {@code most} times itself, by half of that for 5
   * uses.
   *
   * @param most the greatest raise, such as 0.5; zero for none
   */
  public SearchRequest weighingUses(double most) {
    if (!(most >= 0) || Double.isInfinite(most)) {
      throw new IllegalArgumentException("most must be a number of 0 or more: " + most);
    }
    Changes changes = changes();
    changes.usefulness = most;
    return new SearchRequest(changes);
  }

  /** Returns this for documents that were superseded too. */
  public SearchRequest withSuperseded() {
    Changes changes = changes();
    changes.superseded = true;
    return new SearchRequest(changes);
  }

  private Changes changes() {
    Changes changes = new Changes();
    changes.query = query;
    changes.plain = plain;
    changes.vector = vector;
    changes.limit = limit;
    changes.mode = mode;
    changes.byRanks = byRanks;
    changes.filter = filter;
    changes.minimumScore = minimumScore;
    changes.halfLife = halfLife;
    changes.usefulness = usefulness;
    changes.superseded = superseded;
    return changes;
  }

  String query() {
    return query;
  }

  /** Returns the words to search. */
  WordQuery words() {
    return plain ? WordQuery.words(query) : WordQuery.parse(query);
  }

  float @Nullable [] vector() {
    return vector;
  }

  int limit() {
    return limit;
  }

  Mode mode() {
    return mode;
  }

  boolean fusesRanks() {
    return byRanks;
  }

  Filter filter() {
    return filter;
  }

  double minimumScore() {
    return minimumScore;
  }

  Optional<Duration> halfLife() {
    return halfLife;
  }

  double usefulness() {
    return usefulness;
  }

  boolean findsSuperseded() {
    return superseded;
  }

  @Override
  public String toString() {
    return "search for %s, %d at most, %s".formatted(Arguments.quoted(query, 60), limit, filter);
  }
}
