package dev.cairn.tools.mcp;

import dev.cairn.CairnException;
import dev.cairn.maintenance.ChangeFeed;
import dev.cairn.maintenance.StoreChange;
import dev.cairn.maintenance.StoreChange.AnythingChanged;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.tools.mcp.form.ResourceUris;
import dev.cairn.tools.mcp.form.ToolGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies subscribed MCP clients when any process changes a resource.
 *
 * <p>One thread follows the store's changes, from the first subscription on until it is
 * interrupted.
 */
final class ResourceUpdates {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceUpdates.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final StoreDoor door;
  private final String namespace;
  private final List<ToolGroup> groups;
  private final Supplier<List<String>> subscribed;
  private final Consumer<String> notify;
  private volatile @Nullable Thread thread;

  /**
   * Makes notifications, which {@link #start} begins.
   *
   * @param namespace the namespace whose changes count
   * @param groups the groups, which know the resources of a row
   * @param subscribed returns the addresses that clients have subscribed to
   * @param notify tells the subscribers of an address
   */
  ResourceUpdates(
      StoreDoor door,
      String namespace,
      List<ToolGroup> groups,
      Supplier<List<String>> subscribed,
      Consumer<String> notify) {
    this.door = door;
    this.namespace = namespace;
    this.groups = groups;
    this.subscribed = subscribed;
    this.notify = notify;
  }

  /** Follows the changes from now on. */
  void start() {
    Optional<ChangeFeed> feed = feed();
    Thread following = new Thread(() -> follow(feed), "cairn-mcp-changes");
    following.setDaemon(true);
    following.start();
    thread = following;
  }

  private Optional<ChangeFeed> feed() {
    try {
      return Optional.of(door.store().maintenance().changes());
    } catch (CairnException e) {
      LOG.debug("no changes to follow yet", e);
      return Optional.empty();
    }
  }

  private void follow(Optional<ChangeFeed> first) {
    Optional<ChangeFeed> feed = first;
    try {
      while (true) {
        feed = feed.isPresent() ? follow(feed.get()) : again();
      }
    } catch (InterruptedException e) {
      // The normal end.
    }
  }

  /** Tells one batch of changes; returns empty if the store's opening has ended. */
  private Optional<ChangeFeed> follow(ChangeFeed feed) throws InterruptedException {
    try {
      tell(feed.take());
      return Optional.of(feed);
    } catch (CairnException e) {
      LOG.debug("the changes have ended", e);
      return Optional.empty();
    }
  }

  private Optional<ChangeFeed> again() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    Optional<ChangeFeed> feed = feed();
    if (feed.isPresent()) {
      subscribed.get().forEach(notify); // of what happened meanwhile nothing is known
    }
    return feed;
  }

  private void tell(List<StoreChange> changes) {
    List<String> wanted = subscribed.get();
    Set<String> told = new LinkedHashSet<>();
    for (StoreChange change : changes) {
      if (change instanceof RowChanged row && row.namespace().equals(namespace)) {
        groups.stream()
            .flatMap(group -> group.changedResource(row).stream())
            .forEach(
                changed ->
                    wanted.stream()
                        .filter(each -> ResourceUris.areSame(each, changed))
                        .forEach(told::add));
      } else if (change instanceof AnythingChanged) {
        told.addAll(wanted);
      }
    }
    told.forEach(notify);
  }

  /** Ends the following. */
  void stop() {
    Thread following = thread;
    if (following != null) {
      following.interrupt();
      try {
        following.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
