/** The users that agents talk to: one immutable context for each user, updated atomically. */
@NullMarked
package dev.cairn.users;

import org.jspecify.annotations.NullMarked;
