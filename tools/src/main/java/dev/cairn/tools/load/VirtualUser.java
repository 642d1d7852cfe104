package dev.cairn.tools.load;

import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.jobs.Claim;
import dev.cairn.jobs.JobKind;
import dev.cairn.limits.Rate;
import dev.cairn.locks.Hold;
import dev.cairn.locks.NamedLock;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** One user of a load test, who does with a memory what agents do; for one thread. */
final class VirtualUser {
  /** The work of a job of the load test. */
  record Errand(int user, String site) {}

  static final JobKind<Errand> ERRANDS = JobKind.named("errand", Errand.class);

  /** Few enough that users meet, and enough that not all meet at one. */
  private static final int SITES = 50;

  private static final int SKILLS = 200;
  private static final int TAGS = 10;
  private static final int RESOURCES = 20;
  private static final int SHOWN = 10;
  private static final int THINGS = 1_000;

  /** The limit that the seeds of this project gave to the operations of a user. */
  private static final Rate RATE = Rate.perMinute(100);

  private final Memory memory;
  private final int number;
  private final Random random;

  VirtualUser(Memory memory, int number) {
    this.memory = memory;
    this.number = number;
    this.random = new Random(number);
  }

  Operation next() {
    return Operation.any(random);
  }

  private String site() {
    return "https://site-%d.example/page".formatted(random.nextInt(SITES));
  }

  private String skill() {
    return "skill-" + random.nextInt(SKILLS);
  }

  private String tag() {
    return "tag-" + random.nextInt(TAGS);
  }

  private Duration time() {
    return Duration.ofMillis(1 + random.nextInt(5_000));
  }

  boolean visit() {
    return memory.sites().recordVisit(site(), time()).visits() > 0;
  }

  boolean context() {
    return !memory.sites().promptContext(site()).isEmpty();
  }

  boolean addSkill() {
    String id = skill();
    return memory
            .skills()
            .add(
                Skill.of(id, "The skill " + id)
                    .describedAs("Does what user %d needs.".formatted(number))
                    .withCode("return %d;".formatted(random.nextInt()))
                    .tagged(tag(), tag()))
            .version()
        > 0;
  }

  boolean useSkill() {
    Outcome outcome = random.nextInt(4) == 0 ? Outcome.FAILURE : Outcome.SUCCESS;
    return memory.skills().recordUse(skill(), outcome, time()).uses() > 0;
  }

  boolean findSkills() {
    return !memory.skills().best(SkillQuery.atMost(SHOWN).tagged(tag())).isEmpty();
  }

  boolean recordEpisode() {
    return !memory
        .episodes()
        .record(
            Episode.of("find the price of thing " + random.nextInt(THINGS))
                .at(site())
                .by("user-" + number)
                .withSteps("open the page", "search", "read the price")
                .withResult(random.nextInt(100) + " euros")
                .succeeded())
        .id()
        .isEmpty();
  }

  boolean findEpisodes() {
    return !memory.episodes().find(EpisodeQuery.newest(SHOWN).atSite(site())).isEmpty();
  }

  boolean remember() {
    String text =
        "User %d learned that thing %d costs %d euros at %s."
            .formatted(number, random.nextInt(THINGS), random.nextInt(100), site());
    return memory.documents().remember(text).isNew();
  }

  boolean recall() {
    String question = "What does thing %d cost?".formatted(random.nextInt(THINGS));
    return !memory.documents().recall(question, SHOWN).isEmpty();
  }

  boolean lock() {
    NamedLock lock = memory.locks().on("resource-" + random.nextInt(RESOURCES));
    try (Hold hold = random.nextBoolean() ? lock.read() : lock.write()) {
      return hold.isHeld();
    }
  }

  boolean limit() {
    return memory.limits().rate("user-" + number, RATE).tryConsume();
  }

  boolean submitJob() {
    return memory.jobs().submit(ERRANDS, new Errand(number, site())).number() >= 0;
  }

  boolean doJob() {
    Optional<Claim<Errand>> claim = memory.jobs().claim(ERRANDS);
    return claim.isPresent() && memory.jobs().complete(claim.get(), "done by " + number);
  }
}
