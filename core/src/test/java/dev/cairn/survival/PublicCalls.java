package dev.cairn.survival;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.conversations.Conversation;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Messages;
import dev.cairn.documents.Chunker;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Filter;
import dev.cairn.documents.Metadata;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.PreparedDocuments;
import dev.cairn.documents.SearchRequest;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.episodes.Episodes;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.GraphQuery;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.jobs.Jobs;
import dev.cairn.limits.Limits;
import dev.cairn.limits.Rate;
import dev.cairn.limits.RateLimit;
import dev.cairn.locks.Guard;
import dev.cairn.locks.Hold;
import dev.cairn.locks.LockStatistics;
import dev.cairn.locks.Locks;
import dev.cairn.locks.NamedLock;
import dev.cairn.locks.NamedSemaphore;
import dev.cairn.locks.ReadLocked;
import dev.cairn.locks.Scope;
import dev.cairn.locks.Token;
import dev.cairn.maintenance.ChangeFeed;
import dev.cairn.maintenance.CopyOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.progress.Progress;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.Skills;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.users.UserContext;
import dev.cairn.users.Users;
import dev.cairn.values.Deadline;
import dev.cairn.values.Following;
import dev.cairn.values.Outcome;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Calls every public method of the objects that a caller gets from a store, with arguments for each
 * type. A method with a type of argument that is missing here fails until there is a value of it.
 */
final class PublicCalls {
  record Note(String text) {}

  private static final Index<Note, String> BY_TEXT =
      Index.one("by-text", Keys.string(), Note::text);
  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TEXT);

  /** In this order: at the end, maintenance drops what there is. */
  static final List<Class<?>> TYPES =
      List.of(
          Memory.class,
          Sites.class,
          Skills.class,
          Episodes.class,
          Users.class,
          Graph.class,
          Conversations.class,
          Documents.class,
          PreparedDocuments.class,
          Limits.class,
          RateLimit.class,
          Locks.class,
          NamedLock.class,
          Guard.class,
          LockStatistics.class,
          NamedSemaphore.class,
          Hold.class,
          Transaction.class,
          Cairn.class,
          ChangeFeed.class,
          Maintenance.class);

  /**
   * The types whose calls are not tried, since a call cannot be made twice with one result: a claim
   * is completed once, and a report is written later. A following has nothing but its end.
   */
  static final List<Class<?>> ONCE = List.of(Jobs.class, Progress.class, Following.class);

  /** The names that calls share: each may be a site, an id, a tag, a word, a namespace. */
  private static final String NAME = "alpha.example";

  private static final Rate RATE = Rate.perDay(1_000_000);

  private static final Message MESSAGE = Message.user("a text").withId(NAME);

  private final Path copies;
  private int copy;

  /** It is read in a store of its own, since only reads make one. */
  private final Messages seen;

  /** They too are made in a store of their own. */
  private final PreparedDocuments prepared;

  /**
   * Makes the calls for one store.
   *
   * @param copies the directory for copies of it
   */
  PublicCalls(Path copies) {
    this.copies = copies;
    try (Cairn cairn = Cairn.open(copies.resolve("read"))) {
      this.seen = cairn.memory().conversations().all(NAME);
      this.prepared = cairn.memory().documents().prepare(List.of(NewDocument.of(NAME, NAME)));
    }
  }

  /** Returns the methods that work on an open store, except those that close it. */
  static List<Method> methods() {
    return TYPES.stream()
        .flatMap(
            type ->
                Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .filter(method -> !method.isSynthetic())
                    .filter(method -> !method.getName().equals("close"))
                    .sorted(Comparator.comparing(Method::toString)))
        .toList();
  }

  /** Makes a call, in a transaction that reads if the method is one of a transaction's. */
  Object make(Method method, Cairn cairn) throws ReflectiveOperationException {
    if (method.getDeclaringClass() == Transaction.class) {
      return cairn
          .memory()
          .<Transactor>repository((transactor, clock) -> transactor)
          .read(
              transaction -> {
                try {
                  Object result = method.invoke(transaction, arguments(method));
                  return result instanceof Stream<?> rows ? rows.toList() : result;
                } catch (ReflectiveOperationException e) {
                  throw new LinkageError("calling " + method, e);
                }
              });
    }
    try (Hold hold = cairn.memory().locks().on(NAME).write()) {
      Object[] arguments = arguments(method);
      if (arguments.length > 0 && method.getParameterTypes()[0] == Token.class) {
        arguments[0] = hold.token();
      } else if (arguments.length > 0 && method.getParameterTypes()[0] == NamedLock.class) {
        arguments[0] = cairn.memory().locks().on(NAME);
      }
      Object result = method.invoke(subject(method.getDeclaringClass(), cairn, hold), arguments);
      boolean hasTimes =
          result instanceof List
              && List.of(Locks.class, LockStatistics.class).contains(method.getDeclaringClass());
      return hasTimes ? "a list with times" : released(result);
    }
  }

  /** Releases the lock that a call has taken, so that the next one does not wait for it. */
  @SuppressWarnings("FutureReturnValueIgnored") // it is the result
  private static Object released(Object result) {
    if (result instanceof CompletableFuture<?> future) {
      return future.thenApply(PublicCalls::released);
    }
    if (result instanceof Optional<?> some && some.isPresent() && some.get() instanceof Hold) {
      return Optional.of(released(some.get()));
    }
    if (result instanceof Hold hold) {
      hold.close();
      return "a hold";
    }
    if (result instanceof Following following) {
      following.close();
      return "a following";
    }
    return result;
  }

  private static Object subject(Class<?> type, Cairn cairn, Hold hold) {
    Memory memory = cairn.memory();
    List<Object> all =
        List.of(
            cairn,
            memory,
            memory.sites(),
            memory.skills(),
            memory.episodes(),
            memory.users(),
            memory.graph(),
            memory.conversations(),
            memory.documents(),
            memory.documents().prepare(List.of(NewDocument.of(NAME, NAME))),
            memory.limits(),
            memory.limits().rate(NAME, RATE),
            memory.locks(),
            memory.locks().on("another"),
            memory.locks().guarding("another"),
            memory.locks().statistics(),
            memory.locks().semaphore("another", 2),
            hold,
            cairn.maintenance(),
            cairn.maintenance().changesSince(0));
    return all.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private Object[] arguments(Method method) {
    if (method.getName().equals("supersede")) {
      return new Object[] {NAME, "another"};
    }
    return Arrays.stream(method.getParameters())
        .map(
            parameter ->
                parameter.getParameterizedType() instanceof ParameterizedType list
                        && parameter.getType() == List.class
                    ? List.of(argument((Class<?>) list.getActualTypeArguments()[0], method))
                    : argument(parameter.getType(), method))
        .toArray();
  }

  private Object argument(Class<?> type, Method method) {
    if (type == Path.class) {
      return copies.resolve("copy" + copy++);
    }
    if (type == Messages.class) {
      return seen;
    }
    if (type == PreparedDocuments.class) {
      return prepared;
    }
    if (type == String.class && method.getName().equals("inLanguage")) {
      return "en";
    }
    if (type == String.class) {
      return method.getName().equals("forgetIndexes") ? "episodes" : NAME;
    }
    if (type == int.class) {
      return 3;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == Object.class) {
      return method.getName().equals("guarded")
          ? (Guarded) () -> {} // the object that is guarded
          : NAME; // a key of the table
    }
    if (type == Class.class) {
      return Guarded.class;
    }
    if (type == NamedLock.class) {
      return NAME; // a lock takes its place
    }
    return ofType(type, method);
  }

  private static Object ofType(Class<?> type, Method method) {
    if (type == List.class) {
      return method.getDeclaringClass() == Conversations.class
          ? List.of(MESSAGE)
          : List.of("one", "two");
    }
    List<Object> all =
        List.of(
            new Note("text"),
            NOTES,
            BY_TEXT,
            Scan.all(),
            Duration.ofSeconds(1),
            Instant.parse("2029-01-01T00:00:00Z"),
            Outcome.SUCCESS,
            new Entity[] {Entity.of(NAME, "site")},
            new Relation[] {Relation.of(NAME, "links_to", NAME)},
            new String[] {"text"},
            Entity.of(NAME, "site").withObservations("is slow"),
            Observation.of("is fast"),
            Relation.of(NAME, "is", NAME),
            GraphQuery.atMost(3).about(NAME),
            EpisodeQuery.newest(3),
            Episode.of("a task").withId(NAME).at(NAME).by(NAME).succeeded(),
            episode(),
            Skill.of(NAME, NAME).tagged(NAME),
            SkillQuery.atMost(3).tagged(NAME),
            CopiedRecords.SITE,
            CopiedRecords.SKILL,
            MESSAGE,
            new Conversation(NAME, 1, Instant.EPOCH, Instant.parse("2031-01-01T00:00:00Z")),
            (ToIntFunction<Message>) message -> 1,
            Memory.tables(),
            (Function<Object, Object>) PublicCalls::answer,
            (BiFunction<Object, Object, Object>) (transactor, clock) -> NAME, // a repository
            (UnaryOperator<UserContext>) UserContext::withOneMoreConversation,
            (Consumer<Object>) PublicCalls::accept,
            new Token(NAME, Scope.MACHINE, 1), // another one takes its place
            NewDocument.of(NAME, NAME),
            Metadata.of(NAME, NAME),
            Filter.where(NAME).exists(),
            SearchRequest.of(NAME, 3),
            Chunker.whole(),
            new LengthOfTexts(),
            RATE,
            Scope.MACHINE,
            Deadline.never(),
            (Guard.Work<Object, RuntimeException>) () -> NAME,
            (Guard.Action<RuntimeException>) () -> {},
            CopyOptions.whole(),
            ProgressListener.none(),
            Asked.COUNT);
    return all.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no argument of " + type + " for " + method));
  }

  private static Episode episode() {
    return new Episode(
        "an id",
        "a task",
        Optional.empty(),
        Optional.of(NAME),
        Optional.of(NAME),
        Outcome.FAILURE,
        List.of(),
        "",
        Instant.parse("2029-06-01T00:00:00Z"));
  }

  /** A query of a memory or of a transaction. */
  private enum Asked implements Query<Object, Object> {
    COUNT;

    @Override
    public Object answer(Object snapshot) {
      return PublicCalls.answer(snapshot);
    }
  }

  /** An interface whose method runs under a lock. */
  interface Guarded {
    /** Does nothing. */
    @ReadLocked(NAME)
    void run();
  }

  private static void accept(Object given) {
    if (given instanceof Memory memory) {
      memory.users().recordConversation(NAME);
    }
  }

  /** The ways in which a callback treats its argument. */
  private static Object answer(Object given) {
    if (given instanceof Memory memory) {
      return memory.users().count();
    }
    if (given instanceof Transaction transaction) {
      return transaction.count(NOTES, Scan.all());
    }
    return new Note("changed");
  }
}
