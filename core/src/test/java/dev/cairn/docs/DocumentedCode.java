package dev.cairn.docs;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.CairnStatistics;
import dev.cairn.Durability;
import dev.cairn.Memory;
import dev.cairn.conversations.Conversation;
import dev.cairn.conversations.Conversations;
import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.Part;
import dev.cairn.conversations.Message.ToolCall;
import dev.cairn.conversations.Message.ToolResult;
import dev.cairn.conversations.Messages;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Graph;
import dev.cairn.graph.GraphQuery;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.record.Default;
import dev.cairn.record.FormerName;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.values.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Holds the code examples of the documentation, so that they are compiled and run. {@link
 * DocumentsTest} compares the two.
 */
final class DocumentedCode {
  private DocumentedCode() {}

  static void open(Path directory) {
    // [open]
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory(); // the default namespace; memory("alice") is another
      memory.sites().recordVisit("https://example.com/page1", Duration.ofSeconds(5));
    }
    // [end]
  }

  static String sites(Memory memory) {
    // [sites]
    memory.sites().recordVisit("https://example.com/page1", Duration.ofSeconds(5));
    memory
        .sites()
        .cacheSelector(
            "https://example.com", "search_box", "input[name='q']", List.of("#search", ".search"));
    memory.sites().recordQuirk("https://example.com", "search is slow", "wait for #results");

    Optional<Selector> box = memory.sites().selector("https://example.com", "search_box");
    box.map(Selector::current).ifPresent(css -> System.out.println("looking for " + css));
    memory.sites().recordSelectorOutcome("https://example.com", "search_box", Outcome.SUCCESS);

    String prompt = memory.sites().promptContext("https://example.com", 1_000);
    // [end]
    return prompt;
  }

  static void transaction(Memory memory) {
    // [transaction]
    memory
        .skills()
        .add(
            Skill.of("login", "Log in")
                .describedAs("Fills in the form and waits for the dashboard")
                .withCode("await page.fill('#user', user)")
                .tagged("auth", "forms"));

    memory.write(
        m -> { // one transaction: all of it, or nothing
          m.skills().recordUse("login", Outcome.SUCCESS, Duration.ofMillis(900));
          m.episodes()
              .record(Episode.of("log in").at("https://example.com").by("agent-7").succeeded());
        });

    List<RankedSkill> best = memory.skills().best(SkillQuery.atMost(3).tagged("auth"));
    EpisodeQuery query = EpisodeQuery.newest(20).atSite("https://example.com").by("agent-7");
    List<Episode> lately = memory.episodes().find(query); // newest first
    // [end]
    System.out.println(best + " " + lately);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the document shows the shortest way
  static void async(Cairn cairn, Memory memory, String url) {
    // [async]
    CompletableFuture<Site> later =
        memory.writeAndGetAsync(m -> m.sites().recordVisit(url, Duration.ofSeconds(3)));
    later.thenAccept(site -> System.out.println(site.visits() + " visits so far"));

    cairn.flush(Duration.ofSeconds(5)); // everything submitted so far is on disk
    // [end]
  }

  static long statistics(Cairn cairn, Memory memory, String url) {
    // [statistics]
    long visits =
        memory.writeAndGet( // a transaction with a result
            m -> {
              m.episodes().record(Episode.of("buy a ticket").at(url).failed());
              return m.sites().recordVisit(url, Duration.ofSeconds(8)).visits();
            });
    CairnStatistics figures = cairn.statistics();
    System.out.println(visits + " visits, " + figures.store().commitTime().p99() + " a commit");
    // [end]
    return visits;
  }

  static int repository(Memory memory) {
    // [ownRepository]
    Notes notes = memory.repository(Notes::new); // each call is a transaction of its own
    notes.add("n1", "shipping", "Free from 50 euros.");
    notes.append("n1", "Not to islands.");

    memory.write(
        m -> { // one transaction with the repositories of the library
          m.repository(Notes::new).add("n2", "shipping", "Takes three days.");
          m.episodes().record(Episode.of("order a book").at("https://example.com").succeeded());
        });

    List<Notes.Note> latest = notes.newest("shipping", 10);
    // [end]
    return latest.size();
  }

  static void users(Memory memory) {
    // [users]
    memory
        .users()
        .update("alice", user -> user.withOneMoreConversation().withPreference("tone", "brief"));
    // [end]
  }

  static List<String> graph(Memory memory) {
    // [graphAdd]
    Graph graph = memory.graph();
    graph.create(
        Entity.of("Alice", "person").withObservations("works at Acme", "likes tea"),
        Entity.of("Acme", "company"));
    graph.relate(Relation.of("Alice", "works_at", "Acme"));
    graph.observe(
        "Acme",
        List.of(Observation.of("ships to Norway").withSource("https://acme.example/shipping")));
    // [end]
    // [graphRefresh]
    memory.write(
        m -> {
          m.graph().removeObservations("Alice", List.of("works at Acme"));
          m.graph().observe("Alice", List.of(Observation.of("works at Acme").withSource("Alice")));
        });
    // [end]
    // [graphRead]
    Optional<Entity> alice = graph.get("Alice"); // with her observations
    Subgraph opened = graph.open(List.of("Acme")); // with the relations that begin or end there
    Subgraph everything = graph.all();
    // [end]
    // [graphFind]
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    Subgraph found = graph.find(GraphQuery.all().containing("acme").ofType("person"));
    Subgraph fresh = graph.find(GraphQuery.atMost(50).since(yesterday));
    Subgraph best = graph.find(GraphQuery.atMost(5).about("Who ships to Norway?"));
    // [end]
    // [graphPages]
    GraphQuery query = GraphQuery.atMost(100).ofType("person");
    Subgraph page = graph.find(query);
    while (page.next().isPresent()) {
      page = graph.find(query.continuedAt(page.next().orElseThrow()));
    }
    // [end]
    // [graphTransaction]
    memory.write(
        m -> { // all of it, or nothing
          m.graph().create(Entity.of("Globex", "company"));
          m.graph().relate(Relation.of("Acme", "sells_to", "Globex"));
          if (!m.graph().contains("Acme")) {
            throw new IllegalArgumentException("there is no entity 'Acme'");
          }
        });
    // [end]
    // [graphRemove]
    graph.removeObservations("Alice", List.of("likes tea"));
    graph.removeRelations(List.of(Relation.of("Alice", "works_at", "Acme")));
    graph.removeEntities(List.of("Acme")); // with its observations and relations
    // [end]
    System.out.println(alice + " " + opened + everything + found + fresh + page);
    return best.entities().stream().map(Entity::name).toList();
  }

  // [table]
  record Note(String id, String about, String text, Instant at) {}

  static final Index<Note, String> BY_TOPIC = Index.one("by-topic", Keys.string(), Note::about);

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TOPIC);

  // [end]

  static List<Note> table(Cairn cairn) {
    // [use]
    Memory memory = cairn.memory();
    memory.put(NOTES, "n1", new Note("n1", "shipping", "free from 50 euros", Instant.now()));
    memory.update(
        NOTES,
        "n1",
        old -> new Note("n1", "shipping", old.orElseThrow().text() + ", since May", Instant.now()));

    Optional<Note> note = memory.get(NOTES, "n1"); // from the cache, and never stale
    List<Note> shipping =
        memory.scan(NOTES, BY_TOPIC, Scan.prefix("shipping").limit(10)).map(Row::value).toList();
    // [end]
    System.out.println(note);
    return shipping;
  }

  // [evolution]
  record LaterNote(
      String id,
      @FormerName("about") String topic, // it was named about
      String text,
      Instant at,
      @Default("en") String language) {} // it is new, and older notes are in English

  // [end]

  static List<LaterNote> evolved(Cairn cairn) {
    Table<String, LaterNote> notes =
        Table.named("notes").keyedBy(Keys.string()).holding(LaterNote.class);
    return cairn.memory().read(tx -> tx.scan(notes, Scan.all()).map(Row::value).toList());
  }

  static CairnOptions options() {
    // [options]
    CairnOptions options =
        CairnOptions.defaults()
            .withCache(CachePolicy.ttl(Duration.ofMinutes(5))) // or untilChanged(), or off()
            .withCacheBytes(256L << 20)
            .withWriteTimeout(Duration.ofSeconds(2))
            .withDurability(Durability.RELAXED);
    // [end]
    return options;
  }

  static int formerNames(Memory memory) {
    // [formerNames]
    int sites = memory.sites().moveFormerNames();
    int episodes = memory.episodes().moveFormerSites();
    // [end]
    // [move]
    memory.sites().move("strasse.de", "https://straße.de");
    // [end]
    return sites + episodes;
  }

  static int conversations(Memory memory) {
    // [conversations]
    Conversations conversations = memory.conversations();
    conversations.append("support/4711", Message.system("You sell train tickets."));
    conversations.append(
        "support/4711",
        List.of( // one transaction
            Message.user("Which train is this?")
                .withParts(Part.ofUrl("image", "image/jpeg", "https://example.com/train.jpg")),
            Message.assistant("").withToolCalls(new ToolCall("1", "find", "{\"near\":\"Bonn\"}")),
            Message.tool(new ToolResult("1", "find", "ICE 123", false)),
            Message.assistant("It is ICE 123.").withMetadata("model", "small-3")));

    Messages end = conversations.last("support/4711", 20); // in the order of the conversation
    Messages fitting =
        conversations.lastTokens("support/4711", 4_000, message -> message.text().length() / 4);
    Messages page = conversations.before("support/4711", end.get(0).id().orElseThrow(), 20);
    // [end]
    // [edit]
    boolean changed =
        conversations.edit("support/4711", end.get(0).withText("Be brief.")).isPresent();
    // [end]
    System.out.println(changed);
    merge(conversations);
    draft(conversations, page);
    return fitting.size() + list(conversations);
  }

  static String waiting(Memory memory) throws InterruptedException {
    CompletableFuture<@Nullable Void> other =
        memory.writeAsync(
            m -> m.put(NOTES, "q1", new Note("q1", "answer", "It is blue.", Instant.now())));
    // [await]
    Note answer = memory.await(m -> m.get(NOTES, "q1"), Duration.ofMinutes(1));
    // [end]
    other.join();
    return answer.text();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the document shows the shortest way
  static void waitingLater(Memory memory) {
    // [awaitAsync]
    CompletableFuture<Note> later =
        memory.awaitAsync(m -> m.get(NOTES, "q2"), Duration.ofMinutes(5));
    later.thenAccept(note -> System.out.println(note.text()));
    // [end]
    memory.put(NOTES, "q2", new Note("q2", "answer", "It is red.", Instant.now()));
    later.join();
  }

  // [observedQuery]
  record CountOfSites() implements Query<Memory, Long> {
    @Override
    public Long answer(Memory memory) {
      return memory.sites().count();
    }
  }

  // [end]

  @SuppressWarnings("FutureReturnValueIgnored") // the document shows the shortest way
  static void observing(Memory memory) {
    // [observe]
    try (Query.Observation observation =
        memory.observe(new CountOfSites(), count -> System.out.println(count + " sites"))) {
      memory.sites().recordVisit("https://example.net", Duration.ofSeconds(1));
      observation.end().whenComplete((nothing, thrown) -> System.out.println("ended"));
    }
    // [end]
  }

  private static void merge(Conversations conversations) {
    // [merge]
    Messages seen = conversations.last("support/4711", 20);

    List<Message> list = new ArrayList<>(seen); // or what a framework makes of it, without ids
    list.set(1, Message.system("Summary: the customer asked for a train."));
    list.add(Message.user("Thanks!"));

    seen = conversations.merge(seen, list); // for the next merge
    // [end]
    System.out.println(seen);
  }

  private static void draft(Conversations conversations, List<Message> messages) {
    // [draft]
    conversations.replaceAll("draft", messages);
    // [end]
  }

  private static int list(Conversations conversations) {
    // [listConversations]
    List<Conversation> newest = conversations.list(50); // the latest message first
    List<Conversation> next = conversations.listAfter(newest.get(newest.size() - 1), 50);

    conversations.remove("support/4711");
    int pruned = conversations.pruneOlderThan(Duration.ofDays(90)); // by their last message
    // [end]
    return newest.size() + next.size() + pruned;
  }
}
