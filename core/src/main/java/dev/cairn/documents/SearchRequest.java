package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.words.WordQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
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
 * <p>In the text of {@link #of}, a phrase in quotation marks must occur in the passage as it is, by
 * whichever way that is found, and {@code retr*} stands for all words that begin so, or whose stems
 * do where the collection is not in English; that of {@link #question} is words alone. A search is
 * by words and by meaning where the store has an {@link Embedder}, else by words.
 */
public final class SearchRequest {
  /** The ways to search. */
  enum Mode {
    AUTOMATIC,
    WORDS,
    MEANING
  }

  private final Values values;

  private SearchRequest(Values values) {
    this.values = values;
  }

  /** The values of a request, modified only while it is made. */
  private static final class Values {
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

    Values copy() {
      Values copy = new Values();
      copy.query = query;
      copy.plain = plain;
      copy.vector = vector;
      copy.limit = limit;
      copy.mode = mode;
      copy.byRanks = byRanks;
      copy.filter = filter;
      copy.minimumScore = minimumScore;
      copy.halfLife = halfLife;
      copy.usefulness = usefulness;
      copy.superseded = superseded;
      return copy;
    }
  }

  /**
   * Returns the search for the documents that match a text best; see {@link #question} too.
   *
   * @param query the text; one without words finds nothing by words
   * @param limit the most documents to find; zero for none
   * @throws IllegalArgumentException if the text is null, or the limit negative
   */
  public static SearchRequest of(String query, int limit) {
    Values values = new Values();
    values.query = Arguments.notNull("query", query);
    values.limit = Arguments.notNegative("limit", limit);
    return new SearchRequest(values);
  }

  /**
   * Returns the search for the documents that answer a question best. Whatever the question quotes
   * or marks counts as its words, and none of them is required.
   *
   * @param text the question; one without words finds nothing by words
   * @param limit the most documents to find; zero for none
   * @throws IllegalArgumentException if the text is null, or the limit negative
   */
  public static SearchRequest question(String text, int limit) {
    return of(Arguments.notNull("text", text), limit).with(changed -> changed.plain = true);
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
    return with(changed -> changed.vector = Arguments.notNull("vector", vector).clone());
  }

  /** Returns this for documents that a filter matches only, instead of another filter. */
  public SearchRequest matching(Filter filter) {
    return with(changed -> changed.filter = Arguments.notNull("filter", filter));
  }

  /** Returns this by words alone. */
  public SearchRequest byWords() {
    return with(changed -> changed.mode = Mode.WORDS);
  }

  /** Returns this by meaning alone. */
  public SearchRequest byMeaning() {
    return with(changed -> changed.mode = Mode.MEANING);
  }

  /**
   * Returns this with words and meaning brought together by reciprocal ranks, instead of by the
   * mean of their scores, of which the greatest counts 1 and the least 0. (A cosine counts as it is
   * where some of the passages found have no vector, or all have the same cosine.)
   */
  public SearchRequest byRanks() {
    return with(changed -> changed.byRanks = true);
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
    return with(changed -> changed.minimumScore = score);
  }

  /**
   * Returns this with newer documents before older ones that match as well: each score is halved
   * for each half-life since the document changed, and the best are taken after that. A score below
   * 0, as a cosine may be, has no weight.
   *
   * @param halfLife the time, positive
   */
  public SearchRequest weighingAge(Duration halfLife) {
    return with(
        changed -> changed.halfLife = Optional.of(Arguments.positive("halfLife", halfLife)));
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
    return with(changed -> changed.usefulness = most);
  }

  /** Returns this for documents that were superseded too. */
  public SearchRequest withSuperseded() {
    return with(changed -> changed.superseded = true);
  }

  private SearchRequest with(Consumer<Values> change) {
    Values changed = values.copy();
    change.accept(changed);
    return new SearchRequest(changed);
  }

  String query() {
    return values.query;
  }

  /** Returns the words to search. */
  WordQuery words() {
    return values.plain ? WordQuery.words(values.query) : WordQuery.parse(values.query);
  }

  float @Nullable [] vector() {
    return values.vector;
  }

  int limit() {
    return values.limit;
  }

  Mode mode() {
    return values.mode;
  }

  boolean fusesRanks() {
    return values.byRanks;
  }

  Filter filter() {
    return values.filter;
  }

  double minimumScore() {
    return values.minimumScore;
  }

  Optional<Duration> halfLife() {
    return values.halfLife;
  }

  double usefulness() {
    return values.usefulness;
  }

  boolean findsSuperseded() {
    return values.superseded;
  }

  @Override
  public String toString() {
    return "search for %s, %d at most, %s"
        .formatted(Arguments.quoted(values.query, 60), values.limit, values.filter);
  }
}
