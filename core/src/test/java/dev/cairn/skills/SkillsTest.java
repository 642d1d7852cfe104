package dev.cairn.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.testing.NewStore;
import dev.cairn.testing.SettableClock;
import dev.cairn.users.UntouchableTransactor;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that skills, which are code that agents can reuse, are stored with all versions, found by
 * tags and words, and ranked.
 */
class SkillsTest extends NewStore {
  private static final NewSkill LOGIN =
      Skill.of("login", "Log in")
          .describedAs("Fills in the form and submits it.")
          .withCode("click('#login')")
          .tagged("web", "account");

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Skills skills;

  @BeforeEach
  void open() {
    skills = cairn.memory().skills();
  }

  @Test
  void theFirstVersionIsOne() {
    Skill added = skills.add(LOGIN);

    assertThat(added)
        .isEqualTo(
            new Skill(
                "login",
                1,
                "Log in",
                "Fills in the form and submits it.",
                "click('#login')",
                List.of("web", "account"),
                1,
                SettableClock.START));
    assertThat(skills.get("login")).contains(added);
    assertThat(skills.get("login", 1)).contains(added);
    assertThat(skills.get("login", 2)).isEmpty();
    assertThat(skills.get("logout")).isEmpty();
  }

  @Test
  void aReplacementIsANewVersionAndTheOlderOnesStayReadable() {
    Skill first = skills.add(LOGIN);
    clock.advance(SECOND);
    Skill second = skills.add(LOGIN.withCode("click('#sign-in')"));
    Skill third = skills.add(LOGIN.describedAs(""));

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.addedAt()).isEqualTo(clock.instant());
    assertThat(third.timesAdded()).isEqualTo(3);
    assertThat(skills.get("login")).contains(third);
    assertThat(skills.get("login", 1)).contains(first);
    assertThat(skills.get("login", 2)).contains(second);
    assertThat(skills.versions("login")).containsExactly(third, second, first);
    assertThat(skills.count()).isEqualTo(1);
  }

  @Test
  void theSameAgainIsCountedButNoNewVersion() {
    Skill first = skills.add(LOGIN);
    clock.advance(SECOND);
    Skill again = skills.add(LOGIN);

    assertThat(again.version()).isEqualTo(1);
    assertThat(again.timesAdded()).isEqualTo(2);
    assertThat(again.addedAt()).isEqualTo(first.addedAt());
    assertThat(skills.versions("login")).containsExactly(again);
  }

  @Test
  void versionsOfOtherSkillsAreNotMixedIn() {
    skills.add(LOGIN);
    skills.add(Skill.of("login2", "Log in elsewhere"));

    assertThat(skills.versions("login")).hasSize(1);
    assertThat(skills.versions("log")).isEmpty();
  }

  @Test
  void tagsAreFoundInUpperAndLowerCase() {
    skills.add(Skill.of("b", "B").tagged("Web", "WEB", "shop"));
    skills.add(Skill.of("a", "A").tagged("web"));
    skills.add(Skill.of("c", "C").tagged("cobweb"));

    assertThat(ids(skills.find(SkillQuery.all().tagged("web")))).containsExactly("a", "b");
    assertThat(ids(skills.find(SkillQuery.all().tagged("SHOP")))).containsExactly("b");
    assertThat(skills.find(SkillQuery.all().tagged("we"))).isEmpty();
    assertThat(skills.get("b").orElseThrow().tags()).containsExactly("Web", "shop");
  }

  @Test
  void aReplacementIsFoundByItsNewTagsAndWordsOnly() {
    skills.add(LOGIN);
    skills.add(Skill.of("login", "Sign on").tagged("session"));

    assertThat(skills.find(SkillQuery.all().tagged("web"))).isEmpty();
    assertThat(skills.find(SkillQuery.all().withWords("form"))).isEmpty();
    assertThat(ids(skills.find(SkillQuery.all().tagged("session")))).containsExactly("login");
    assertThat(ids(skills.find(SkillQuery.all().withWords("sign")))).containsExactly("login");
  }

  @Test
  void aSearchFindsWhatHasAllWordsInNameAndDescription() {
    skills.add(Skill.of("1", "mineWoodLog").describedAs("Mines a single block of wood."));
    skills.add(Skill.of("2", "craftTable").describedAs("Needs a wood log first; crafts a table."));
    skills.add(Skill.of("3", "smelt").describedAs("Smelts iron in a furnace. Login needed."));

    assertThat(ids(skills.find(SkillQuery.all().withWords("wood")))).containsExactly("1", "2");
    assertThat(ids(skills.find(SkillQuery.all().withWords("LOG wood")))).containsExactly("1", "2");
    assertThat(ids(skills.find(SkillQuery.all().withWords("log")))).containsExactly("1", "2");
    assertThat(ids(skills.find(SkillQuery.all().withWords("wood iron")))).isEmpty();
    assertThat(ids(skills.find(SkillQuery.all().withWords("mineWoodLog")))).containsExactly("1");
    assertThat(ids(skills.find(SkillQuery.all().withWords("?!")))).isEmpty();
  }

  @Test
  void allConditionsOfAQueryMustHoldAndCountAsTheyFind() {
    skills.add(Skill.of("1", "Log in").tagged("Web"));
    skills.add(Skill.of("2", "Log in by phone").tagged("phone"));
    skills.add(Skill.of("3", "Log out").tagged("web"));
    use("3", 1, 0);

    SkillQuery logIn = SkillQuery.all().withWords("log in");
    SkillQuery web = SkillQuery.all().tagged("web");

    assertThat(ids(skills.find(SkillQuery.all()))).containsExactly("1", "2", "3");
    assertThat(ids(skills.find(logIn.tagged("web")))).containsExactly("1");
    assertThat(ids(skills.find(web.withWords("log")))).containsExactly("1", "3");
    assertThat(best(skills.best(web.withWords("log")))).containsExactly("3", "1");
    assertThat(skills.count(SkillQuery.all())).isEqualTo(3);
    assertThat(skills.count(logIn)).isEqualTo(2);
    assertThat(skills.count(logIn.tagged("web"))).isEqualTo(1);
    assertThat(skills.count(web)).isEqualTo(2);
    assertThat(skills.count(SkillQuery.atMost(1).tagged("web"))).isEqualTo(1);
  }

  @Test
  void theBestMatchHasTheWordsInAShortName() {
    skills.add(Skill.of("1", "Buy").describedAs("Puts a book into the cart."));
    skills.add(Skill.of("2", "Book a table at a restaurant"));
    skills.add(Skill.of("3", "Book"));

    assertThat(ids(skills.find(SkillQuery.all().withWords("book")))).containsExactly("3", "2", "1");
    assertThat(ids(skills.find(SkillQuery.atMost(1).withWords("book")))).containsExactly("3");
  }

  @Test
  void theLongestNamesFitIntoAKeyInTheLongestNamespace() {
    Skills elsewhere = cairn.memory("n".repeat(64)).skills();
    String word = "\uD840\uDC00".repeat(100);
    String tag = "İ".repeat(Skill.MAX_TAG_BYTES / 2);

    elsewhere.add(Skill.of("\0".repeat(Skill.MAX_ID_BYTES / 2), word).tagged(tag));

    assertThat(elsewhere.find(SkillQuery.all().withWords(word))).hasSize(1);
    assertThat(elsewhere.find(SkillQuery.all().tagged(tag))).hasSize(1);
  }

  @Test
  void usesAreCountedAndTimed() {
    skills.recordUse("login", Outcome.SUCCESS, Duration.ofSeconds(1));
    skills.recordUse("login", Outcome.FAILURE, Duration.ofSeconds(3));
    clock.advance(SECOND);
    SkillStatistics stats = skills.recordUse("login", Outcome.UNKNOWN, Duration.ofSeconds(5));

    assertThat(stats)
        .isEqualTo(
            new SkillStatistics(
                "login", 3, 1, 1, Duration.ofSeconds(9), Optional.of(clock.instant())));
    assertThat(stats.successRate()).isEqualTo(0.5);
    assertThat(stats.meanDuration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(skills.statistics("login")).isEqualTo(stats);
    assertThat(skills.statistics("logout").uses()).isZero();
  }

  @Test
  void usesSurviveAReplacement() {
    skills.recordUse("login", Outcome.SUCCESS, SECOND);
    skills.add(LOGIN);
    skills.recordUse("login", Outcome.SUCCESS, SECOND);
    skills.add(LOGIN.withCode("other"));

    assertThat(skills.statistics("login").successes()).isEqualTo(2);
  }

  @Test
  void aLateUseIsNotTheLastUse() {
    skills.recordUse("login", Outcome.SUCCESS, SECOND);
    clock.advance(SECOND.negated());

    assertThat(skills.recordUse("login", Outcome.SUCCESS, SECOND).lastUsed())
        .contains(SettableClock.START);
  }

  @Test
  void theBestSkillIsTheOneThatIsMostCertainToWork() {
    List.of("lucky", "proven", "broken", "unused", "untagged")
        .forEach(id -> skills.add(Skill.of(id, id).tagged(id.equals("untagged") ? "x" : "web")));
    use("lucky", 1, 0);
    use("proven", 9, 1);
    use("broken", 0, 3);
    use("untagged", 5, 0);
    use("not added", 20, 0);

    assertThat(best(skills.best(SkillQuery.atMost(10).tagged("WEB"))))
        .containsExactly("proven", "lucky", "broken", "unused");
    assertThat(best(skills.best(SkillQuery.atMost(2).tagged("web"))))
        .containsExactly("proven", "lucky");
    assertThat(best(skills.best(SkillQuery.atMost(2)))).containsExactly("proven", "untagged");
    assertThat(skills.best(SkillQuery.atMost(1).tagged("web")).get(0).statistics())
        .isEqualTo(skills.statistics("proven"));
    assertThat(skills.best(SkillQuery.atMost(10).tagged("none"))).isEmpty();
  }

  @Test
  void skillsAreListedById() {
    List.of("c", "a", "b").forEach(id -> skills.add(Skill.of(id, "Skill " + id)));

    assertThat(ids(skills.list())).containsExactly("a", "b", "c");
    assertThat(ids(skills.list(2))).containsExactly("a", "b");
    assertThat(skills.count()).isEqualTo(3);
  }

  @Test
  void aRemovedSkillIsForgottenWithVersionsAndUses() {
    skills.add(LOGIN);
    skills.add(LOGIN.withCode("other"));
    skills.recordUse("login", Outcome.SUCCESS, SECOND);

    assertThat(skills.remove("login")).isTrue();
    assertThat(skills.remove("login")).isFalse();

    assertThat(skills.versions("login")).isEmpty();
    assertThat(skills.get("login", 1)).isEmpty();
    assertThat(skills.statistics("login").uses()).isZero();
    assertThat(skills.find(SkillQuery.all().withWords("form"))).isEmpty();
    assertThat(skills.add(LOGIN).version()).isEqualTo(1);
  }

  @SuppressWarnings("NullAway")
  static List<Consumer<Skills>> badCalls() {
    return List.of(
        skills -> Skill.of(null, "Log in"),
        skills -> Skill.of("x".repeat(129), "Log in"),
        skills -> Skill.of("login", " "),
        skills -> LOGIN.describedAs(null),
        skills -> LOGIN.withCode(null),
        skills -> LOGIN.tagged(" "),
        skills -> LOGIN.tagged("x".repeat(65)),
        skills -> LOGIN.tagged("web", null),
        skills -> LOGIN.tagged(Arrays.asList("web", null)),
        skills -> skills.add(null),
        skills -> skills.get(""),
        skills -> skills.get("login", 0),
        skills -> skills.versions(" "),
        skills -> skills.find(SkillQuery.all().tagged("")),
        skills -> skills.find(SkillQuery.all().withWords(" ")),
        skills -> skills.find(SkillQuery.atMost(-1).withWords("login")),
        skills -> skills.recordUse("", Outcome.SUCCESS, SECOND),
        skills -> skills.recordUse("login", null, SECOND),
        skills -> skills.recordUse("login", Outcome.SUCCESS, SECOND.negated()),
        skills -> skills.recordUse("login", Outcome.SUCCESS, Duration.ofDays(36_501)),
        skills -> skills.recordUse("login", Outcome.SUCCESS, null),
        skills -> skills.find(null),
        skills -> skills.count(null),
        skills -> skills.best(null),
        skills -> skills.statistics(null),
        skills -> skills.best(SkillQuery.all().tagged("")),
        skills -> skills.best(SkillQuery.atMost(-1).tagged("web")),
        skills -> skills.best(SkillQuery.atMost(-1)),
        skills -> skills.list(-1),
        skills -> skills.remove("a\uD83D"));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentsReachNoStore(Consumer<Skills> call) {
    Skills untouchable = new Skills(new UntouchableTransactor(), clock);

    assertThatIllegalArgumentException().isThrownBy(() -> call.accept(untouchable));
  }

  private void use(String id, int successes, int failures) {
    for (int i = 0; i < successes + failures; i++) {
      skills.recordUse(id, Outcome.of(i < successes), SECOND);
    }
  }

  private static List<String> ids(List<Skill> skills) {
    return skills.stream().map(Skill::id).toList();
  }

  private static List<String> best(List<RankedSkill> ranked) {
    return ranked.stream().map(each -> each.skill().id()).toList();
  }

  @Test
  void usesThatWereCountedElsewhereAreStoredOnce() {
    SkillStatistics uses =
        new SkillStatistics("login", 9, 7, 1, Duration.ofSeconds(3), Optional.empty());

    assertThat(skills.putIfAbsent(uses)).isTrue();
    skills.recordUse("login", Outcome.SUCCESS, Duration.ZERO);
    assertThat(skills.putIfAbsent(uses)).isFalse();

    assertThat(skills.statistics("login").uses()).isEqualTo(10);
  }
}
