package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.data.SiteUrls;
import dev.cairn.bench.process.CommittingJvm;
import dev.cairn.bench.process.CommittingJvm.Changes;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;

/**
 * The base class of workloads that read while another JVM records visits to other sites, each a
 * commit.
 */
public abstract class BesideVisits extends Workload {
  /** The visits of the other JVM in a second; with 0 there is no other JVM. */
  @Param("0")
  public int visitsPerSecond;

  private @Nullable CommittingJvm other;

  @Override
  final void fill(Contender empty) {
    fillToRead(empty);
    if (visitsPerSecond > 0) {
      empty.loadSites(SiteUrls.urls().subList(0, CommittingJvm.END_SITE));
      other = CommittingJvm.start(kind(), directory(), Changes.SITES, visitsPerSecond);
    }
  }

  @Override
  final void check(Contender used) {
    if (other != null) {
      other.close();
    }
    checkRead(used);
  }

  /** Stores the rows that the workload reads. */
  abstract void fillToRead(Contender empty);

  /** Throws unless the workload read them. */
  abstract void checkRead(Contender used);
}
