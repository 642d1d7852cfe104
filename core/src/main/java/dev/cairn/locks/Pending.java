package dev.cairn.locks;

import java.util.concurrent.CompletableFuture;

/**
 * A request of this process that waits.
 *
 * @param request the request
 * @param granted completes with the grant, once somebody has noticed it
 */
record Pending(LockRules.Request request, CompletableFuture<Grant> granted) {
  Pending(LockRules.Request request) {
    this(request, new CompletableFuture<>());
  }
}
