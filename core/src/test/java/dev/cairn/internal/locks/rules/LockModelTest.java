package dev.cairn.internal.locks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.machine.ProcessId;
import dev.cairn.survival.Effort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Tests random steps of locks and semaphores against a model that has a list of requests. */
class LockModelTest {
  private static final int THREADS = 6;
  private static final int LOCKS = 3;
  private static final int MOST_OF_A_LOCK = 8;

  /** The semaphore comes after the locks. */
  private static final int SEMAPHORE = LOCKS;

  private final Random random = new Random(Effort.seed());
  private final HeapRows rows = new HeapRows();

  /** The requests of each lock, the holders and those who wait, each in their order. */
  private final Map<Integer, List<Asked>> asked = new TreeMap<>();

  /** The locks that a write may still be at work for whose token is good no more. */
  private final Set<Integer> written = new HashSet<>();

  private final List<Party> threads = new ArrayList<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private final Set<ProcessId> dead = new HashSet<>();
  private long number;
  private long incarnation = 1;
  private long now = 1_000_000;
  private long lastToken;

  LockModelTest() {
    for (int i = 0; i < THREADS; i++) {
      threads.add(party(i / 2, incarnation, i));
    }
    for (int lock = 0; lock <= SEMAPHORE; lock++) {
      asked.put(lock, new ArrayList<>());
    }
  }

  private static Party party(int slot, long incarnation, long number) {
    return Party.of(new ProcessId(slot, incarnation), number, "party " + number);
  }

  private static LockKey key(int lock) {
    return new LockKey("", "lock " + lock, lock == SEMAPHORE);
  }

  private LockRules rules() {
    return new LockRules(rows, now);
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  private List<Asked> all(Predicate<Asked> which) {
    return asked.values().stream().flatMap(List::stream).filter(which).toList();
  }

  private Optional<Asked> any(Predicate<Asked> which) {
    List<Asked> some = all(which);
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
  }

  private boolean lives(Asked request) {
    return !dead.contains(request.party.process());
  }

  @Test
  void randomStepsDoWhatTheModelDoes() {
    int steps = Effort.of(10_000, 2_000_000);
    for (int step = 0; step < steps; step++) {
      step();
      check();
    }
    for (String what :
        List.of(
            "granted at once",
            "waits",
            "overtakes",
            "deadlock",
            "lease ended",
            "after a lease",
            "without an older request",
            "left behind",
            "died",
            "shared")) {
      assertThat(seen.getOrDefault(what, 0)).as(what).isGreaterThan(steps / 1_000);
    }
  }

  private void step() {
    now += random.nextInt(20) == 0 ? -random.nextInt(60_000) : random.nextInt(300);
    int what = random.nextInt(100);
    if (what < 45) {
      ask();
    } else if (what < 62) {
      any(held -> held.settled && !held.left && lives(held)).ifPresent(this::release);
    } else if (what < 72) {
      any(held -> held.holds() && !held.left && lives(held)).ifPresent(this::settle);
    } else if (what < 77) {
      any(held -> held.holds() && held.leased).ifPresent(this::expire);
    } else if (what < 82) {
      any(wait -> !wait.holds() && !wait.left && lives(wait)).ifPresent(this::withdraw);
    } else if (what < 88) {
      any(made -> !made.left && !made.settled && lives(made)).ifPresent(this::leave);
    } else if (what < 93) {
      any(made -> made.left && lives(made)).ifPresent(this::retract);
    } else if (what < 97) {
      any(held -> held.settled && held.most == 1 && lives(held)).ifPresent(this::share);
    } else if (what < 98) {
      die(random.nextInt(THREADS / 2));
    }
    if (!dead.isEmpty() && random.nextInt(5) == 0) {
      drop(random.nextInt(SEMAPHORE + 1));
    }
  }

  private void ask() {
    int lock = random.nextInt(SEMAPHORE + 1);
    Party thread = threads.get(random.nextInt(THREADS));
    boolean ofThread = lock != SEMAPHORE && random.nextInt(5) > 0;
    if (!ofThread && asked.get(lock).size() > MOST_OF_A_LOCK) {
      return;
    }
    Party party = ofThread ? thread : party(thread.slot(), thread.incarnation(), -number - 1);
    List<Asked> own = all(request -> request.party.is(party) && !request.left);
    if (own.stream().anyMatch(request -> !request.holds() || request.lock == lock)) {
      return; // it waits, or takes the lock once more without a step
    }
    int most = lock == SEMAPHORE ? 2 + random.nextInt(2) : random.nextBoolean() ? 1 : Terms.READERS;
    int priority = random.nextInt(3) == 0 ? random.nextInt(21) - 10 : 0;
    boolean leased = lock != SEMAPHORE && random.nextBoolean();
    boolean waits = random.nextInt(4) > 0;
    request(new Asked(lock, party, ++number, most, priority, now, leased), waits);
  }

  private void request(Asked request, boolean waits) {
    LockRules.Answer answer =
        rules()
            .request(
                new LockRules.Request(
                    key(request.lock),
                    request.party,
                    request.number,
                    request.most,
                    request.priority,
                    request.leased ? 100 : 0,
                    waits));
    List<Asked> here = asked.get(request.lock);
    if (here.removeIf(older -> older.party.is(request.party))) {
      count("without an older request");
    }
    granted(request.lock, answer.granted());
    assertThat(nextOf(request.lock)).as("who could have it before the request").isNull();
    int place = here.size();
    while (place > 0 && request.goesAhead(here.get(place - 1))) {
      place--;
      count("overtakes");
    }
    here.add(place, request);
    if (nextOf(request.lock) == request) {
      leaveOlder(request);
      grant(request, answer.grant());
      count("granted at once");
      return;
    }
    assertThat(answer.grant()).isNull();
    if (!waits) {
      here.remove(request);
      assertThat(answer.cycle()).isEmpty();
      return;
    }
    leaveOlder(request);
    boolean deadlock = waitsForItself(request);
    assertThat(!answer.cycle().isEmpty()).as("a deadlock").isEqualTo(deadlock);
    if (deadlock) {
      here.remove(request);
    }
    count(deadlock ? "deadlock" : "waits");
  }

  private void leaveOlder(Asked request) {
    all(older -> older != request && older.party.is(request.party))
        .forEach(older -> older.newest = false);
  }

  /** Returns the request that is to be granted now, if there is one. */
  private Asked nextOf(int lock) {
    List<Asked> holders = asked.get(lock).stream().filter(Asked::holds).toList();
    Asked first =
        asked.get(lock).stream().filter(request -> !request.holds()).findFirst().orElse(null);
    if (first == null || holders.size() >= first.most) {
      return null;
    }
    return holders.stream().allMatch(holder -> holders.size() < holder.most) ? first : null;
  }

  private void granted(int lock, List<Grant> grants) {
    for (Grant grant : grants) {
      Asked next = nextOf(lock);
      assertThat(next).as("who is next, for %s", grant).isNotNull();
      grant(next, grant);
    }
  }

  private void grant(Asked request, Grant grant) {
    assertThat(grant).as("the grant of request %d", request.number).isNotNull();
    assertThat(grant.request()).isEqualTo(request.number);
    assertThat(grant.token()).isGreaterThan(lastToken);
    lastToken = grant.token();
    request.grant = grant;
    request.settled = !grant.afterLease();
    if (request.settled) {
      assertThat(written).as("locks whose writes may be at work").doesNotContain(request.lock);
    } else {
      count("after a lease");
    }
    List<Asked> here = asked.get(request.lock);
    here.remove(request);
    here.add((int) here.stream().filter(Asked::holds).count(), request);
  }

  private void release(Asked request) {
    asked.get(request.lock).remove(request);
    granted(request.lock, rules().release(key(request.lock), request.grant.token()).granted());
  }

  /** A party has waited until all writes of the store that had begun have ended. */
  private void settle(Asked request) {
    request.settled = true;
    written.remove(request.lock);
  }

  private void expire(Asked request) {
    LockKey key = key(request.lock);
    if (random.nextBoolean()) {
      assertThat(rules().renew(key, request.grant.token()).own()).isNotNull();
      assertThat(rules().expire(key, request.grant).own()).as("it was renewed since").isNotNull();
      request.grant = rows.get(key).grantWith(request.grant.token());
      return;
    }
    if (request.settled && lives(request)) {
      written.add(request.lock);
    }
    asked.get(request.lock).remove(request);
    LockRules.Step step = rules().expire(key, request.grant);
    assertThat(step.own()).isNull();
    granted(request.lock, step.granted());
    count("lease ended");
  }

  private void withdraw(Asked request) {
    asked.get(request.lock).remove(request);
    LockRules.Step step = rules().withdraw(key(request.lock), request.party, request.number);
    assertThat(step.own()).isNull();
    granted(request.lock, step.granted());
  }

  /** A party could not withdraw its request, and goes on. */
  private void leave(Asked request) {
    request.left = true;
    count("left behind");
  }

  private void retract(Asked request) {
    asked.get(request.lock).remove(request);
    granted(
        request.lock, rules().retract(key(request.lock), request.party, request.number).granted());
  }

  private void share(Asked request) {
    LockRules.Step step = rules().share(key(request.lock), request.grant.token());
    request.most = Terms.READERS;
    request.grant = step.own();
    granted(request.lock, step.granted());
    count("shared");
  }

  private void die(int slot) {
    dead.add(threads.get(slot * 2).process());
    incarnation++;
    for (int i = slot * 2; i < slot * 2 + 2; i++) {
      threads.set(i, party(slot, incarnation, i));
    }
    count("died");
  }

  private void drop(int lock) {
    asked.get(lock).removeIf(request -> !lives(request));
    granted(lock, rules().drop(key(lock), party -> dead.contains(party.process())).granted());
  }

  /** The parties that must give something up before a request is served. */
  private List<Party> before(Asked request) {
    List<Asked> here = asked.get(request.lock);
    return here.subList(0, here.indexOf(request)).stream()
        .filter(other -> other.holds() || (waitOf(other.party) == other))
        .filter(request::excludes)
        .map(other -> other.party)
        .toList();
  }

  /** The request with which a party waits; what it has left counts until it asks again. */
  private Asked waitOf(Party party) {
    List<Asked> waits =
        all(request -> request.party.is(party) && !request.holds() && request.newest);
    assertThat(waits).hasSizeLessThan(2);
    return waits.isEmpty() ? null : waits.get(0);
  }

  private boolean waitsForItself(Asked request) {
    Set<Party> reached = new HashSet<>(before(request));
    List<Party> open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      Asked next = waitOf(open.remove(open.size() - 1));
      if (next != null) {
        for (Party further : before(next)) {
          if (reached.add(further)) {
            open.add(further);
          }
        }
      }
    }
    return reached.contains(request.party);
  }

  private void check() {
    asked.forEach(
        (lock, here) -> {
          LockRow row = rows.get(key(lock));
          assertThat(row.holders().stream().map(Grant::request))
              .containsExactlyInAnyOrderElementsOf(
                  here.stream().filter(Asked::holds).map(request -> request.number).toList());
          assertThat(row.queue().stream().map(Wait::request))
              .containsExactlyElementsOf(
                  here.stream()
                      .filter(request -> !request.holds())
                      .map(request -> request.number)
                      .toList());
          assertThat(nextOf(lock)).as("who could have lock %d and has it not", lock).isNull();
          List<Asked> holders = here.stream().filter(Asked::holds).toList();
          assertThat(holders.stream().allMatch(holder -> holders.size() <= holder.most))
              .as("each holder of lock %d suffers the others", lock)
              .isTrue();
        });
    for (Party thread : threads) {
      Asked wait = waitOf(thread);
      assertThat(rows.waitOf(thread)).isEqualTo(wait == null ? null : key(wait.lock));
    }
  }

  @Test
  void partiesThatTakeLocksInOneOrderHaveNoDeadlock() {
    for (int step = 0; step < 10_000; step++) {
      Party party = threads.get(random.nextInt(THREADS));
      List<Asked> own = all(request -> request.party.is(party));
      if (own.stream().anyMatch(request -> !request.holds())) {
        continue;
      }
      if (own.size() == LOCKS || (!own.isEmpty() && random.nextInt(3) == 0)) {
        own.forEach(this::release);
      } else {
        int most = random.nextBoolean() ? 1 : Terms.READERS;
        request(new Asked(own.size(), party, ++number, most, 0, now, false), true);
      }
      check();
    }
    assertThat(seen).doesNotContainKey("deadlock").containsKey("waits");
    assertThat(seen.get("waits")).isGreaterThan(500);
  }
}
