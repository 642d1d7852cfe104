package dev.cairn.internal.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.machine.ProcessId;
import dev.cairn.survival.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the steps of locks with random operations, against the definitions of what they mean. */
class LockRulesTest {
  private static final int PARTIES = 6;
  private static final int LOCKS = 4;

  /** A party that the model knows: what it holds, and the one request that waits. */
  private static final class Model {
    final Map<LockKey, Boolean> holds = new HashMap<>();
    LockKey waitsFor;
    boolean exclusive;
    long order;
  }

  private final HeapRows rows = new HeapRows();
  private final LockRules rules = new LockRules(rows, 0);
  private final List<Model> models = new ArrayList<>();
  private final Map<LockKey, Long> tokens = new HashMap<>();
  private long order;
  private int deadlocks;
  private int waits;

  private static Party party(int number) {
    return Party.of(new ProcessId(number / 2, 1), number, "party " + number);
  }

  private static LockKey key(int number) {
    return new LockKey("", "lock " + number, false);
  }

  @Test
  void randomStepsDoWhatTheDefinitionsSay() {
    Random random = new Random(Effort.seed());
    for (int i = 0; i < PARTIES; i++) {
      models.add(new Model());
    }
    int steps = Effort.of(20_000, 2_000_000);
    for (int step = 0; step < steps; step++) {
      int party = random.nextInt(PARTIES);
      Model model = models.get(party);
      if (model.waitsFor != null) {
        if (random.nextInt(4) == 0) {
          withdraw(party);
        }
      } else if (!model.holds.isEmpty() && random.nextInt(3) == 0) {
        release(party, List.copyOf(model.holds.keySet()).get(random.nextInt(model.holds.size())));
      } else {
        LockKey key = key(random.nextInt(LOCKS));
        if (!model.holds.containsKey(key)) {
          request(party, key, random.nextBoolean());
        }
      }
      check();
    }
    assertThat(deadlocks).as("deadlocks").isGreaterThan(steps / 200);
    assertThat(waits).as("waits").isGreaterThan(steps / 20);
  }

  private void request(int party, LockKey key, boolean exclusive) {
    Model model = models.get(party);
    model.waitsFor = key;
    model.exclusive = exclusive;
    model.order = order++;
    boolean deadlock = waitsForItself(party);
    LockRules.Answer answer =
        rules.request(
            new LockRules.Request(
                key, party(party), model.order, exclusive ? 1 : Terms.READERS, 0, 0, true));
    assertThat(answer.cycle().isEmpty()).as("no deadlock").isEqualTo(!deadlock);
    if (deadlock) {
      deadlocks++;
      assertThat(answer.cycle().get(0).request().party()).isEqualTo(party(party));
      model.waitsFor = null;
    } else if (answer.grant() != null) {
      granted(answer.grant(), key);
    } else {
      waits++;
    }
  }

  private void release(int party, LockKey key) {
    models.get(party).holds.remove(key);
    rules
        .release(key, rows.get(key).grantOf(party(party)).token())
        .granted()
        .forEach(grant -> granted(grant, key));
  }

  private void withdraw(int party) {
    Model model = models.get(party);
    LockKey key = model.waitsFor;
    model.waitsFor = null;
    LockRules.Step step = rules.withdraw(key, party(party), model.order);
    assertThat(step.own()).isNull();
    step.granted().forEach(grant -> granted(grant, key));
  }

  private void granted(Grant grant, LockKey key) {
    Model model = models.get((int) grant.party().number());
    assertThat(model.waitsFor).as("the lock of %s", grant).isEqualTo(key);
    assertThat(grant.token()).isGreaterThan(tokens.getOrDefault(key, 0L));
    tokens.put(key, grant.token());
    model.holds.put(key, model.exclusive);
    model.waitsFor = null;
  }

  /** The definition of the order: a party waits exactly if it must, for those before it. */
  private Set<Integer> before(int party) {
    Model mine = models.get(party);
    Set<Integer> before = new HashSet<>();
    for (int i = 0; i < PARTIES; i++) {
      Model other = models.get(i);
      Boolean holds = other.holds.get(mine.waitsFor);
      boolean ahead =
          i != party && mine.waitsFor.equals(other.waitsFor) && other.order < mine.order;
      boolean conflicts = mine.exclusive || other.exclusive;
      if ((holds != null && (holds || mine.exclusive)) || (ahead && conflicts)) {
        before.add(i);
      }
    }
    return before;
  }

  private boolean waitsForItself(int party) {
    Set<Integer> reached = new HashSet<>(before(party));
    List<Integer> open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      int next = open.remove(open.size() - 1);
      if (models.get(next).waitsFor != null) {
        for (int further : before(next)) {
          if (reached.add(further)) {
            open.add(further);
          }
        }
      }
    }
    return reached.contains(party);
  }

  private void check() {
    for (int i = 0; i < PARTIES; i++) {
      Model model = models.get(i);
      if (model.waitsFor != null) {
        assertThat(before(i)).as("party %d waits for somebody", i).isNotEmpty();
      }
      assertThat(rows.waitOf(party(i))).isEqualTo(model.waitsFor);
    }
    for (int i = 0; i < LOCKS; i++) {
      LockKey key = key(i);
      List<Boolean> holds =
          models.stream().map(model -> model.holds.get(key)).filter(held -> held != null).toList();
      assertThat(holds.size() < 2 || !holds.contains(true)).as("writers are alone").isTrue();
      assertThat(rows.get(key).holders()).hasSameSizeAs(holds);
    }
  }

  private LockRules.Answer ask(int party, long number, boolean waits) {
    return rules.request(new LockRules.Request(key(0), party(party), number, 1, 0, 100, waits));
  }

  @Test
  void aRequestThatCouldNotBeWithdrawnGoesWithItsPlaceOrItsGrant() {
    Grant held = ask(0, 1, true).grant();
    assertThat(ask(1, 2, true).grant()).isNull();
    assertThat(ask(2, 3, true).grant()).isNull();
    assertThat(rules.retract(key(0), party(1), 2).granted()).isEmpty();
    assertThat(rows.waitOf(party(1))).isNull();
    assertThat(rules.release(key(0), held.token()).granted())
        .singleElement()
        .returns(3L, Grant::request);
    assertThat(ask(1, 4, true).grant()).isNull();
    assertThat(rules.retract(key(0), party(2), 3).granted())
        .as("a grant that nobody knows of")
        .singleElement()
        .returns(4L, Grant::request);
    assertThat(rules.retract(key(0), party(2), 3).granted()).isEmpty();
    assertThat(ask(1, 5, true).grant()).as("in place of its older request").isNotNull();
  }

  @Test
  void onlyThoseWhoFollowAnEndedLeaseWaitForWrites() {
    Grant first = ask(0, 1, true).grant();
    assertThat(first.afterLease()).isFalse();
    assertThat(ask(1, 2, true).grant()).isNull();
    Grant second = rules.expire(key(0), first).granted().get(0);
    assertThat(second.afterLease()).isTrue();
    assertThat(rules.release(key(0), first.token()).granted()).as("held no more").isEmpty();
    assertThat(rules.drop(key(0), party(1)::is).granted()).isEmpty();
    Grant third = ask(2, 3, true).grant();
    assertThat(third.afterLease()).as("the second one may have died before it waited").isTrue();
    assertThat(rules.release(key(0), third.token()).granted()).isEmpty();
    assertThat(ask(0, 4, true).grant().afterLease()).isFalse();
  }

  @Test
  void aRequestThatDoesNotWaitAndIsNotServedUsesNoNumber() {
    long token = ask(0, 1, true).grant().token();
    assertThat(ask(1, 2, false).grant()).isNull();
    assertThat(rules.release(key(0), token).granted()).isEmpty();
    assertThat(ask(1, 3, false).grant().token()).isEqualTo(token + 1);
  }

  @Test
  void partiesThatTakeLocksInOneOrderHaveNoDeadlock() {
    Random random = new Random(Effort.seed());
    for (int i = 0; i < PARTIES; i++) {
      models.add(new Model());
    }
    for (int step = 0; step < 20_000; step++) {
      int party = random.nextInt(PARTIES);
      Model model = models.get(party);
      if (model.waitsFor != null) {
        continue;
      }
      int next = model.holds.size();
      if (next == LOCKS || (next > 0 && random.nextInt(3) == 0)) {
        List.copyOf(model.holds.keySet()).forEach(key -> release(party, key));
      } else {
        request(party, key(next), random.nextBoolean());
      }
      check();
    }
    assertThat(deadlocks).as("false alarms").isZero();
    assertThat(waits).isGreaterThan(1_000);
  }
}
