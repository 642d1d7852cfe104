package dev.cairn.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.adk.sessions.SessionKey;
import com.google.genai.types.Blob;
import com.google.genai.types.Part;
import dev.cairn.adk.Artifacts.NameKey;
import dev.cairn.testing.NewStore;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that the artifact service behaves as the Agent Development Kit's own tests expect of its
 * artifact services.
 */
class CairnArtifactServiceTest extends NewStore {
  private static final String APP = "test-app";
  private static final String USER = "test-user";
  private static final String SESSION = "test-session";
  private static final String FILE = "test-file.txt";

  private CairnArtifactService service;

  @BeforeEach
  void makeService() {
    service = new CairnArtifactService(cairn.memory());
  }

  private int save(String session, String file, Part part) {
    return service.saveArtifact(APP, USER, session, file, part).blockingGet();
  }

  private Part load(String session, String file) {
    return service.loadArtifact(APP, USER, session, file).blockingGet();
  }

  private List<String> names(String session) {
    return service.listArtifactKeys(APP, USER, session).blockingGet().filenames();
  }

  private List<Integer> versions(String session, String file) {
    return service.listVersions(APP, USER, session, file).blockingGet();
  }

  private static Part bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Part.fromBytes(bytes, "application/octet-stream");
  }

  @Test
  void withoutAnArtifactNothingIsFound() {
    assertThat(load(SESSION, FILE)).isNull();
    assertThat(service.loadArtifact(APP, USER, SESSION, FILE, 0).blockingGet()).isNull();
    assertThat(versions(SESSION, FILE)).isEmpty();
    assertThat(names(SESSION)).isEmpty();
    service.deleteArtifact(APP, USER, SESSION, FILE).blockingAwait();
  }

  @Test
  void versionsAreCountedFromZeroAndTheLastIsLoaded() {
    assertThat(save(SESSION, FILE, bytes(1))).isZero();
    assertThat(save(SESSION, FILE, bytes(1, 2))).isEqualTo(1);
    assertThat(save(SESSION, FILE, Part.fromText("three"))).isEqualTo(2);
    assertThat(versions(SESSION, FILE)).containsExactly(0, 1, 2);
    assertThat(load(SESSION, FILE)).isEqualTo(Part.fromText("three"));
    assertThat(service.loadArtifact(APP, USER, SESSION, FILE, 0).blockingGet())
        .usingRecursiveComparison()
        .isEqualTo(bytes(1));
    assertThat(service.loadArtifact(APP, USER, SESSION, FILE, 3).blockingGet()).isNull();
    assertThat(service.loadArtifact(APP, USER, SESSION, FILE, -1).blockingGet()).isNull();
  }

  @Test
  void moreThanTenVersionsStayInOrder() {
    for (int i = 0; i < 300; i++) {
      assertThat(save(SESSION, FILE, Part.fromText("version " + i))).isEqualTo(i);
    }
    assertThat(load(SESSION, FILE).text()).contains("version 299");
  }

  @Test
  void anArtifactIsSavedAndReturned() {
    Part part = bytes(1, 2, 3);
    assertThat(service.saveAndReloadArtifact(APP, USER, SESSION, FILE, part).blockingGet())
        .isEqualTo(part);
    assertThat(load(SESSION, FILE).inlineData().orElseThrow().data().orElseThrow())
        .containsExactly(1, 2, 3);
  }

  @Test
  void anArtifactOfTheUserIsThatOfAllSessions() {
    assertThat(save(SESSION, "user:config.json", bytes(1))).isZero();
    assertThat(save("other", "user:config.json", bytes(2))).isEqualTo(1);
    assertThat(save(SESSION, "b", bytes(3))).isZero();
    assertThat(save(SESSION, "a", bytes(4))).isZero();
    assertThat(names(SESSION)).containsExactly("a", "b", "user:config.json");
    assertThat(names("other")).containsExactly("user:config.json");
    assertThat(versions("third", "user:config.json")).containsExactly(0, 1);
    assertThat(service.listArtifactKeys(APP, "other", SESSION).blockingGet().filenames()).isEmpty();
    assertThat(service.listArtifactKeys("other", USER, SESSION).blockingGet().filenames())
        .isEmpty();
  }

  @Test
  void aDeletedArtifactIsGoneWithAllVersions() {
    save(SESSION, FILE, bytes(1));
    save(SESSION, FILE, bytes(2));
    save(SESSION, FILE + "2", bytes(3));
    service.deleteArtifact(APP, USER, SESSION, FILE).blockingAwait();
    assertThat(load(SESSION, FILE)).isNull();
    assertThat(versions(SESSION, FILE)).isEmpty();
    assertThat(names(SESSION)).containsExactly(FILE + "2");
    assertThat(save(SESSION, FILE, bytes(4))).isZero();
  }

  @Test
  void aVersionThatIsLostIsNotTakenByAnother() {
    for (int i = 0; i < 4; i++) {
      save(SESSION, FILE, bytes(i));
    }
    lose(0);
    lose(2);
    assertThat(versions(SESSION, FILE)).containsExactly(1, 3);
    assertThat(save(SESSION, FILE, bytes(4))).isEqualTo(4);
    assertThat(versions(SESSION, FILE)).containsExactly(1, 3, 4);
    assertThat(service.loadArtifact(APP, USER, SESSION, FILE, 3).blockingGet())
        .usingRecursiveComparison()
        .isEqualTo(bytes(3));
    service.deleteArtifact(APP, USER, SESSION, FILE).blockingAwait();
    assertThat(versions(SESSION, FILE)).isEmpty();
    assertThat(save(SESSION, FILE, bytes(5))).isZero();
  }

  /** Removes the row of a version, as a salvage does that finds it damaged. */
  private void lose(int version) {
    NameKey artifact = NameKey.of(new SessionKey(APP, USER, SESSION), FILE);
    boolean wasThere =
        cairn
            .memory()
            .writeAndGet(memory -> memory.remove(Artifacts.VERSIONS, artifact.version(version)));
    assertThat(wasThere).isTrue();
  }

  @Test
  void whatIsKnownOfBytesComesBackWithThem() {
    Part part =
        Part.builder()
            .inlineData(Blob.builder().data(new byte[0]).displayName("none").build())
            .build();
    save(SESSION, "empty", part);
    Blob loaded = load(SESSION, "empty").inlineData().orElseThrow();
    assertThat(loaded.data().orElseThrow()).isEmpty();
    assertThat(loaded.displayName()).contains("none");
    assertThat(loaded.mimeType()).isEmpty();
    save(SESSION, "address", Part.fromUri("https://example.com/a.png", "image/png"));
    assertThat(load(SESSION, "address"))
        .isEqualTo(Part.fromUri("https://example.com/a.png", "image/png"));
  }

  @Test
  void aReaderMayChangeTheBytesThatItGot() {
    save(SESSION, FILE, bytes(1));
    service
            .loadArtifact(APP, USER, SESSION, FILE, 0)
            .blockingGet()
            .inlineData()
            .orElseThrow()
            .data()
            .orElseThrow()[0] =
        2;
    assertThat(
            service
                .loadArtifact(APP, USER, SESSION, FILE, 0)
                .blockingGet()
                .inlineData()
                .orElseThrow()
                .data()
                .orElseThrow())
        .containsExactly(1);
  }

  @Test
  void anArtifactMayBeLargeAndItsNameAnyText() {
    byte[] large = new byte[32 * 1024 * 1024];
    large[large.length - 1] = 7;
    String name = "x".repeat(100_000);
    save(SESSION, name, Part.fromBytes(large, "video/mp4"));
    save(SESSION, name + "y", bytes(1));
    assertThat(load(SESSION, name).inlineData().orElseThrow().data().orElseThrow())
        .isEqualTo(large);
    assertThat(names(SESSION)).containsExactly(name, name + "y");
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> save(SESSION, FILE, null));
    assertThatNullPointerException().isThrownBy(() -> save(SESSION, null, bytes(1)));
    assertThatNullPointerException().isThrownBy(() -> save(null, FILE, bytes(1)));
    assertThatNullPointerException().isThrownBy(() -> load(null, FILE));
  }
}
