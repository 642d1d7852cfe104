package dev.cairn.adk;

import static dev.cairn.documents.Filter.where;

import com.google.adk.events.Event;
import com.google.adk.memory.BaseMemoryService;
import com.google.adk.memory.MemoryEntry;
import com.google.adk.memory.SearchMemoryResponse;
import com.google.adk.sessions.Session;
import com.google.common.collect.ImmutableList;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.documents.Filter;
import dev.cairn.documents.Hit;
import dev.cairn.documents.Metadata;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.SearchRequest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Remembers for ADK agents what was said in sessions, in a Cairn store that any number of threads
 * and processes share, and finds it by words, and by meaning where the store has an embedder.
 *
 * <p>The text of each event of a session is a document of the collection {@value #COLLECTION}, with
 * its author, time and session as metadata; events without text, such as calls of functions, and
 * events without an id are left out. A session may be added again whenever it has grown: each event
 * is remembered once. A search is among the sessions of one user of one app. An entry that it finds
 * has the text of the event; of a long one, the passage that matched.
 *
 * <p>Thread-safe. Writes are done when {@link #addSessionToMemory} returns, and durable; what it
 * returns holds their failure, if they failed: an exception of the family {@code CairnException} if
 * the store cannot be written. A search is done when its result is subscribed to, on the thread
 * that does. Both throw a {@link NullPointerException} if an argument is null.
 */
public final class CairnMemoryService implements BaseMemoryService {
  /** The name of the collection in which the texts of events are kept. */
  public static final String COLLECTION = "adk";

  private static final int MOST = 10;
  private static final String OWNER = "owner";
  private static final String SESSION = "session";
  private static final String AUTHOR = "author";
  private static final String ROLE = "role";
  private static final String TIME = "time";
  private static final String MODEL = "model";

  private final Memory memory;

  /** Keeps what is remembered in {@code memory}, one namespace of a store. */
  public CairnMemoryService(Memory memory) {
    this.memory = Objects.requireNonNull(memory, "memory is null");
  }

  /** Remembers the texts of a session's events, in one transaction. */
  @Override
  public Completable addSessionToMemory(Session session) {
    Objects.requireNonNull(session, "session is null");
    return Calls.write(
            () -> {
              List<NewDocument> said =
                  List.copyOf(session.events()).stream()
                      .flatMap(event -> document(session, event).stream())
                      .toList();
              return said.isEmpty() ? said : memory.documents(COLLECTION).addAll(said);
            })
        .ignoreElement();
  }

  private static Optional<NewDocument> document(Session session, Event event) {
    return event
        .content()
        .map(content -> text(content))
        .filter(text -> !text.isBlank() && event.id() != null)
        .map(
            text ->
                NewDocument.of(Scopes.session(session.sessionKey()) + '/' + event.id(), text)
                    .withMetadata(metadata(session, event)));
  }

  private static String text(Content content) {
    return content.parts().orElse(List.of()).stream()
        .flatMap(part -> part.text().stream())
        .collect(Collectors.joining("\n"));
  }

  private static Metadata metadata(Session session, Event event) {
    Metadata metadata =
        Metadata.of(OWNER, Scopes.user(session.appName(), session.userId()))
            .with(SESSION, session.id())
            .with(TIME, Instant.ofEpochMilli(event.timestamp()))
            .with(ROLE, event.content().flatMap(Content::role).orElse(MODEL));
    return event.author() == null ? metadata : metadata.with(AUTHOR, event.author());
  }

  /** Returns up to ten entries that match the query best, the best first. */
  @Override
  public Single<SearchMemoryResponse> searchMemory(String appName, String userId, String query) {
    Objects.requireNonNull(query, "query is null");
    Filter ofTheUser =
        where(OWNER)
            .is(
                Scopes.user(
                    Objects.requireNonNull(appName, "appName is null"),
                    Objects.requireNonNull(userId, "userId is null")));
    SearchRequest asked = SearchRequest.question(query, MOST).matching(ofTheUser);
    return Single.fromCallable(
        () -> {
          ImmutableList<MemoryEntry> entries =
              memory.documents(COLLECTION).search(asked).stream()
                  .map(CairnMemoryService::entry)
                  .collect(ImmutableList.toImmutableList());
          return SearchMemoryResponse.builder().memories(entries).build();
        });
  }

  private static MemoryEntry entry(Hit hit) {
    Document document = hit.document();
    Content content =
        Content.builder()
            .role(value(document, ROLE, String.class).orElse(MODEL))
            .parts(List.of(Part.fromText(hit.passage().text())))
            .build();
    MemoryEntry.Builder entry = MemoryEntry.builder().content(content);
    value(document, AUTHOR, String.class).ifPresent(entry::author);
    value(document, TIME, Instant.class).ifPresent(entry::timestamp);
    return entry.build();
  }

  private static <T> Optional<T> value(Document document, String name, Class<T> type) {
    return document.metadata().get(name).filter(type::isInstance).map(type::cast);
  }
}
