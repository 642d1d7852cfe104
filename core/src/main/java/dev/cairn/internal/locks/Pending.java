package dev.cairn.internal.locks;

import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockRules;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request of this process that waits.
 *
 * @param request the request
 * @param granted completes with the grant, once somebody has noticed it
 * @param queued true while the request may stand in the queue, or have been granted, without that
 *     its caller knows
 */
record Pending(LockRules.Request request, CompletableFuture<Grant> granted, AtomicBoolean queued) {
  Pending(LockRules.Request request) {
    this(request, new CompletableFuture<>(), new AtomicBoolean());
  }
}
