/** Conversations: their messages in order, merged where several processes write them at once. */
@NullMarked
package dev.cairn.conversations;

import org.jspecify.annotations.NullMarked;
