package dev.cairn.jobs;

import dev.cairn.jobs.JobTables.KindRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for claims of a kind that have ended by themselves, again and again; for one thread.
 *
 * <p>The claims are read when the row of the kind has changed, as it does with each claim, with
 * each end of one and with each new lease. In between, it is only asked whether their processes
 * live and their leases last.
 */
final class ClaimWatch {
  private final JobClaims claims;
  private final String kind;

  /** The kind when the claims were read; null if they are to be read. */
  private @Nullable KindRow seen;

  private List<JobRow> others = List.of();

  ClaimWatch(JobClaims claims, String kind) {
    this.claims = claims;
    this.kind = kind;
  }

  /**
   * Takes back the jobs whose claims have ended by themselves.
   *
   * @return true if there are claims that may still end so, those of this process without a lease
   *     apart
   */
  boolean look() {
    claims.giveBackUnheard(kind);
    KindRow now = claims.kind(kind); // before the claims are read
    if (!now.equals(seen)) {
      others = claims.thatMayEnd(kind);
      seen = now;
    }
    Map<JobRow, String> lost = claims.lost(others);
    claims.takeBack(kind, lost);
    return others.size() > lost.size();
  }
}
