package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.LockTimeoutException;
import dev.cairn.LockUpgradeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests functions and methods that run under named locks. */
class GuardTest extends OpenStoreForLocks {

  /** Profiles of users, each of which has a lock. */
  interface Profiles {
    @ReadLocked("profile:{0}")
    List<LockKind> read(String user);

    @WriteLocked(value = "profile:{0}", timeoutMillis = 50)
    List<LockKind> write(String user) throws IOException;

    @WriteLocked("profile:{1}/{0}$")
    List<LockKind> both(int number, String user);

    int count();
  }

  /** Tells how the lock of a user is held while its methods run. */
  private final class HeldProfiles implements Profiles {
    @Override
    public List<LockKind> read(String user) {
      return kinds("profile:" + user);
    }

    @Override
    public List<LockKind> write(String user) throws IOException {
      if (user.isEmpty()) {
        throw new FileNotFoundException("no user");
      }
      return kinds("profile:" + user);
    }

    @Override
    public List<LockKind> both(int number, String user) {
      return kinds("profile:" + user + "/" + number + "$");
    }

    @Override
    public int count() {
      return memory.locks().list().size();
    }
  }

  private List<LockKind> kinds(String name) {
    return lock(name).status().holders().stream().map(LockStatus.Participant::kind).toList();
  }

  private Profiles guarded() {
    return memory.locks().guarded(Profiles.class, new HeldProfiles());
  }

  @Test
  void functionsRunUnderTheLock() throws IOException {
    Guard guard = memory.locks().guarding("a");
    assertThat(guard.read(() -> kinds("a"))).containsExactly(LockKind.READ);
    assertThat(guard.write(() -> kinds("a"))).containsExactly(LockKind.WRITE);
    guard.write(() -> assertThat(kinds("a")).hasSize(1));
    guard.read(() -> assertThat(kinds("a")).hasSize(1));
    assertThatThrownBy(
            () ->
                guard.write(
                    () -> {
                      throw new FileNotFoundException("a");
                    }))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(kinds("a")).isEmpty();
  }

  @Test
  void aFunctionWhoseLockIsNotGrantedDoesNotRun() throws Exception {
    Guard hasty = memory.locks().guarding("a").withTimeout(Duration.ofMillis(50));
    try (Hold hold = lock("a").read()) {
      assertThat(hold.isHeld()).isTrue();
      assertThat(elsewhere(() -> hasty.read(() -> 1))).isEqualTo(1);
      assertThatThrownBy(() -> elsewhere(() -> hasty.write(() -> 1)))
          .hasCauseInstanceOf(LockTimeoutException.class);
      assertThatThrownBy(() -> hasty.write(() -> 1)).isInstanceOf(LockUpgradeException.class);
    }
    Guard here = memory.locks().guarding(memory.locks().on("a", Scope.PROCESS));
    here.write(() -> assertThat(kinds("a")).as("another lock").isEmpty());
  }

  @Test
  void annotatedMethodsRunUnderTheLockOfTheirArguments() throws Exception {
    Profiles profiles = guarded();
    assertThat(profiles.read("ann")).containsExactly(LockKind.READ);
    assertThat(profiles.write("{1}")).containsExactly(LockKind.WRITE);
    assertThat(profiles.both(7, "a$b")).containsExactly(LockKind.WRITE);
    assertThat(profiles.count()).isZero();
    assertThatThrownBy(() -> profiles.write(""))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no user");
    assertThat(memory.locks().list()).isEmpty();
    try (Hold hold = lock("profile:ann").read()) {
      assertThat(hold.isHeld()).isTrue();
      assertThatThrownBy(() -> elsewhere(() -> profiles.write("ann")))
          .hasCauseInstanceOf(LockTimeoutException.class);
      assertThat(elsewhere(() -> profiles.write("ben"))).hasSize(1);
    }
    Object same = profiles;
    assertThat(profiles).isEqualTo(same).isNotEqualTo(guarded());
    assertThat(profiles.toString()).contains("HeldProfiles");
  }

  interface Plain {
    void method();
  }

  interface Both {
    @ReadLocked("a")
    @WriteLocked("a")
    void method();
  }

  interface Later {
    @ReadLocked("a")
    CompletableFuture<String> method();
  }

  interface NoArgument {
    @ReadLocked("a{0}")
    void method();
  }

  interface Named {
    @ReadLocked("a{user}")
    void method(String user);
  }

  interface Blank {
    @ReadLocked(" ")
    void method();
  }

  interface Negative {
    @ReadLocked(value = "a", timeoutMillis = -1)
    void method();
  }

  @Test
  void annotationsThatCannotBeFollowedAreRefused() {
    refused(Plain.class, () -> {}, "nothing of it would be guarded");
    refused(Both.class, () -> {}, "leave out the first");
    refused(Later.class, () -> CompletableFuture.completedFuture(""), "readAsync()");
    refused(NoArgument.class, () -> {}, "no argument {0}");
    refused(Named.class, user -> {}, "no argument {user}");
    refused(Blank.class, () -> {}, "a blank lock");
    refused(Negative.class, () -> {}, "-1 ms");
    refused(String.class, "", "is no interface");
  }

  interface Reads {
    @ReadLocked("a")
    List<LockKind> method();
  }

  interface ReadsToo {
    List<LockKind> method();
  }

  interface Writes {
    @WriteLocked("a")
    List<LockKind> method();
  }

  /** The method without an annotation comes first. */
  interface Inherited extends ReadsToo, Reads {
    @Override
    List<LockKind> method();
  }

  interface Differing extends Reads, Writes {}

  @Test
  void annotationsAreThoseOfAllInterfacesTogether() {
    Inherited inherited = memory.locks().guarded(Inherited.class, () -> kinds("a"));
    assertThat(inherited.method()).containsExactly(LockKind.READ);
    assertThat(((ReadsToo) inherited).method()).containsExactly(LockKind.READ);
    refused(Differing.class, () -> List.of(), "by another interface");
  }

  private <T> void refused(Class<T> type, T target, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.locks().guarded(type, target))
        .withMessageContaining(reason);
  }
}
