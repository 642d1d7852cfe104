package dev.cairn.internal.locks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.machine.ProcessId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests single steps of locks that are easily taken for others. */
class LockRulesTest {
  private final HeapRows rows = new HeapRows();
  private final LockRules rules = new LockRules(rows, 0);

  private static Party party(int number) {
    return Party.of(new ProcessId(number / 2, 1), number, "party " + number);
  }

  private static LockKey key(int number) {
    return new LockKey("", "lock " + number, false);
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

  private LockRules.Answer askToRead(int party, long number) {
    return rules.request(
        new LockRules.Request(key(0), party(party), number, Terms.READERS, 0, 100, true));
  }

  @Test
  void aReaderThatReleasesSaysNothingOfALeaseThatHasEndedSince() {
    Grant writer = ask(0, 1, true).grant();
    assertThat(askToRead(1, 2).grant()).isNull();
    assertThat(askToRead(2, 3).grant()).isNull();
    List<Grant> readers = rules.expire(key(0), writer).granted();
    assertThat(readers).hasSize(2).allMatch(Grant::afterLease);
    assertThat(rules.expire(key(0), readers.get(1)).granted()).isEmpty();
    assertThat(rules.release(key(0), readers.get(0).token()).granted()).isEmpty();
    assertThat(ask(3, 4, true).grant().afterLease()).as("a write of the other reader").isTrue();
  }

  @Test
  void whoWaitedForAnOlderRequestIsServedWhenTheNextOneTakesItsPlace() {
    assertThat(ask(0, 1, true).grant()).isNotNull();
    assertThat(ask(1, 2, true).grant()).isNull();
    LockRules.Answer again = ask(0, 3, true);
    assertThat(again.grant()).isNull();
    assertThat(again.granted()).singleElement().returns(2L, Grant::request);
  }

  @Test
  void aPlaceThatItsPartyHasLeftIsNoPartOfADeadlock() {
    assertThat(ask(0, 1, true).grant()).isNotNull();
    assertThat(askFor(1, 1, 2).grant()).isNotNull();
    assertThat(ask(2, 3, true).grant()).as("which it cannot withdraw, and goes on").isNull();
    assertThat(ask(1, 4, true).grant()).isNull();
    LockRules.Answer goesOn = askFor(1, 2, 5);
    assertThat(goesOn.cycle()).isEmpty();
    assertThat(goesOn.grant()).isNull();
  }

  private LockRules.Answer askFor(int lock, int party, long number) {
    return rules.request(new LockRules.Request(key(lock), party(party), number, 1, 0, 0, true));
  }

  @Test
  void aClockThatIsSetBackLetsNobodyGoAheadOfThoseWhoHaveWaited() {
    assertThat(ask(0, 1, true).grant()).isNotNull();
    assertThat(prior(1, 2, 0, 1_000_000).grant()).isNull();
    assertThat(prior(2, 3, 10, 500_000).grant()).isNull();
    assertThat(prior(3, 4, 0, 500_000).grant()).isNull();
    assertThat(prior(4, 5, 10, 500_100).grant()).isNull();
    assertThat(rows.get(key(0)).queue().stream().map(Wait::request))
        .as("the last one goes ahead of one who came just before, after the clock was set back")
        .containsExactly(2L, 3L, 5L, 4L);
  }

  private LockRules.Answer prior(int party, long number, int priority, long now) {
    return new LockRules(rows, now)
        .request(new LockRules.Request(key(0), party(party), number, 1, priority, 0, true));
  }
}
