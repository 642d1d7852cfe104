package dev.cairn.adk;

import com.google.adk.artifacts.BaseArtifactService;
import com.google.adk.artifacts.ListArtifactsResponse;
import com.google.adk.sessions.SessionKey;
import com.google.common.collect.ImmutableList;
import com.google.genai.types.Part;
import dev.cairn.Memory;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stores the artifacts of ADK agents, with all their versions, in a Cairn store that any number of
 * threads and processes share.
 *
 * <p>An artifact is a {@link Part} of any kind: bytes, a text, the address of a file. One whose
 * name begins with {@code user:} is that of all sessions of a user, any other that of its session.
 * Of several processes that save the same artifact at once, each gets a version of its own.
 * Deleting a session does not delete its artifacts.
 *
 * <p>Thread-safe. Writes are done when a method returns, and durable; what it returns holds their
 * result, or their failure: an exception of the family {@code CairnException} if the store cannot
 * be written. Reads are done when what a method returns is subscribed to, on the thread that does.
 * All methods throw a {@link NullPointerException} if an argument is null that is not said to be
 * nullable. The store is not closed by this; close the {@code Cairn} that it was opened with.
 */
public final class CairnArtifactService implements BaseArtifactService {
  private final Artifacts artifacts;

  /**
   * Keeps artifacts in {@code memory}, one namespace of a store.
   *
   * @throws NullPointerException if it is null
   */
  public CairnArtifactService(Memory memory) {
    this.artifacts =
        Objects.requireNonNull(memory, "memory is null")
            .repository((transactor, clock) -> new Artifacts(transactor));
  }

  /**
   * Stores the next version of an artifact.
   *
   * @return its number: 0 for the first one, else one more than that of the last
   */
  @Override
  public Single<Integer> saveArtifact(
      String appName, String userId, String sessionId, String filename, Part artifact) {
    SessionKey session = Calls.session(appName, userId, sessionId);
    Objects.requireNonNull(filename, "filename is null");
    Objects.requireNonNull(artifact, "artifact is null");
    return Calls.write(() -> artifacts.add(session, filename, artifact));
  }

  /** Stores the next version of an artifact, and returns the artifact. */
  @Override
  public Single<Part> saveAndReloadArtifact(
      String appName, String userId, String sessionId, String filename, Part artifact) {
    return saveArtifact(appName, userId, sessionId, filename, artifact).map(version -> artifact);
  }

  /**
   * Returns a version of an artifact; empty if it does not exist.
   *
   * @param version its number; null for the last one
   */
  @Override
  public Maybe<Part> loadArtifact(
      String appName, String userId, String sessionId, String filename, @Nullable Integer version) {
    SessionKey session = Calls.session(appName, userId, sessionId);
    Objects.requireNonNull(filename, "filename is null");
    return Maybe.defer(
        () ->
            Maybe.fromOptional(
                version == null
                    ? artifacts.last(session, filename)
                    : artifacts.get(session, filename, version)));
  }

  /** Returns the names of the artifacts of a session and of its user, in order. */
  @Override
  public Single<ListArtifactsResponse> listArtifactKeys(
      String appName, String userId, String sessionId) {
    SessionKey session = Calls.session(appName, userId, sessionId);
    return Single.fromCallable(
        () -> ListArtifactsResponse.builder().filenames(artifacts.names(session)).build());
  }

  /** Removes all versions of an artifact, if it exists; the next one that is saved is 0 again. */
  @Override
  public Completable deleteArtifact(
      String appName, String userId, String sessionId, String filename) {
    SessionKey session = Calls.session(appName, userId, sessionId);
    Objects.requireNonNull(filename, "filename is null");
    return Calls.write(
            () -> {
              artifacts.remove(session, filename);
              return filename;
            })
        .ignoreElement();
  }

  /** Returns the numbers of the versions of an artifact, in order; none if it does not exist. */
  @Override
  public Single<ImmutableList<Integer>> listVersions(
      String appName, String userId, String sessionId, String filename) {
    SessionKey session = Calls.session(appName, userId, sessionId);
    Objects.requireNonNull(filename, "filename is null");
    return Single.fromCallable(() -> ImmutableList.copyOf(artifacts.versions(session, filename)));
  }
}
