/**
 * Whom agents talk to: one immutable context a user, updated atomically.
 *
 * <p>As the lowest of the repositories it also has {@link dev.cairn.users.KeyPart}, by which all of
 * them refuse or shorten a text that fits into no key.
 */
@NullMarked
package dev.cairn.users;

import org.jspecify.annotations.NullMarked;
